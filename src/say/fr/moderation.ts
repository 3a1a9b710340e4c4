import type { Catalogue } from '../say.ts';
import { french, someOf } from './formats.ts';

export const moderation: Catalogue['moderation'] = {
  description: 'Signalements, modération et blocages sur ce serveur',
  channel: 'Envoie les signalements dans un salon',
  channelForReports: 'Un salon que seule la modération voit',
  role: 'Choisit un rôle de modération ; laisse vide pour les gestionnaires du serveur seulement',
  roleOfModerators: 'Ses membres voient et tranchent les signalements, et bloquent des membres',
  spoilers: 'Publie toutes les images de ce serveur en spoiler',
  spoilersOn: 'Oui : toutes les images. Non : chacun choisit',
  language: 'Choisit la langue des messages que tout le monde voit ici',
  languageOfServer: 'Laisse vide pour la langue réglée dans Discord pour ce serveur',
  private: 'Liste et retire les images privées créées sur ce serveur',
  blocks: 'Les membres bloqués ici',
  block: 'Empêche un membre de créer et de signaler des images ici',
  personToBlock: 'Le membre à bloquer',
  unblock: 'Débloque un membre',
  personToUnblock: 'Le membre à débloquer',

  managersOnly: 'Seuls les membres qui gèrent ce serveur tranchent désormais les signalements.',
  roleChosen: (role) => [
    `${role} et les membres qui gèrent ce serveur tranchent désormais les signalements.`,
    'Pour donner aussi `/moderation` à ce rôle, autorise-le dans Paramètres du serveur > Intégrations.',
  ],
  channelChosen: (where) => `Les signalements arrivent désormais dans ${where}.`,
  cannotPost: (where, permissions) =>
    `Je ne peux pas écrire dans ${where}. Donne-moi là-bas ${french.list(permissions.map((one) => `**${one}**`))}, puis choisis-le de nouveau.`,
  greeting: "Les signalements d'images arriveront dans ce salon, avec des boutons pour trancher.",
  privateTitle: 'Images privées sur ce serveur',
  noPrivate: 'Aucune image privée n’est enregistrée.',
  choosePrivate: 'Retirer une image',
  removePrivate: (job) => [
    `Retirer l'image privée de la tâche ${job} ?`,
    "C'est définitif, et tout ce qui en est tiré disparaît aussi. Si je peux encore modifier le message de son auteur, il dira que la modération l'a retirée.",
  ],
  privateButtons: { remove: 'Retirer définitivement', back: 'Retour' },
  covered: 'Les nouvelles images de ce serveur sont désormais publiées en spoiler.',
  uncovered: 'Chacun choisit désormais si ses images sont en spoiler.',
  languageChosen: (language) =>
    `Les messages que tout le monde voit sur ce serveur sont désormais dans cette langue : ${language}.`,
  languageOfDiscord: (language) =>
    `Les messages que tout le monde voit sur ce serveur suivent désormais son réglage dans Discord : ${language}.`,
  blocked: (who) => `${who} ne peut plus créer ni signaler d'images ici.`,
  blockedFromReport: (who) =>
    `Plus d'images ni de signalements ici pour ${french.list(who)}. Pour revenir en arrière : \`/moderation unblock\`.`,
  alreadyBlocked: (who) => `${who} ne peut déjà plus créer d'images ici.`,
  unblocked: (who) => `${who} peut de nouveau créer et signaler des images.`,
  notBlocked: (who) => `${who} n'a aucun blocage ici.`,
  nobodyBlocked: "Personne n'est bloqué ici.",
  noReportChannel: [
    "Des images ont été signalées sur ce serveur, mais il n'a aucun salon de signalement où je puisse écrire.",
    'Choisis-en un que seule la modération voit, avec `/moderation channel`. Les signalements y arriveront.',
  ],
};

export const reports: Catalogue['reports'] = {
  ask: "Quel est le problème avec cette image ? La modération du serveur verra que le signalement vient de toi ; l'auteur de la demande, non.",
  thanksFor: {
    hide: "Merci. L'image est masquée jusqu'à la décision de la modération du serveur.",
    cover: "Merci. L'image est en spoiler jusqu'à la décision de la modération du serveur.",
    none: 'Merci. La modération du serveur va regarder.',
  },
  noReportChannel: (job) => [
    "Ce serveur n'a pas encore de salon de signalement, donc je préviendrai la prochaine personne de la modération qui m'utilise ici.",
    `Si ça ne peut pas attendre, parles-en à la modération ou au propriétaire, en citant la tâche ${job}.`,
  ],
  reasons: {
    shows_me: {
      label: 'On me voit dessus',
      says: 'montre la personne qui la signale',
      hidden: 'Un membre a signalé que cette image le montre.',
    },
    sexual: {
      label: 'Sexuelle',
      says: 'est sexuelle',
      hidden: 'Cette image a été signalée comme sexuelle.',
    },
    minor: {
      label: 'Un mineur',
      says: 'montre un mineur de façon déplacée',
      hidden: 'Cette image a été signalée comme montrant un mineur.',
    },
    hateful: {
      label: 'Haineuse',
      says: 'est haineuse',
      hidden: 'Cette image a été signalée comme haineuse.',
    },
    other: {
      label: 'Autre chose',
      says: "n'a pas sa place ici",
      hidden: 'Cette image a été signalée.',
    },
  },

  title: 'Image signalée',
  reported: (who, when, says) =>
    who.length === 1
      ? `${someOf(who)} a signalé ${when} que cette image **${says}**.`
      : `${someOf(who)} ont signalé que cette image **${says}**, la première fois ${when}.`,
  madeFor: (who, where) => `Créée pour ${who} : ${where}`,
  promptRefused: 'Discord a refusé son prompt.',
  nothingLeft: "L'image n'est plus enregistrée.",
  hidden: 'Elle est masquée jusqu’à la décision de la modération.',
  covered: 'Elle est en spoiler jusqu’à la décision de la modération.',
  shown: 'Elle est toujours visible.',
  erased: (when) => `L'auteur de la demande l'a effacée ${when}.`,
  followed: (when) => `**Retirée** ${when}, en même temps que sa source.`,
  removed: (who, when) => `**Retirée** par ${who} ${when}.`,
  kept: (who, when) => `**Gardée** par ${who} ${when}.`,
  unnamedMember: 'Un membre',
  look: (job) => `L'image signalée de la tâche ${job}.`,
  askToBlock: (who) =>
    `Empêcher ces membres de créer et de signaler des images ici ? ${french.list(who)}`,
  buttons: {
    remove: 'Retirer définitivement',
    showAgain: 'Afficher de nouveau',
    keep: 'Garder',
    look: 'Voir',
    blockRequester: "Bloquer l'auteur",
    blockReporter: 'Bloquer qui a signalé',
    blockReporters: 'Bloquer ceux qui ont signalé',
    blockAll: 'Tout bloquer',
  },
};

export const pause: Catalogue['pause'] = {
  appeal: "Demander à l'opérateur",
  formTitle: "Demander à l'opérateur",
  label: 'Ton message (facultatif)',
  about: "L'opérateur reçoit ton nom, la fin de la pause et ce que tu écris ici.",
  sent: "Envoyé. L'opérateur peut abréger la pause.",
};

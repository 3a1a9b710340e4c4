import { capitalised } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { french, someOf } from './formats.ts';

export const moderation: Catalogue['moderation'] = {
  description: 'Signalements d’images, modération et blocages sur ce serveur',
  channel: 'Envoyer les signalements d’images dans un salon',
  channelForReports: 'Un salon que seule la modération peut voir',
  role: 'Choisir un rôle de modération\u202f; vide\u00a0: seulement les gestionnaires du serveur',
  roleOfModerators: 'Ses membres voient et traitent les signalements, et bloquent des membres',
  spoilers: 'Publier toutes les images de ce serveur en spoiler',
  spoilersOn: 'Activé\u00a0: toutes les images. Désactivé\u00a0: chaque membre choisit',
  language: 'Choisir la langue des messages que tout le monde voit ici',
  languageOfServer: 'Vide\u00a0: la langue des paramètres Discord du serveur',
  private: 'Lister et retirer les images privées créées sur ce serveur',
  blocks: 'Les membres bloqués ici',
  block: 'Empêcher un membre de créer et de signaler des images ici',
  personToBlock: 'Le membre à bloquer',
  unblock: 'Débloquer un membre',
  personToUnblock: 'Le membre à débloquer',

  managersOnly:
    'Désormais, seuls les membres qui gèrent ce serveur peuvent traiter les signalements.',
  roleChosen: (role) => [
    `Désormais, ${role} et les membres qui gèrent ce serveur traitent les signalements.`,
    'Pour donner aussi accès à `/moderation` à ce rôle, autorise-le dans Paramètres du serveur > Intégrations.',
  ],
  channelChosen: (where) => `Les signalements arrivent désormais dans ${where}.`,
  cannotPost: (where, permissions) =>
    `Je ne peux pas publier dans ${where}. Donne-moi ${french.list(permissions.map((one) => `**${one}**`))} dans ce salon, puis choisis-le de nouveau.`,
  greeting:
    'Les signalements d’images arriveront dans ce salon, avec des boutons pour les traiter.',
  privateTitle: 'Images privées de ce serveur',
  noPrivate: 'Aucune image privée n’est conservée.',
  choosePrivate: 'Retirer une image',
  removePrivate: (job) => [
    `Retirer l’image privée de la génération ${job}\u202f?`,
    'C’est définitif, et tout ce qui a été créé à partir d’elle sera retiré aussi. Si je peux encore modifier le message de la personne qui l’a demandée, il indiquera que la modération l’a retirée.',
  ],
  privateButtons: { remove: 'Retirer définitivement', back: 'Retour' },
  covered: 'Les nouvelles images de ce serveur sont désormais publiées en spoiler.',
  uncovered: 'Désormais, chaque membre choisit si ses images sont en spoiler.',
  languageChosen: (language) =>
    `Langue des messages que tout le monde voit sur ce serveur\u00a0: ${language}.`,
  languageOfDiscord: (language) =>
    `Les messages que tout le monde voit sur ce serveur suivent désormais ses paramètres Discord\u00a0: ${language}.`,
  blocked: (who) => `${who} ne peut plus créer ni signaler d’images ici.`,
  blockedFromReport: (who) =>
    who.length === 1
      ? `${french.list(who)} ne peut plus créer ni signaler d’images ici. Pour annuler\u00a0: \`/moderation unblock\`.`
      : `${french.list(who)} ne peuvent plus créer ni signaler d’images ici. Pour annuler\u00a0: \`/moderation unblock\`.`,
  alreadyBlocked: (who) => `${who} fait déjà l’objet d’un blocage.`,
  unblocked: (who) => `${who} peut de nouveau créer et signaler des images.`,
  notBlocked: (who) => `${who} ne fait l’objet d’aucun blocage.`,
  nobodyBlocked: 'Aucun membre n’est bloqué ici.',
  noReportChannel: [
    'Des images ont été signalées sur ce serveur, mais il n’y a aucun salon de signalement où je peux publier.',
    'Choisis-en un que seule la modération voit, avec `/moderation channel`. Les signalements y arriveront.',
  ],
};

export const reports: Catalogue['reports'] = {
  ask: 'Quel est le problème avec cette image\u202f? La modération du serveur verra que c’est toi qui l’as signalée\u202f; la personne qui l’a demandée, non.',
  thanksFor: {
    hide: 'Merci. L’image est masquée en attendant la décision de la modération du serveur.',
    cover: 'Merci. L’image est en spoiler en attendant la décision de la modération du serveur.',
    none: 'Merci. La modération du serveur va y jeter un œil.',
  },
  noReportChannel: (job) => [
    'Ce serveur n’a pas encore de salon de signalement. Je préviendrai donc la prochaine personne de la modération qui m’utilisera ici.',
    `Si ça ne peut pas attendre, contacte la modération ou le propriétaire du serveur, en citant la génération ${job}.`,
  ],
  outside: {
    ask: 'Quel est le problème avec cette image\u202f? Les responsables du bot verront que c’est toi qui l’as signalée.',
    thanksFor: {
      hide: 'Merci. L’image est masquée en attendant la décision des responsables du bot.',
      cover: 'Merci. L’image est en spoiler en attendant la décision des responsables du bot.',
      none: 'Merci. Les responsables du bot vont y jeter un œil.',
    },
    unread: {
      ask: 'Quel est le problème avec cette image\u202f? Les responsables du bot ne reçoivent pas les signalements faits hors des serveurs, mais certains motifs la masquent.',
      thanksFor: {
        hide: 'Merci. L’image est masquée.',
        cover: 'Merci. L’image est maintenant en spoiler.',
        none: 'Merci. Pour t’en débarrasser, supprime-la avec *Plus*, *Supprimer*.',
      },
    },
  },
  reasons: {
    shows_me: {
      label: 'On me voit dessus',
      says: 'montre la personne qui la signale',
      hidden: 'Un membre a signalé que cette image le montre.',
    },
    sexual: {
      label: 'Contenu sexuel',
      says: 'est à caractère sexuel',
      hidden: 'Cette image a été signalée pour son caractère sexuel.',
    },
    minor: {
      label: 'Personne mineure',
      says: 'montre une personne mineure de façon inappropriée',
      hidden: 'Cette image a été signalée parce qu’elle montrerait une personne mineure.',
    },
    hateful: {
      label: 'Contenu haineux',
      says: 'est haineuse',
      hidden: 'Cette image a été signalée pour son caractère haineux.',
    },
    other: {
      label: 'Autre chose',
      says: 'n’a pas sa place ici',
      hidden: 'Cette image a été signalée.',
    },
  },

  title: 'Image signalée',
  reported: (who, when, says) => {
    const reporters = capitalised(someOf(who));
    return who.length === 1
      ? `${reporters} a signalé ${when} que cette image **${says}**.`
      : `${reporters} ont signalé que cette image **${says}**, pour la première fois ${when}.`;
  },
  madeFor: (who, where) => `Créée pour ${who}\u00a0: ${where}`,
  promptRefused: 'Discord a refusé son prompt.',
  nothingLeft: 'L’image n’est plus conservée.',
  hidden: 'Elle est masquée en attendant une décision de la modération.',
  covered: 'Elle est en spoiler en attendant une décision de la modération.',
  shown: 'Elle est toujours visible.',
  erased: (when) => `La personne qui l’a demandée l’a effacée ${when}.`,
  followed: (when) => `**Retirée** ${when}, avec l’image dont elle vient.`,
  removed: (who, when) => `**Retirée** par ${who} ${when}.`,
  kept: (who, when) => `**Conservée** par ${who} ${when}.`,
  unnamedMember: 'un membre',
  look: (job) => `L’image signalée de la génération ${job}.`,
  askToBlock: (who) =>
    `Bloquer ces membres, qui ne pourront plus créer ni signaler d’images ici\u202f? ${french.list(who)}`,
  buttons: {
    remove: 'Retirer définitivement',
    showAgain: 'Réafficher',
    keep: 'Conserver',
    look: 'Voir',
    blockRequester: 'Bloquer l’auteur de l’image',
    blockReporter: 'Bloquer l’auteur du signalement',
    blockReporters: 'Bloquer les auteurs du signalement',
    blockAll: 'Bloquer tout le monde',
  },
};

export const pause: Catalogue['pause'] = {
  appeal: 'Écrire aux responsables',
  formTitle: 'Écrire aux responsables du bot',
  label: 'Ton message (facultatif)',
  about: 'Les responsables du bot reçoivent ton nom, la fin de la pause et ce que tu écris ici.',
  sent: 'Envoyé. Les responsables du bot peuvent mettre fin à la pause plus tôt.',
};

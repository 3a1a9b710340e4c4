import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

const { amount, form, number } = french;

const REQUESTS = { one: 'demande', other: 'demandes' };
const PICTURES = { one: 'image', other: 'images' };
const CONSENTS = { one: 'consentement', other: 'consentements' };
const STATEMENTS = { one: 'déclaration', other: 'déclarations' };
const REPORTS = { one: 'signalement', other: 'signalements' };
const SERVERS = { one: 'serveur', other: 'serveurs' };
const LIMITS = { one: 'limite', other: 'limites' };
const ENTRIES = { one: 'entrée', other: 'entrées' };
const TRIES = { one: 'prompt refusé', other: 'prompts refusés' };
const QUESTIONS = { one: 'question', other: 'questions' };
const MESSAGES = { one: 'message', other: 'messages' };
const COMMANDS = { one: 'commande', other: 'commandes' };
const PRESETS = { one: 'préréglage', other: 'préréglages' };
const HOURS = { one: 'heure', other: 'heures' };
const DAYS = { one: 'jour', other: 'jours' };

export const privacy: Catalogue['privacy'] = {
  title: 'Ce que je garde sur toi',
  buttons: {
    export: 'Exporter mes données',
    withdraw: 'Retirer mon consentement',
    erase: 'Tout effacer',
    eraseNow: 'Tout effacer maintenant',
    keep: 'Tout garder',
  },
  noRequests: 'Aucune demande.',
  requests: ({ jobs, oldest, underWay, days }) => {
    const since = oldest === undefined ? '' : `, la plus ancienne du ${oldest}`;
    return [
      `**${amount(jobs, REQUESTS)}** avec prompt, réglages, salon et résultat${since}.`,
      `${underWay === 0 ? 'Aucune' : number(underWay)} en cours.`,
      `Supprimées ${amount(days, DAYS)} après leur fin.`,
    ].join(' ');
  },
  pictures: (pictures, hours) =>
    `**${amount(pictures, PICTURES)}** sur le disque du bot. Chacune est supprimée ${amount(hours, HOURS)} après sa création ; son message Discord reste.`,
  sent: (sent) =>
    `**${amount(sent, PICTURES)}** de ta part. Chacune est supprimée dès que le service GPU l'a reçue, et au plus tard à la fin de sa tâche.`,
  consents: (consents, withdrawn) =>
    `**${amount(consents, CONSENTS)}** pour utiliser des images de personnes${withdrawn > 0 ? `, et ${number(withdrawn)} retiré${withdrawn > 1 ? 's' : ''}` : ''} : date, formulation et empreinte de chaque image.`,
  statements: (statements, withdrawn) =>
    `**${amount(statements, STATEMENTS)}** que personne n'est sur une image${withdrawn > 0 ? `, et ${number(withdrawn)} retirée${withdrawn > 1 ? 's' : ''}` : ''}, gardé de la même façon.`,
  reportsMade: (reports) => `**${amount(reports, REPORTS)}** de ta part.`,
  reportsAgainst: (reports) => `**${amount(reports, REPORTS)}** sur tes images.`,
  blocks: (servers) => `Des blocages par la modération de **${amount(servers, SERVERS)}**.`,
  limits: (limits) =>
    `**${amount(limits, LIMITS)}** que des gestionnaires de serveur ont fixée${form(limits, { one: '', other: 's' })} pour toi, jusqu'à leur retrait.`,
  keptOut: (entries) =>
    `**${amount(entries, ENTRIES)}** sur des blocages, passés ou présents, par l'opérateur du bot : date et raison.`,
  tries: (tries) =>
    `**${amount(tries, TRIES)}** depuis hier, qui comptent pour une pause : un hachage à clé et l'heure.`,
  pause: (at) =>
    `Une **pause** dans la création d'images qui se termine ${at}, gardée sous un hachage à clé à la place de ton identifiant.`,
  acts: (acts) => `**${amount(acts, ENTRIES)}** dans les journaux de modération.`,
  ofOthers: (requests) =>
    `**${amount(requests, REQUESTS)}** d'autres membres qui voulaient utiliser ton image, ou que tu as annulées.`,
  questions: (questions) =>
    `**${amount(questions, QUESTIONS)}** sur l'usage d'une image d'un message, posée par toi ou à toi : gardée environ une heure, les refus pour toujours.`,
  choices: (commands) =>
    commands === 0
      ? "Tes `/settings`, jusqu'à ce que tu les changes ou les effaces."
      : `Tes \`/settings\`, avec des valeurs par défaut pour **${amount(commands, COMMANDS)}**, jusqu'à ce que tu les changes ou les effaces.`,
  presets: (presets) => `**${amount(presets, PRESETS)}**, jusqu'à leur suppression.`,
  serverPresets: (presets) =>
    `Tu as créé **${amount(presets, PRESETS)}** pour des serveurs. Ils appartiennent aux serveurs et restent si tu effaces tout.`,
  private:
    'Les images privées ne sont montrées qu’à toi. La modération du serveur peut les lister avec leurs prompts, et les retirer.',
  name: 'Je garde ton identifiant Discord, pas ton nom.',
  cut: "J'ai arrêté de compter ici. *Exporter mes données* contient tout.",
  policy: (url) => `Qui peut le voir, et le reste : [politique de confidentialité](${url}).`,
  copy: 'Voici tout ce que je garde sur toi.',
  withdrawn: ({ consents, statements }) =>
    [
      `C'est retiré : ${french.list([
        ...(consents > 0 || statements === 0
          ? [
              form(consents, {
                one: 'ton consentement',
                other: `tes ${number(consents)} consentements`,
              }),
            ]
          : []),
        ...(statements > 0
          ? [
              form(statements, {
                one: 'ta déclaration',
                other: `tes ${number(statements)} déclarations`,
              }),
            ]
          : []),
      ])}.`,
      "Les tâches qui utilisent une image de toi pouvant montrer quelqu'un sont arrêtées. Les images que tu as déjà créées restent jusqu'à ce que tu les effaces, mais ne peuvent plus servir. Celles que d'autres ont créées avec ton accord sont retirées.",
    ].join(' '),
  eraseQuestion: [
    "**Effacer tout ce que je garde sur toi ?** C'est irréversible.",
    'Tes tâches en cours sont annulées. Tes prompts, images, consentements, signalements, réglages et préréglages sont effacés de tous les serveurs, et les messages avec tes images sont supprimés.',
  ],
  kept: "Rien n'a été effacé.",
  nothingToErase: "Tu n'avais aucune demande à effacer. Tes réglages et préréglages sont effacés.",
  erased: (requests, messages) =>
    `Effacé : ${amount(requests, REQUESTS)} avec prompts, réglages, images et consentements, ainsi que tes /settings et préréglages. Supprimé : ${amount(messages, MESSAGES)}.`,
  notYetDeleted: (messages) =>
    `Pas encore supprimé : ${amount(messages, MESSAGES)} ; je continue d'essayer.`,
  mayNotDelete: (messages) =>
    `Je n'ai plus le droit de supprimer ${amount(messages, MESSAGES)}. Demande à la modération là-bas :`,
  underReport: (requests) =>
    `${amount(requests, REQUESTS)} avec un signalement ouvert : effacement après la décision de la modération.`,
  staying:
    "Les blocages par la modération ou l'opérateur du bot restent, de même qu'une pause jusqu'à sa fin. Pour les limites, le nombre de tes demandes du dernier jour est gardé un jour sous un hachage à clé à la place de ton identifiant.",
};

export const consent: Catalogue['consent'] = {
  face: {
    wording: "C'est moi, ou j'ai la permission de cette personne",
    question: [
      'La personne sur cette photo, est-ce toi, ou as-tu sa permission de l’utiliser ?',
      "Je ne télécharge la photo qu'après ta confirmation, et je la supprime une fois utilisée.",
    ],
  },
  pictures: {
    wording: "Toute personne dessus est moi-même ou est d'accord",
    question: [
      "Y voit-on quelqu'un ? Si oui, est-ce toi, ou cette personne accepte-t-elle cet usage ?",
      'Je ne télécharge rien avant ta réponse, et je supprime tout une fois utilisé.',
    ],
  },
  nobody: {
    wording: "Personne n'est dessus",
  },
};

export const posterConsent: Catalogue['posterConsent'] = {
  wording: "Oui, et toute personne dessus est moi-même ou est d'accord",
  nobody: {
    wording: "Oui, et personne n'est dessus",
  },
};

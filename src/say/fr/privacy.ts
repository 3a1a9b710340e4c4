import type { Catalogue } from '../say.ts';
import { french } from './formats.ts';

const { amount, form, number } = french;

const REQUESTS = { one: 'demande', other: 'demandes' };
const PICTURES = { one: 'image', other: 'images' };
const CONSENTS = { one: 'accord', other: 'accords' };
const STATEMENTS = { one: 'déclaration', other: 'déclarations' };
const REPORTS = { one: 'signalement', other: 'signalements' };
const SERVERS = { one: 'serveur', other: 'serveurs' };
const LIMITS = { one: 'limite', other: 'limites' };
const ENTRIES = { one: 'entrée', other: 'entrées' };
const TRIES = { one: 'prompt refusé', other: 'prompts refusés' };
const QUESTIONS = { one: 'question', other: 'questions' };
const MESSAGES = { one: 'message', other: 'messages' };
const COMMANDS = { one: 'commande', other: 'commandes' };
const PRESETS = { one: 'preset', other: 'presets' };
const HOURS = { one: 'heure', other: 'heures' };
const DAYS = { one: 'jour', other: 'jours' };
const ENDED = { one: 'retiré', other: 'retirés' };
const ENDED_STATEMENTS = { one: 'retirée', other: 'retirées' };

export const privacy: Catalogue['privacy'] = {
  title: 'Ce que je conserve sur toi',
  buttons: {
    export: 'Exporter mes données',
    withdraw: 'Retirer mon accord',
    erase: 'Tout effacer',
    eraseNow: 'Tout effacer maintenant',
    keep: 'Tout garder',
  },
  noRequests: 'Aucune demande.',
  requests: ({ jobs, oldest, underWay, days }) => {
    const since = oldest === undefined ? '' : ` La plus ancienne a été faite ${oldest}.`;
    return [
      `**${amount(jobs, REQUESTS)}** avec prompt, réglages, salon et résultat.${since}`,
      underWay === 0 ? 'Aucune n’est en cours.' : `En cours\u00a0: ${number(underWay)}.`,
      `Chacune est supprimée ${amount(days, DAYS)} après sa fin.`,
    ].join(' ');
  },
  pictures: (pictures, hours) =>
    `**${amount(pictures, PICTURES)}** sur le disque du bot. Chacune est supprimée ${amount(hours, HOURS)} après sa création\u202f; son message Discord reste.`,
  sent: (sent) =>
    `**${amount(sent, { one: 'image envoyée', other: 'images envoyées' })}** par toi. Chacune est supprimée dès que le service GPU l’a reçue, au plus tard à la fin de sa génération.`,
  consents: (consents, withdrawn) =>
    `**${amount(consents, CONSENTS)}** pour utiliser des images de personnes${withdrawn > 0 ? `, et ${amount(withdrawn, ENDED)}` : ''}\u00a0: date, formulation et somme de contrôle de chaque image.`,
  statements: (statements, withdrawn) =>
    `**${amount(statements, STATEMENTS)}** ${form(statements, { one: 'selon laquelle', other: 'selon lesquelles' })} on ne voit personne sur une image${withdrawn > 0 ? `, et ${amount(withdrawn, ENDED_STATEMENTS)}` : ''}\u00a0: mêmes données conservées.`,
  reportsMade: (reports) => `**${amount(reports, REPORTS)}** de ta part.`,
  reportsAgainst: (reports) => `**${amount(reports, REPORTS)}** de tes images.`,
  blocks: (servers) => `Des blocages par la modération sur **${amount(servers, SERVERS)}**.`,
  limits: (limits) =>
    `**${amount(limits, LIMITS)}** que des gestionnaires de serveur t’ont fixé${form(limits, { one: 'e', other: 'es' })}, jusqu’à ce qu’ils ${form(limits, { one: 'la', other: 'les' })} retirent.`,
  purchases: (purchases) =>
    `**${amount(purchases, { one: 'achat', other: 'achats' })}** sur Discord, avec ce qu’${form(purchases, { one: 'il te donne', other: 'ils te donnent' })} encore.`,
  keptOut: (entries) =>
    `**${amount(entries, ENTRIES)}** sur des blocages passés ou actuels par les responsables du bot\u00a0: date et motif.`,
  tries: (tries) =>
    `**${amount(tries, TRIES)}** du dernier jour, pris en compte pour une pause\u00a0: un hachage à clé et la date.`,
  pause: (at) =>
    `Une **pause** dans la création d’images, qui se termine ${at}, conservée sous un hachage à clé au lieu de ton ID Discord.`,
  acts: (acts) => `**${amount(acts, ENTRIES)}** dans l’historique de modération.`,
  ofOthers: (requests) =>
    `**${amount(requests, REQUESTS)}** d’autres membres pour utiliser ton image, ou que tu as annulé${form(requests, { one: 'e', other: 'es' })}.`,
  questions: (questions) =>
    `**${amount(questions, QUESTIONS)}** sur l’utilisation d’une image d’un message, que tu as posé${form(questions, { one: 'e', other: 'es' })} ou reçu${form(questions, { one: 'e', other: 'es' })}\u00a0: conservé${form(questions, { one: 'e', other: 'es' })} environ une heure, les refus définitivement.`,
  choices: (commands) =>
    commands === 0
      ? 'Tes `/settings`, jusqu’à ce que tu les changes ou les effaces.'
      : `Tes \`/settings\`, avec des options par défaut pour **${amount(commands, COMMANDS)}**, jusqu’à ce que tu les changes ou les effaces.`,
  presets: (presets) =>
    `**${amount(presets, PRESETS)}**, jusqu’à ce que tu ${form(presets, { one: 'le', other: 'les' })} supprimes.`,
  serverPresets: (presets) =>
    `Tu as créé **${amount(presets, PRESETS)}** pour des serveurs. ${form(presets, { one: 'Il appartient à son serveur et reste', other: 'Ils appartiennent aux serveurs et restent' })} si tu effaces tout.`,
  private:
    'Les images privées ne sont montrées qu’à toi. La modération d’un serveur peut les lister avec leurs prompts, et les retirer.',
  name: 'Je conserve ton ID Discord, pas ton nom.',
  cut: 'J’ai arrêté de compter ici. *Exporter mes données* contient tout.',
  policy: (url) =>
    `Qui peut voir ces données, et plus\u00a0: [politique de confidentialité](${url}).`,
  copy: 'Voici tout ce que je conserve sur toi.',
  withdrawn: ({ consents, statements }) => {
    const parts = [
      ...(consents > 0 || statements === 0
        ? [form(consents, { one: 'ton accord', other: `tes ${number(consents)} accords` })]
        : []),
      ...(statements > 0
        ? [
            form(statements, {
              one: 'ta déclaration',
              other: `tes ${number(statements)} déclarations`,
            }),
          ]
        : []),
    ];
    return [
      `C’est retiré\u00a0: ${french.list(parts)}.`,
      'Les générations qui utilisent une image envoyée par toi et pouvant montrer une personne sont arrêtées. Les images que tu as déjà créées restent jusqu’à ce que tu les effaces, mais elles ne peuvent plus être utilisées. Celles que d’autres ont créées avec ton accord sont retirées.',
    ].join(' ');
  },
  eraseQuestion: [
    '**Effacer tout ce que je conserve sur toi\u202f?** C’est irréversible.',
    'Tes générations en cours sont annulées. Tes prompts, images, accords, signalements, réglages et presets sont effacés sur tous les serveurs, et les messages avec tes images sont supprimés.',
  ],
  kept: 'Rien n’a été effacé.',
  nothingToErase: 'Tu n’avais aucune demande à effacer. Tes réglages et tes presets sont effacés.',
  erased: (requests, messages) =>
    `C’est effacé\u00a0: ${amount(requests, REQUESTS)} avec prompts, réglages, images et accords, ainsi que tes /settings et tes presets. ${amount(messages, { one: 'message supprimé', other: 'messages supprimés' })}.`,
  notYetDeleted: (messages) =>
    `${amount(messages, MESSAGES)} ${form(messages, { one: 'n’a pas encore pu être supprimé', other: 'n’ont pas encore pu être supprimés' })}\u202f; je continue d’essayer.`,
  mayNotDelete: (messages) =>
    `Je n’ai plus le droit de supprimer ${amount(messages, MESSAGES)}. Adresse-toi à la modération sur place\u00a0:`,
  underReport: (requests) =>
    `${amount(requests, REQUESTS)} avec un signalement en cours\u00a0: effacement dès que la modération aura tranché.`,
  staying:
    'Les blocages par la modération ou par les responsables du bot restent, tout comme une pause jusqu’à sa fin. Pour les limites, le nombre de tes demandes du dernier jour est conservé un jour, sous un hachage à clé au lieu de ton ID Discord.',
};

export const consent: Catalogue['consent'] = {
  face: {
    wording: 'Je suis cette personne, ou j’ai son autorisation',
    question: [
      'Es-tu la personne sur cette photo, ou as-tu son autorisation pour l’utiliser\u202f?',
      'Je ne télécharge la photo qu’après ta confirmation, et je la supprime dès qu’elle a servi.',
    ],
  },
  pictures: {
    wording: 'On n’y voit que moi ou des personnes qui ont donné leur accord',
    question: [
      'Y voit-on quelqu’un\u202f? Si oui, est-ce toi, ou cette personne a-t-elle donné son accord à cet usage\u202f?',
      'Je ne télécharge rien avant ta réponse, et je supprime tout dès que ça a servi.',
    ],
  },
  nobody: {
    wording: 'On n’y voit personne',
  },
};

export const posterConsent: Catalogue['posterConsent'] = {
  wording: 'Oui, et on n’y voit que moi ou des personnes qui ont donné leur accord',
  nobody: {
    wording: 'Oui, et on n’y voit personne',
  },
};

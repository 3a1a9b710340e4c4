import type { Catalogue } from '../say.ts';
import { french, someOf } from './formats.ts';

const { money } = french;

const PICTURES = { one: 'image', other: 'images' };

/** `1 h 40 min`, `45 s` */
function gpuTime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const parts = [
    ...(hours > 0 ? [`${french.number(hours)}\u00a0h`] : []),
    ...(minutes > 0 ? [`${minutes}\u00a0min`] : []),
    ...(seconds % 60 > 0 || seconds === 0 ? [`${seconds % 60}\u00a0s`] : []),
  ];
  return parts.join(' ');
}

const allows: Catalogue['rules']['allows'] = {
  picturesADay: (most) =>
    most === 0 ? 'aucune image' : `${french.amount(most, PICTURES)} par jour`,
  picturesAtOnce: (most) =>
    most === 0 ? 'aucune image' : `${french.amount(most, PICTURES)} à la fois`,
  gpuSecondsADay: (most) =>
    most === 0 ? 'aucun temps GPU' : `${gpuTime(most)} de temps GPU par jour`,
  moneyADay: (most) => (most === 0 ? 'aucune dépense' : `${money(most)} par jour`),
  longestSide: (most) =>
    most === 0
      ? 'aucune image'
      : `${french.amount(most, { one: 'pixel', other: 'pixels' })} de côté au maximum`,
  count: (most) =>
    most === 0 ? 'aucune image' : `${french.amount(most, PICTURES)} par demande au maximum`,
  commands: (names) => (names.length === 0 ? 'aucune commande' : `seulement ${someOf(names)}`),
  channels: (where) =>
    where.length === 0 ? 'dans aucun salon' : `seulement dans ${someOf(where)}`,
  private: (isAllowed) => (isAllowed ? 'images privées' : 'pas d’images privées'),
  photos: (isAllowed) => (isAllowed ? 'images importées' : 'pas d’images importées'),
  paused: () => 'en pause',
};

export const rules: Catalogue['rules'] = {
  description: 'Ce que les membres de ce serveur peuvent créer',
  list: 'Toutes les limites de ce serveur',
  server: 'Limiter le serveur entier, gestionnaires compris',
  role: 'Limiter les membres d’un rôle',
  roleToLimit: 'Les membres à limiter\u202f; @everyone vaut pour ceux qui n’ont pas d’autre limite',
  member: 'Limiter un membre, quoi que ses rôles permettent',
  memberToLimit: 'Le membre à limiter',
  pause: 'Refuser les nouvelles demandes, et retenir celles qui attendent',
  resume: 'Mettre fin à la pause\u00a0: les demandes en attente gardent leur place',
  history: 'Qui a changé quelle limite',
  export: 'Les limites de ce serveur dans un fichier, à modifier et à importer',
  import: 'Remplacer toutes les limites de ce serveur par celles d’un fichier',
  fileToImport: 'Un fichier de /limits export\u202f; rien ne change avant ta confirmation',
  quota: 'Ce que tu peux encore créer aujourd’hui',

  title: 'Limites de ce serveur',
  none: 'Aucune limite en dehors de celles du bot.',
  howTheyApply:
    'La limite propre à un membre passe en premier, puis la plus généreuse de ses rôles, puis celle de @everyone. Les limites du serveur s’appliquent à tout le monde.',
  of: (who) => `**${who}**`,
  thisServer: 'Ce serveur',
  erased: 'un membre effacé',
  allows,
  sentence: (who, what) => `${who}\u00a0: ${what}`,
  names: {
    picturesADay: 'Images par jour',
    picturesAtOnce: 'Images à la fois',
    gpuSecondsADay: 'Secondes GPU par jour',
    moneyADay: 'Dollars US par jour',
    count: 'Images par demande',
    longestSide: 'Plus grand côté, en pixels',
    commands: 'Commandes',
    channels: 'Salons',
    private: 'Images privées',
    photos: 'Images importées',
    paused: 'En pause',
  },
  choose: 'Fixer ou retirer une limite',
  open: 'Modifier les limites de…',
  roleWith: (id) => `Rôle ${id}`,
  memberWith: (id) => `Membre ${id}`,
  formTitle: 'Fixer une limite',
  takesMoney: (most) =>
    `De 0 à ${french.number(most)}, par exemple 0,50\u202f; vide\u00a0: pas de limite`,
  takesNumber: (most) => `De 0 à ${french.number(most)}\u202f; vide\u00a0: pas de limite`,
  takesCommands:
    'Noms séparés par des virgules\u202f; vide\u00a0: pas de limite\u202f; «\u00a0none\u00a0»\u00a0: aucune commande',
  takesChannels:
    'ID ou mentions séparés par des virgules\u202f; vide\u00a0: pas de limite\u202f; «\u00a0none\u00a0»\u00a0: aucun salon',
  allowed: 'Autorisé',
  forbidden: 'Non autorisé',
  back: 'Toutes les limites',
  full: (most) =>
    `Un serveur peut avoir ${french.amount(most, { one: 'limite', other: 'limites' })} au maximum. Retires-en une d’abord.`,
  unreadable: (name, takes) =>
    `Ça ne va pas pour **${name}**. Format attendu\u00a0: ${takes}. Rien n’a changé.`,
  historyTitle: 'Changements de limites',
  noHistory: 'Aucun pour l’instant.',
  changed: (when, by, difference) => `${when}, par ${by}\u00a0: ${difference}`,
  noLimit: 'pas de limite',
  paused:
    'Pause activée. Les nouvelles demandes sont refusées, celles qui attendent sont retenues, et les images en cours se terminent.',
  resumed: 'Pause terminée. Les demandes en attente gardent leur place.',

  exported: 'Les limites de ce serveur. `/limits import` accepte ce fichier, modifié ou non.',
  importTitle: 'Remplacer les limites\u202f?',
  limitOf: (who, limit) => `${who}, ${limit}`,
  difference: (what, before, after) => `${what}\u00a0: ${before} → ${after}`,
  listDifference: (what, { added, removed }) => {
    const parts = [
      ...(added.length > 0 ? [`en plus ${french.list(added)}`] : []),
      ...(removed.length > 0 ? [`en moins ${french.list(removed)}`] : []),
    ];
    return `${what}\u00a0: ${parts.join('\u202f; ')}`;
  },
  unchanged: 'Le fichier contient les mêmes limites que ce serveur. Il n’y a rien à changer.',
  rolesUnknown:
    'Discord n’a pas indiqué quels rôles existent sur ce serveur, ils n’ont donc pas été vérifiés.',
  rolesNotHere: (roles) =>
    roles.length === 1
      ? `Le rôle ${someOf(roles)} n’existe pas sur ce serveur\u00a0: ses limites ne s’appliqueraient à personne.`
      : `Ces rôles n’existent pas sur ce serveur, leurs limites ne s’appliqueraient à personne\u00a0: ${someOf(roles)}.`,
  commandsNotHere: (names) =>
    names.length === 1
      ? `Ce bot n’a pas la commande ${someOf(names)}.`
      : `Ce bot n’a pas ces commandes\u00a0: ${someOf(names)}.`,
  replace: 'Remplacer les limites',
  cancel: 'Annuler',
  replaced: 'Les limites ont été remplacées.',
  changedSince: 'Les limites ont changé entre-temps. Voici ce qui changerait maintenant.',
  fileProblems: {
    no_json: 'Ce fichier n’est pas du JSON.',
    too_large: 'Ce fichier est trop volumineux pour contenir les limites d’un serveur.',
    gone: 'Ce fichier n’est plus là. Importe-le de nouveau.',
    unreachable: 'Discord n’a pas fourni le fichier. Importe-le de nouveau dans un instant.',
    unreadable: (at) =>
      at === undefined
        ? 'Ce fichier ne semble pas venir de `/limits export`, ou il contient plus de 100 limites.'
        : `La limite ${french.number(at)} de ce fichier est illisible. Compare-la avec une limite exportée.`,
    twice: (at) => `La limite ${french.number(at)} de ce fichier en répète une autre.`,
    noPrice: (at) =>
      `La limite ${french.number(at)} de ce fichier porte sur l’argent, mais le responsable du bot n’a pas fixé de prix pour le temps de GPU.`,
    nothingChanged: (problem) => `${problem} Rien n’a changé.`,
  },

  quotaTitle: 'Ce que tu peux encore créer ici',
  refusedNow: 'Une demande serait refusée en ce moment\u00a0:',
  unlimited: 'Ce serveur ne te fixe aucune limite par jour.',
  left: {
    picturesADay: (left, most) =>
      `${french.amount(left, { one: 'image restante', other: 'images restantes' })} sur ${french.number(most)}`,
    gpuSecondsADay: (left, most) => `${gpuTime(left)} de temps GPU restant sur ${gpuTime(most)}`,
    moneyADay: (left, most) => `il reste ${money(left)} sur ${money(most)}`,
  },
  yours: (left) => `**Toi**\u00a0: ${left}`,
  ofServer: (left) => `**Tout le serveur**\u00a0: ${left}`,
  moreFrom: (line, when) => `${line}, davantage ${when}`,
  alsoHere: (allowed) => `Autres limites ici\u00a0: ${allowed}.`,
  pausedNow: 'Les gestionnaires de ce serveur ont mis les images en pause.',
  day: 'Ce que tu crées compte pendant 24 heures.',
  premiumAdds: (what) => `Premium ajoute ${what}.`,
  premiumPictures: (left) =>
    `Tu as ${french.amount(left, { one: 'image premium', other: 'images premium' })} pour quand celles du jour seront épuisées.`,
};

/** Parts of the errors about them. */
export const ruleErrors = {
  notAllowed: 'Ce serveur ne le permet pas.',
  changed: 'Ce serveur a changé ses limites pendant ton attente, et ne le permet plus.',
  you: 'Toi',
  dayUsedUp: {
    nothing: {
      member: 'Tu ne peux pas créer d’images ici.',
      server: 'Ce serveur ne peut pas créer d’images.',
    },
    pictures: (whose: 'member' | 'server', most: string, left: string) =>
      `${whose === 'server' ? 'Ce serveur peut' : 'Ici, tu peux'} créer ${most} par jour\u202f; il en reste ${left}.`,
    money: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'Ce serveur peut' : 'Ici, tu peux'} dépenser ${money(most)} par jour\u202f; il reste ${money(left)}.`,
    gpuTime: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'Ce serveur a' : 'Ici, tu as'} droit à ${gpuTime(most)} de temps GPU par jour\u202f; il reste ${gpuTime(left)}.`,
  },
};

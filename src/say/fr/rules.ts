import type { Catalogue } from '../say.ts';
import { french, someOf } from './formats.ts';

const { money } = french;

const PICTURES = { one: 'image', other: 'images' };

/** `1 h 40 min`, `45 s` */
function gpuTime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const parts = [
    ...(hours > 0 ? [`${french.number(hours)} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(seconds % 60 > 0 || seconds === 0 ? [`${seconds % 60} s`] : []),
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
    most === 0 ? 'aucune image' : `jusqu'à ${french.number(most)} pixels de côté`,
  count: (most) =>
    most === 0 ? 'aucune image' : `jusqu'à ${french.amount(most, PICTURES)} par demande`,
  commands: (names) => (names.length === 0 ? 'aucune commande' : `${someOf(names)} seulement`),
  channels: (where) =>
    where.length === 0 ? 'dans aucun salon' : `seulement dans ${someOf(where)}`,
  private: (isAllowed) => (isAllowed ? 'images privées' : "pas d'images privées"),
  photos: (isAllowed) => (isAllowed ? 'images envoyées' : "pas d'images envoyées"),
  paused: () => 'en pause',
};

export const rules: Catalogue['rules'] = {
  description: 'Ce que les membres de ce serveur peuvent créer',
  list: 'Toutes les limites de ce serveur',
  server: 'Limite le serveur dans son ensemble, gestionnaires compris',
  role: "Limite les membres d'un rôle",
  roleToLimit: 'Le rôle à limiter ; @everyone vaut pour les membres sans autre limite',
  member: 'Limite un membre, quoi que permettent ses rôles',
  memberToLimit: 'Le membre à limiter',
  pause: 'Refuse les nouvelles demandes et retient celles qui attendent',
  resume: 'Met fin à la pause : les demandes en attente gardent leur place',
  history: 'Qui a changé quelle limite',
  export: 'Les limites de ce serveur dans un fichier, à modifier et à importer',
  import: 'Remplace toutes les limites de ce serveur par celles d’un fichier',
  fileToImport: 'Un fichier de /limits export ; rien ne change avant ta confirmation',
  quota: "Ce que tu peux encore créer aujourd'hui",

  title: 'Limites de ce serveur',
  none: 'Aucune limite en dehors de celles du bot.',
  howTheyApply:
    "La limite propre à un membre passe d'abord, puis la plus généreuse de ses rôles, puis celle de @everyone. Les limites du serveur valent pour tout le monde.",
  of: (who) => `**${who}**`,
  thisServer: 'Ce serveur',
  erased: 'un membre effacé',
  allows,
  sentence: (who, what) => `${who} : ${what}`,
  names: {
    picturesADay: 'Images par jour',
    picturesAtOnce: 'Images à la fois',
    gpuSecondsADay: 'Secondes GPU par jour',
    moneyADay: 'Dollars US par jour',
    count: 'Images par demande',
    longestSide: 'Plus grand côté en pixels',
    commands: 'Commandes',
    channels: 'Salons',
    private: 'Images privées',
    photos: 'Images envoyées',
    paused: 'En pause',
  },
  choose: 'Fixer ou retirer une limite',
  open: 'Changer les limites de…',
  roleWith: (id) => `Rôle ${id}`,
  memberWith: (id) => `Membre ${id}`,
  formTitle: 'Fixer une limite',
  takesMoney: (most) => `de 0 à ${french.number(most)}, par exemple 0.50 ; vide : pas de limite`,
  takesNumber: (most) => `de 0 à ${french.number(most)} ; vide : pas de limite`,
  takesCommands:
    'noms séparés par des virgules ; vide : pas de limite ; « none » : aucune commande',
  takesChannels:
    'identifiants ou mentions, séparés par des virgules ; vide : pas de limite ; « none » : aucun salon',
  allowed: 'Autorisé',
  forbidden: 'Interdit',
  back: 'Toutes les limites',
  full: (most) => `Un serveur peut avoir ${french.number(most)} limites. Retires-en une d'abord.`,
  unreadable: (name, takes) => `Ça ne va pas pour **${name}** : ${takes}. Rien n'a changé.`,
  historyTitle: 'Changements de limites',
  noHistory: 'Aucun pour l’instant.',
  changed: (when, by, difference) => `${when} ${by} : ${difference}`,
  noLimit: 'pas de limite',
  paused:
    'En pause. Les nouvelles demandes sont refusées, celles qui attendent sont retenues, et les images en cours se terminent.',
  resumed: 'C’est reparti. Les demandes en attente gardent leur place.',

  exported: 'Les limites de ce serveur. `/limits import` accepte ce fichier, modifié ou non.',
  importTitle: 'Remplacer les limites ?',
  difference: (what, before, after) => `${what} : ${before} → ${after}`,
  listDifference: (what, { added, removed }) => {
    const parts = [
      ...(added.length > 0 ? [`aussi ${french.list(added)}`] : []),
      ...(removed.length > 0 ? [`plus ${french.list(removed)}`] : []),
    ];
    return `${what} : ${parts.join(' ; ')}`;
  },
  unchanged: 'Le fichier a les mêmes limites que ce serveur. Rien à changer.',
  rolesUnknown: "Discord n'a pas dit quels rôles a ce serveur, donc ils n'ont pas été vérifiés.",
  rolesNotHere: (roles) =>
    roles.length === 1
      ? `Ce serveur n'a pas le rôle ${someOf(roles)}, donc ses limites ne vaudraient pour personne.`
      : `Ce serveur n'a pas ces rôles, donc leurs limites ne vaudraient pour personne : ${someOf(roles)}.`,
  commandsNotHere: (names) =>
    `Ce bot n'a pas ${names.length === 1 ? 'la commande' : 'ces commandes :'} ${someOf(names)}.`,
  replace: 'Remplacer les limites',
  cancel: 'Annuler',
  replaced: 'Les limites ont été remplacées.',
  changedSince: 'Les limites ont changé entre-temps : voici ce qui changerait maintenant.',
  fileProblems: {
    no_json: "Ce fichier n'est pas du JSON.",
    too_large: 'Ce fichier est trop gros pour contenir les limites d’un serveur.',
    gone: "Ce fichier n'est plus là. Importe-le de nouveau.",
    unreachable: "Discord n'a pas livré le fichier. Importe-le de nouveau dans un instant.",
    unreadable: (at) =>
      at === undefined
        ? 'Ce fichier ne ressemble pas à ceux de `/limits export`, ou a plus de 100 limites.'
        : `La limite ${french.number(at)} de ce fichier est illisible. Compare-la à celles d'un fichier exporté.`,
    twice: (at) => `La limite ${french.number(at)} de ce fichier en répète une autre.`,
    nothingChanged: (problem) => `${problem} Rien n'a changé.`,
  },

  quotaTitle: 'Ce que tu peux encore créer ici',
  unlimited: 'Ce serveur ne te fixe aucune limite par jour.',
  left: {
    picturesADay: (left, most) =>
      `il reste ${french.number(left)} sur ${french.amount(most, PICTURES)}`,
    gpuSecondsADay: (left, most) => `il reste ${gpuTime(left)} sur ${gpuTime(most)} de temps GPU`,
    moneyADay: (left, most) => `il reste ${money(left)} sur ${money(most)}`,
  },
  yours: (left) => `**Toi** : ${left}`,
  ofServer: (left) => `**Tout le serveur** : ${left}`,
  moreFrom: (line, when) => `${line}, davantage ${when}`,
  alsoHere: (allowed) => `Ici, également : ${allowed}.`,
  pausedNow: 'Les gestionnaires de ce serveur ont suspendu les images.',
  day: 'Ce que tu crées compte pendant 24 heures.',
};

export const ruleErrors = {
  notAllowed: 'Ce serveur ne le permet pas.',
  changed: 'Ce serveur a changé ses limites pendant que tu attendais, et ne le permet plus.',
  you: 'Toi',
  dayUsedUp: {
    nothing: {
      member: "Tu ne peux pas créer d'images ici.",
      server: "Ce serveur ne peut pas créer d'images.",
    },
    pictures: (whose: 'member' | 'server', most: string, left: string) =>
      `${whose === 'server' ? 'Ce serveur peut' : 'Ici, tu peux'} créer ${most} par jour, et il en reste ${left}.`,
    money: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'Ce serveur peut' : 'Ici, tu peux'} dépenser ${money(most)} par jour, et il reste ${money(left)}.`,
    gpuTime: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'Ce serveur peut' : 'Ici, tu peux'} utiliser ${gpuTime(most)} de temps GPU par jour, et il reste ${gpuTime(left)}.`,
  },
};

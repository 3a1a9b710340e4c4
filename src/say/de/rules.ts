import type { Catalogue } from '../say.ts';
import { german, someOf } from './formats.ts';

const { money } = german;

const PICTURES = { one: 'Bild', other: 'Bilder' };
const OF_PICTURES = { one: 'Bild', other: 'Bildern' };

/** `1 h 40 min`, `45 s` */
function gpuTime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const parts = [
    ...(hours > 0 ? [`${german.number(hours)} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(seconds % 60 > 0 || seconds === 0 ? [`${seconds % 60} s`] : []),
  ];
  return parts.join(' ');
}

const allows: Catalogue['rules']['allows'] = {
  picturesADay: (most) => (most === 0 ? 'keine Bilder' : `${german.amount(most, PICTURES)} am Tag`),
  picturesAtOnce: (most) =>
    most === 0 ? 'keine Bilder' : `${german.amount(most, PICTURES)} gleichzeitig`,
  gpuSecondsADay: (most) => (most === 0 ? 'keine GPU-Zeit' : `${gpuTime(most)} GPU-Zeit am Tag`),
  moneyADay: (most) => (most === 0 ? 'kein Budget' : `${money(most)} am Tag`),
  longestSide: (most) =>
    most === 0 ? 'keine Bilder' : `höchstens ${german.number(most)} Pixel pro Seite`,
  count: (most) =>
    most === 0 ? 'keine Bilder' : `höchstens ${german.amount(most, PICTURES)} pro Anfrage`,
  commands: (names) => (names.length === 0 ? 'keine Befehle' : `nur ${someOf(names)}`),
  channels: (where) => (where.length === 0 ? 'in keinem Kanal' : `nur in ${someOf(where)}`),
  private: (isAllowed) => (isAllowed ? 'private Bilder' : 'keine privaten Bilder'),
  photos: (isAllowed) => (isAllowed ? 'hochgeladene Bilder' : 'keine hochgeladenen Bilder'),
  paused: () => 'pausiert',
};

export const rules: Catalogue['rules'] = {
  description: 'Was Mitglieder dieses Servers erstellen dürfen',
  list: 'Alle Limits dieses Servers',
  server: 'Ein Limit für den ganzen Server, auch für alle, die ihn verwalten',
  role: 'Ein Limit für die Mitglieder einer Rolle',
  roleToLimit: 'Für welche Rolle; @everyone gilt für alle, die sonst kein Limit haben',
  member: 'Ein Limit für ein Mitglied, egal was seine Rollen erlauben',
  memberToLimit: 'Für wen das Limit gilt',
  pause: 'Keine Anfragen mehr annehmen und wartende anhalten',
  resume: 'Die Pause beenden; wartende Anfragen behalten ihren Platz',
  history: 'Wer welches Limit geändert hat',
  export: 'Die Limits dieses Servers als Datei, zum Bearbeiten und Importieren',
  import: 'Alle Limits dieses Servers durch die aus einer Datei ersetzen',
  fileToImport: 'Eine Datei aus /limits export; ohne deine Bestätigung ändert sich nichts',
  quota: 'Was du heute noch erstellen kannst',

  title: 'Limits dieses Servers',
  none: 'Keine Limits außer denen des Bots.',
  howTheyApply:
    'Zuerst zählt das eigene Limit eines Mitglieds, dann das großzügigste seiner Rollen, dann das von @everyone. Limits des Servers gelten für alle.',
  of: (who) => `**${who}**`,
  thisServer: 'Dieser Server',
  erased: 'ein gelöschtes Mitglied',
  allows,
  sentence: (who, what) => `${who}: ${what}`,
  names: {
    picturesADay: 'Bilder am Tag',
    picturesAtOnce: 'Bilder gleichzeitig',
    gpuSecondsADay: 'GPU-Sekunden am Tag',
    moneyADay: 'US-Dollar am Tag',
    longestSide: 'Längste Seite in Pixeln',
    count: 'Bilder pro Anfrage',
    commands: 'Befehle',
    channels: 'Kanäle',
    private: 'Private Bilder',
    photos: 'Hochgeladene Bilder',
    paused: 'Pause',
  },
  choose: 'Ein Limit setzen oder aufheben',
  open: 'Limits ändern für …',
  roleWith: (id) => `Rolle ${id}`,
  memberWith: (id) => `Mitglied ${id}`,
  formTitle: 'Ein Limit setzen',
  takesNumber: (most) => `0 bis ${german.number(most)}; leer: kein Limit`,
  takesMoney: (most) => `0 bis ${german.number(most)}, zum Beispiel 0,50; leer: kein Limit`,
  takesCommands: 'Namen, durch Kommas getrennt; leer: kein Limit; „none“: kein Befehl',
  takesChannels:
    'IDs oder Erwähnungen, durch Kommas getrennt; leer: kein Limit; „none“: kein Kanal',
  allowed: 'Erlaubt',
  forbidden: 'Nicht erlaubt',
  back: 'Alle Limits',
  full: (most) =>
    `Ein Server kann höchstens ${german.number(most)} Limits haben. Heb erst eins auf.`,
  unreadable: (name, takes) =>
    `Das passt nicht zu **${name}**: ${takes}. Es hat sich nichts geändert.`,
  paused:
    'Pausiert. Neue Anfragen werden abgelehnt, wartende angehalten, und laufende Bilder werden noch fertig.',
  resumed: 'Es geht weiter. Wartende Anfragen behalten ihren Platz.',
  historyTitle: 'Änderungen an den Limits',
  noHistory: 'Noch keine.',
  changed: (when, by, difference) => `${when} ${by}: ${difference}`,
  noLimit: 'kein Limit',

  exported:
    'Die Limits dieses Servers. `/limits import` nimmt die Datei wieder an, bearbeitet oder nicht.',
  importTitle: 'Limits ersetzen?',
  limitOf: (who, limit) => `${who}, ${limit}`,
  difference: (what, before, after) => `${what}: ${before} → ${after}`,
  listDifference: (what, { added, removed }) => {
    const parts = [
      ...(added.length > 0 ? [`neu ${german.list(added)}`] : []),
      ...(removed.length > 0 ? [`nicht mehr ${german.list(removed)}`] : []),
    ];
    return `${what}: ${parts.join('; ')}`;
  },
  unchanged:
    'In der Datei stehen dieselben Limits wie auf diesem Server. Es gibt nichts zu ändern.',
  rolesUnknown:
    'Discord hat nicht verraten, welche Rollen es auf diesem Server gibt, deshalb sind sie nicht geprüft.',
  rolesNotHere: (roles) =>
    roles.length === 1
      ? `Die Rolle ${someOf(roles)} gibt es auf diesem Server nicht, ihre Limits würden für niemanden gelten.`
      : `Diese Rollen gibt es auf diesem Server nicht, ihre Limits würden für niemanden gelten: ${someOf(roles)}.`,
  commandsNotHere: (names) =>
    names.length === 1
      ? `Den Befehl ${someOf(names)} gibt es bei diesem Bot nicht.`
      : `Diese Befehle gibt es bei diesem Bot nicht: ${someOf(names)}.`,
  replace: 'Limits ersetzen',
  cancel: 'Abbrechen',
  replaced: 'Die Limits sind ersetzt.',
  changedSince: 'Die Limits wurden inzwischen geändert. Das würde sich jetzt ändern:',
  fileProblems: {
    no_json: 'Die Datei ist kein JSON.',
    too_large: 'Für die Limits eines Servers ist die Datei zu groß.',
    gone: 'Die Datei ist nicht mehr da. Importier sie noch mal.',
    unreachable: 'Discord hat die Datei nicht geliefert. Importier sie gleich noch mal.',
    unreadable: (at) =>
      at === undefined
        ? 'Das sieht nicht nach einer Datei aus `/limits export` aus, oder sie hat mehr als 100 Limits.'
        : `Limit ${german.number(at)} der Datei ist nicht lesbar. Vergleich es mit einem exportierten.`,
    twice: (at) => `Limit ${german.number(at)} der Datei wiederholt ein früheres.`,
    noPrice: (at) =>
      `Limit ${german.number(at)} der Datei gilt für Geld, aber der Betreiber hat keinen Preis für GPU-Zeit angegeben.`,
    nothingChanged: (problem) => `${problem} Es hat sich nichts geändert.`,
  },

  quotaTitle: 'Was du hier noch erstellen kannst',
  refusedNow: 'Gerade würde eine Anfrage abgelehnt:',
  unlimited: 'Auf diesem Server hast du kein Tageslimit.',
  left: {
    picturesADay: (left, most) =>
      `noch ${german.number(left)} von ${german.amount(most, OF_PICTURES)}`,
    gpuSecondsADay: (left, most) => `noch ${gpuTime(left)} von ${gpuTime(most)} GPU-Zeit`,
    moneyADay: (left, most) => `noch ${money(left)} von ${money(most)}`,
  },
  yours: (left) => `**Du**: ${left}`,
  ofServer: (left) => `**Der ganze Server**: ${left}`,
  moreFrom: (line, when) => `${line}, wieder mehr ${when}`,
  alsoHere: (allowed) => `Außerdem gilt hier: ${allowed}.`,
  pausedNow: 'Die Serververwaltung hat Bilder gerade pausiert.',
  day: 'Was du erstellst, zählt 24 Stunden lang.',
  premiumAdds: (what) => `Premium gibt dir zusätzlich ${what}.`,
  premiumPictures: (left) =>
    `Wenn deine Bilder für den Tag aufgebraucht sind, hast du noch ${german.amount(left, { one: 'Premium-Bild', other: 'Premium-Bilder' })}.`,
};

/** Parts of the errors about them. */
export const ruleErrors = {
  changed:
    'Während du gewartet hast, hat dieser Server seine Limits geändert und erlaubt das nicht mehr.',
  notAllowed: 'Das erlaubt dieser Server nicht.',
  you: 'Du',
  dayUsedUp: {
    nothing: {
      member: 'Du kannst hier keine Bilder erstellen.',
      server: 'Auf diesem Server kann niemand Bilder erstellen.',
    },
    pictures: (whose: 'member' | 'server', most: string, left: string) =>
      `${whose === 'server' ? 'Dieser Server hat' : 'Du hast hier'} ${most} am Tag, davon noch ${left} übrig.`,
    money: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'Dieser Server hat' : 'Du hast hier'} ${money(most)} am Tag, davon noch ${money(left)} übrig.`,
    gpuTime: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'Dieser Server hat' : 'Du hast hier'} ${gpuTime(most)} GPU-Zeit am Tag, davon noch ${gpuTime(left)} übrig.`,
  },
};

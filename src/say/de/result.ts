import type { Catalogue } from '../say.ts';
import { german, someOf } from './formats.ts';

const PICTURES = { one: 'Bild', other: 'Bilder' };
const OF_PICTURES = { one: 'Bild', other: 'Bildern' };

const lapses = (when: string) => `Ohne Entscheidung wird es ${when} endgültig entfernt.`;

export const result: Catalogue['result'] = {
  took: (time) => `Fertig in ${time}`,
  tookOnGpu: (time, onGpu) => `Fertig in ${time}, davon ${onGpu} auf der GPU`,
  for: (who) => `für ${who}`,
  ignoredFlags: (flags) => `-# Ignoriert: ${someOf(flags)}`,
  nearestFlags: (flags) => `-# Auf den nächstmöglichen Wert gesetzt: ${someOf(flags)}`,
  fewer: (pictures, asked) =>
    `${german.number(pictures)} von ${german.amount(asked, OF_PICTURES)}: Der Rest ist fehlgeschlagen.`,
  smaller: 'Verkleinert, weil das Original für Discord zu groß war.',
  still: 'Als Standbild, weil die Animation für Discord zu groß war.',
  picture: 'Ein Bild, das ohne Prompt entstanden ist',
  notTaken: [
    'Discord hat das Bild nicht angenommen.',
    'Der Betreiber kommt noch eine Weile an das Bild heran. Nenn ihm die ID unten.',
  ],
  gone: [
    'Das Bild ist nicht mehr gespeichert.',
    'Mit dem Seed unter *Mehr* kannst du es noch mal erstellen.',
  ],
  promptRefused: 'Der Prompt fehlt hier, weil Discord ihn abgelehnt hat.',
  off: (name) => `ohne ${name}`,
  mayBeCharged:
    'Ein früherer Versuch ist vielleicht trotzdem beim GPU-Dienst angekommen und wurde abgerechnet.',
  cancelled: (who, time) => `Nach ${time} von ${who} abgebrochen.`,
  cancelledByService: (time) => [
    `Nach ${time} vom GPU-Dienst abgebrochen.`,
    'Gib den Befehl noch mal ein, um das Bild zu erstellen.',
  ],
  unnamedMember: 'einem Mitglied',
  operator: 'dem Betreiber des Bots',
  coveredByReport: '-# Gemeldet: ein Spoiler, bis über die Meldung entschieden ist.',
  removed: 'Die Moderation dieses Servers hat dieses Bild entfernt.',
  removedWith: 'Das Ausgangsbild wurde entfernt und dieses Bild gleich mit.',
  consentTakenBack:
    'Eine Person auf dem Ausgangsbild hat ihre Einwilligung widerrufen, deshalb wurde dieses Bild entfernt.',
  hiddenWith:
    'Das Ausgangsbild wurde gemeldet. Deshalb ist auch dieses Bild ausgeblendet, bis über die Meldung entschieden ist.',
  hidden: 'Es ist ausgeblendet, bis die Moderation dieses Servers entscheidet.',
  hiddenWithoutChannel: (when) => [
    'Es ist ausgeblendet. Dieser Server hat noch keinen Kanal für Meldungen: Die Serververwaltung kann mit `/moderation channel` einen wählen.',
    lapses(when),
  ],
  lapses,
  outside: {
    removed: 'Der Betreiber des Bots hat dieses Bild entfernt.',
    hidden: 'Es ist ausgeblendet, bis der Betreiber des Bots entscheidet.',
    hiddenForGood: (when) => [
      'Es ist ausgeblendet. Meldungen von außerhalb der Server bekommt der Betreiber des Bots nicht.',
      lapses(when),
    ],
  },
  staysUntilDismissed:
    'Die Nachricht dazu bleibt stehen, bis du sie ausblendest: Ich kann sie nicht mehr ändern.',
  onlyYou:
    'Nur du kannst das sehen. Nach 13 Minuten schicke ich es dir als Direktnachricht, lass sie also zu.',
  onlyYouForLong:
    'Nur du kannst das sehen. Es dauert wahrscheinlich länger als 13 Minuten, dann schicke ich es dir als Direktnachricht. Lass sie also zu.',
  goesOnDirect: (link) => `Weiter geht es in einer Direktnachricht: ${link}`,
  cannotComeDirect:
    'Für eine private Antwort hat es zu lange gedauert, und eine Direktnachricht kann ich dir nicht schicken. Deshalb habe ich es abgebrochen.',
  askedFor: (who) => `Für ${who}.`,
  endReply: {
    ready: (who, pictures) =>
      pictures === 1
        ? `${who} Dein Bild ist fertig.`
        : `${who} Deine ${german.amount(pictures, PICTURES)} sind fertig.`,
    failed: (who) => `${who} Dein Bild ist fehlgeschlagen. Warum, steht in der Nachricht.`,
  },
  from: {
    again: (what) => `Noch mal erstellt nach ${what}`,
    vary: (what) => `Eine Variante von ${what}`,
    upscale: (what) => `Eine größere Version von ${what}`,
    edit: (what) => `Eine bearbeitete Version von ${what}`,
    other: (what) => `Erstellt aus ${what}`,
  },
  that: (link) => `[diesem Bild](${link})`,
  thatOf: (link, picture) => `[Bild ${german.number(picture)}](${link})`,
  anotherPicture: 'einem anderen Bild',
  buttons: {
    cancel: 'Abbrechen',
    retry: 'Noch mal versuchen',
    again: 'Noch mal',
    vary: 'Variante',
    upscale: 'Größer',
    edit: 'Bearbeiten',
    more: 'Mehr',
    upscaleOne: (picture) => `G${picture}`,
    varyOne: (picture) => `V${picture}`,
  },
};

const attached = (pictures: number) =>
  pictures === 1 ? 'dem Bild im Anhang' : `den ${german.number(pictures)} Bildern im Anhang`;

export const panel: Catalogue['panel'] = {
  which: 'Welches Bild?',
  older:
    'Der Button stammt aus einer früheren Version dieses Bots. Was jetzt geht, zeigt dir *Mehr*.',
  otherVersion: 'Der Button stammt aus einer anderen Version dieses Bots. Das geht jetzt:',
  picture: (picture) => `Bild ${german.number(picture)}`,
  head: (job) => `Job ${job}: Was möchtest du damit machen?`,
  headOf: (job, picture, count) =>
    `Job ${job}, Bild ${german.number(picture)} von ${german.number(count)}: Was möchtest du damit machen?`,
  step: 'Etwas anderes daraus machen',
  optionsPage: (page) => `Weitere Optionen (${german.number(page)})`,
  buttons: {
    details: 'Details',
    start: 'Als Startbild',
    original: 'Datei',
    save: 'Speichern',
    options: 'Optionen',
    delete: 'Löschen',
    deleteNow: 'Endgültig löschen',
    keep: 'Behalten',
    report: 'Melden',
  },
  deleteQuestion: (pictures) => [
    `${pictures === 1 ? 'Dieses Bild' : `Alle ${german.number(pictures)} Bilder dieses Jobs`} mit allen Daten löschen?`,
    'Die Nachricht wird auch gelöscht. Bilder, die andere daraus erstellt haben, bleiben.',
  ],
  removeQuestion: (pictures) => [
    `${pictures === 1 ? 'Dieses Bild' : `Alle ${german.number(pictures)} Bilder dieses Jobs`} im Namen der Moderation dieses Servers entfernen?`,
    'Das lässt sich nicht rückgängig machen. Auch alles, was daraus entstanden ist, wird entfernt.',
  ],
  deleted: 'Gelöscht.',
  removed: 'Entfernt.',
  saved: (link) => `Liegt in deinen Direktnachrichten: ${link}`,
  originalHead: (job) => `Original von Job ${job}:`,
  savedHead: (link) => `Gespeichert aus ${link}`,
  details: {
    copy: (pictures, isDirect) =>
      `Schick das${isDirect ? ' auf einem Server' : ''}${pictures === 0 ? '' : ` mit ${attached(pictures)}`} ab, um es noch mal zu erstellen:`,
    inFile: (pictures) =>
      `Es ist zu lang für eine Nachricht. In der Datei steht der Befehl, mit dem du es noch mal erstellst${pictures === 0 ? '' : `; schick ihn mit ${attached(pictures)} ab`}.`,
    checkpoint: (name) => `Erstellt mit \`${name}\``,
    default: 'deine Vorgabe',
    preset: (name) => `Preset ${name}`,
    written: (prompt) => `Der Prompt im Wortlaut:\n${prompt}`,
    emptied: (option) => `**${option}** leer (lässt sich im Befehl nicht zeigen)`,
    made: 'Daraus entstanden:',
    cost: (dollars) => `Es hat ${german.money(dollars)} gekostet.`,
  },
};

export const fromMessage: Catalogue['fromMessage'] = {
  inspected: 'Ein PNG aus ComfyUI oder der Web-UI von AUTOMATIC1111',
  which: 'Welches dieser Bilder?',
  found:
    'Diese Einstellungen stecken in der Datei. Schick den Befehl so ab oder bearbeite ihn in einem Formular:',
  left: (names) => `Hier nicht verfügbar, deshalb auf dem Standardwert: ${german.series(names)}.`,
  isCut: 'Der Prompt war zu lang, deshalb habe ich das Ende weggelassen.',
  make: 'Erstellen',
  useOwn: (you) =>
    `${you}, hier geht es um dein Bild. Beschreib im Formular, was daraus werden soll.`,
  useOthers: (poster) =>
    `Beschreib im Formular, was daraus werden soll. Danach frage ich ${poster} hier um Erlaubnis.`,
  form: 'Formular öffnen',
  question: {
    face: (poster, asker, link) =>
      `${poster}, ${asker} möchte ein Bild mit dem Gesicht aus [deinem](${link}) erstellen.`,
    pictures: (poster, asker, link) => `${poster}, ${asker} möchte [dein Bild](${link}) verwenden.`,
  },
  terms: [
    'Ich lade es nur herunter, wenn du zustimmst, und lösche es, sobald es verarbeitet ist. Mit `/privacy` kannst du deine Einwilligung widerrufen.',
    'Die Frage bleibt eine Stunde offen.',
  ],
  no: 'Nein',
  showPrompt: 'Prompt zeigen',
  from: (link) => `Erstellt aus [diesem Bild](${link})`,
};

import type { Catalogue } from '../say.ts';
import { german, someOf } from './formats.ts';

export const moderation: Catalogue['moderation'] = {
  description: 'Gemeldete Bilder, Moderation und Sperren auf diesem Server',
  channel: 'Einen Kanal für gemeldete Bilder wählen',
  channelForReports: 'Ein Kanal, den nur die Moderation sieht',
  role: 'Eine Moderationsrolle wählen; leer: nur wer den Server verwaltet',
  roleOfModerators: 'Wer sie hat, sieht Meldungen, entscheidet darüber und kann Mitglieder sperren',
  spoilers: 'Alle Bilder auf diesem Server als Spoiler posten',
  spoilersOn: 'An: alle Bilder. Aus: Jedes Mitglied entscheidet selbst',
  language: 'Die Sprache der Nachrichten wählen, die hier alle sehen',
  languageOfServer: 'Leer: die Sprache aus den Servereinstellungen von Discord',
  private: 'Private Bilder auf diesem Server auflisten und entfernen',
  blocks: 'Wer hier gesperrt ist',
  block: 'Ein Mitglied sperren: Es kann hier keine Bilder mehr erstellen oder melden',
  personToBlock: 'Wen du sperren willst',
  unblock: 'Die Sperre eines Mitglieds aufheben',
  personToUnblock: 'Wessen Sperre du aufheben willst',

  managersOnly: 'Über Meldungen entscheidet jetzt nur noch, wer diesen Server verwaltet.',
  roleChosen: (role) => [
    `Über Meldungen entscheiden jetzt ${role} und alle, die diesen Server verwalten.`,
    'Damit die Rolle auch `/moderation` nutzen kann, erlaub es ihr unter Servereinstellungen > Integrationen.',
  ],
  channelChosen: (where) => `Meldungen erscheinen jetzt in ${where}.`,
  cannotPost: (where, permissions) =>
    `In ${where} kann ich nichts posten. Gib mir dort ${german.list(permissions.map((one) => `**${one}**`))} und wähl den Kanal noch mal.`,
  greeting: 'Gemeldete Bilder erscheinen ab jetzt in diesem Kanal, mit Buttons zum Entscheiden.',
  privateTitle: 'Private Bilder auf diesem Server',
  noPrivate: 'Es sind keine privaten Bilder gespeichert.',
  choosePrivate: 'Ein Bild entfernen',
  removePrivate: (job) => [
    `Das private Bild von Job ${job} entfernen?`,
    'Das lässt sich nicht rückgängig machen. Auch alles, was daraus entstanden ist, wird entfernt. Wenn ich die Nachricht mit dem Bild noch bearbeiten kann, steht dort danach, dass die Moderation es entfernt hat.',
  ],
  privateButtons: { remove: 'Endgültig entfernen', back: 'Zurück' },
  covered: 'Neue Bilder auf diesem Server sind ab jetzt Spoiler.',
  uncovered: 'Ab jetzt entscheidet jedes Mitglied selbst, ob seine Bilder Spoiler sind.',
  languageChosen: (language) =>
    `Nachrichten, die auf diesem Server alle sehen, schreibe ich ab jetzt auf ${language}.`,
  languageOfDiscord: (language) =>
    `Nachrichten, die auf diesem Server alle sehen, richten sich ab jetzt nach seinen Einstellungen bei Discord: ${language}.`,
  blocked: (who) => `${who} kann hier keine Bilder mehr erstellen oder melden.`,
  blockedFromReport: (who) =>
    `${german.list(who)} ${german.form(who.length, { one: 'kann', other: 'können' })} hier keine Bilder mehr erstellen oder melden. Mit \`/moderation unblock\` hebst du das wieder auf.`,
  alreadyBlocked: (who) => `${who} ist schon gesperrt.`,
  unblocked: (who) => `${who} kann wieder Bilder erstellen und melden.`,
  notBlocked: (who) => `${who} ist nicht gesperrt.`,
  nobodyBlocked: 'Hier ist niemand gesperrt.',
  noReportChannel: [
    'Auf diesem Server wurden Bilder gemeldet, aber es gibt keinen Kanal für Meldungen, in dem ich posten kann.',
    'Wähl mit `/moderation channel` einen, den nur die Moderation sieht. Die Meldungen erscheinen dann dort.',
  ],
};

export const reports: Catalogue['reports'] = {
  ask: 'Was stimmt mit diesem Bild nicht? Dass die Meldung von dir kommt, sieht die Moderation des Servers, aber nicht, wer das Bild angefragt hat.',
  thanksFor: {
    hide: 'Danke. Das Bild ist ausgeblendet, bis die Moderation des Servers entscheidet.',
    cover: 'Danke. Das Bild ist ein Spoiler, bis die Moderation des Servers entscheidet.',
    none: 'Danke. Die Moderation des Servers sieht es sich an.',
  },
  noReportChannel: (job) => [
    'Dieser Server hat noch keinen Kanal für Meldungen. Deshalb sage ich Bescheid, sobald mich hier wieder jemand aus der Moderation benutzt.',
    `Wenn es nicht warten kann, wende dich an die Moderation oder an den Servereigentümer und nenn Job ${job}.`,
  ],
  outside: {
    ask: 'Was stimmt mit diesem Bild nicht? Der Betreiber des Bots sieht, dass die Meldung von dir kommt.',
    thanksFor: {
      hide: 'Danke. Das Bild ist ausgeblendet, bis der Betreiber des Bots entscheidet.',
      cover: 'Danke. Das Bild ist ein Spoiler, bis der Betreiber des Bots entscheidet.',
      none: 'Danke. Der Betreiber des Bots sieht es sich an.',
    },
    unread: {
      ask: 'Was stimmt mit diesem Bild nicht? Meldungen von außerhalb der Server bekommt der Betreiber des Bots nicht, aber manche Gründe blenden es aus.',
      thanksFor: {
        hide: 'Danke. Das Bild ist ausgeblendet.',
        cover: 'Danke. Das Bild ist jetzt ein Spoiler.',
        none: 'Danke. Um das Bild loszuwerden, lösch es mit *Mehr*, *Löschen*.',
      },
    },
  },
  reasons: {
    shows_me: {
      label: 'Es zeigt mich',
      says: 'Es zeigt mich',
      hidden: 'Ein Mitglied hat gemeldet, dass es auf diesem Bild zu sehen ist.',
    },
    sexual: {
      label: 'Sexuell',
      says: 'Es ist sexuell',
      hidden: 'Dieses Bild wurde als sexuell gemeldet.',
    },
    minor: {
      label: 'Minderjährige',
      says: 'Es zeigt Minderjährige unangemessen',
      hidden: 'Dieses Bild wurde gemeldet, weil es Minderjährige zeigen soll.',
    },
    hateful: {
      label: 'Hass',
      says: 'Es verbreitet Hass',
      hidden: 'Dieses Bild wurde gemeldet, weil es Hass verbreiten soll.',
    },
    other: {
      label: 'Etwas anderes',
      says: 'Es gehört nicht hierher',
      hidden: 'Dieses Bild wurde gemeldet.',
    },
  },

  title: 'Gemeldetes Bild',
  reported: (who, when, says) =>
    who.length === 1
      ? `${someOf(who)} hat dieses Bild ${when} gemeldet: **${says}**.`
      : `${someOf(who)} haben dieses Bild gemeldet, zuerst ${when}: **${says}**.`,
  madeFor: (who, where) => `Erstellt für ${who}: ${where}`,
  promptRefused: 'Discord hat den Prompt abgelehnt.',
  nothingLeft: 'Das Bild ist nicht mehr gespeichert.',
  hidden: 'Es ist ausgeblendet, bis die Moderation entscheidet.',
  covered: 'Es ist ein Spoiler, bis die Moderation entscheidet.',
  shown: 'Es ist weiter zu sehen.',
  erased: (when) => `Wer es angefragt hat, hat es ${when} gelöscht.`,
  followed: (when) => `**Entfernt** ${when}, zusammen mit seinem Ausgangsbild.`,
  removed: (who, when) => `**Entfernt** von ${who} ${when}.`,
  kept: (who, when) => `**Behalten** von ${who} ${when}.`,
  unnamedMember: 'Unbekannt',
  look: (job) => `Das gemeldete Bild von Job ${job}.`,
  askToBlock: (who) =>
    `Diese Mitglieder sperren, sodass sie hier keine Bilder mehr erstellen oder melden können? ${german.list(who)}`,
  buttons: {
    remove: 'Endgültig entfernen',
    showAgain: 'Wieder zeigen',
    keep: 'Behalten',
    look: 'Ansehen',
    blockRequester: 'Anfragende Person sperren',
    blockReporter: 'Meldende Person sperren',
    blockReporters: 'Meldende Personen sperren',
    blockAll: 'Alle sperren',
  },
};

export const pause: Catalogue['pause'] = {
  appeal: 'Betreiber fragen',
  formTitle: 'Betreiber fragen',
  label: 'Deine Nachricht (optional)',
  about: 'Der Betreiber sieht deinen Namen, wann die Pause endet und was du hier schreibst.',
  sent: 'Abgeschickt. Der Betreiber kann die Pause vorzeitig beenden.',
};

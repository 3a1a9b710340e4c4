import type { Catalogue } from '../say.ts';
import { german } from './formats.ts';

const { amount, form, number } = german;

const REQUESTS = { one: 'Anfrage', other: 'Anfragen' };
const PICTURES = { one: 'Bild', other: 'Bilder' };
const CONSENTS = { one: 'Einwilligung', other: 'Einwilligungen' };
const STATEMENTS = { one: 'Angabe', other: 'Angaben' };
const REPORTS = { one: 'Meldung', other: 'Meldungen' };
const SERVERS = { one: 'Server', other: 'Servern' };
const LIMITS = { one: 'Limit', other: 'Limits' };
const ENTRIES = { one: 'Eintrag', other: 'Einträge' };
const TRIES = { one: 'abgelehnter Prompt', other: 'abgelehnte Prompts' };
const QUESTIONS = { one: 'Frage', other: 'Fragen' };
const MESSAGES = { one: 'Nachricht', other: 'Nachrichten' };
const COMMANDS = { one: 'Befehl', other: 'Befehle' };
const PRESETS = { one: 'Preset', other: 'Presets' };
const HOURS = { one: 'Stunde', other: 'Stunden' };
const DAYS = { one: 'Tag', other: 'Tage' };

export const privacy: Catalogue['privacy'] = {
  title: 'Was ich über dich speichere',
  buttons: {
    export: 'Meine Daten exportieren',
    withdraw: 'Einwilligung widerrufen',
    erase: 'Alles löschen',
    eraseNow: 'Jetzt alles löschen',
    keep: 'Behalten',
  },
  noRequests: 'Keine Anfragen.',
  requests: ({ jobs, oldest, underWay, days }) => {
    const since = oldest === undefined ? '' : `, die älteste kam ${oldest}`;
    const running = `${number(underWay)} davon ${form(underWay, { one: 'läuft', other: 'laufen' })} gerade.`;
    return [
      `**${amount(jobs, REQUESTS)}** mit Prompt, Einstellungen, Kanal und Ergebnis${since}.`,
      underWay === 0 ? 'Keine davon läuft gerade.' : running,
      `Ich lösche jede ${amount(days, DAYS)} nach ihrem Ende.`,
    ].join(' ');
  },
  pictures: (pictures, hours) =>
    `**${amount(pictures, PICTURES)}** auf der Festplatte des Bots. Ich lösche jedes ${amount(hours, HOURS)}, nachdem es entstanden ist; die Nachricht in Discord bleibt.`,
  sent: (sent) =>
    `**${amount(sent, PICTURES)}**, von dir geschickt. Ich lösche jedes, sobald der GPU-Dienst es hat, spätestens am Ende seines Jobs.`,
  consents: (consents, withdrawn) =>
    `**${amount(consents, CONSENTS)}**, Bilder von Personen zu verwenden${withdrawn > 0 ? `, und ${number(withdrawn)} widerrufene` : ''}: Zeitpunkt, Wortlaut und eine Prüfsumme von jedem Bild.`,
  statements: (statements, withdrawn) =>
    `**${amount(statements, STATEMENTS)}**, dass auf einem Bild niemand zu sehen ist${withdrawn > 0 ? `, und ${number(withdrawn)} widerrufene` : ''}, genauso gespeichert.`,
  reportsMade: (reports) => `**${amount(reports, REPORTS)}** von dir.`,
  reportsAgainst: (reports) => `**${amount(reports, REPORTS)}** zu deinen Bildern.`,
  blocks: (servers) => `Sperren durch die Moderation auf **${amount(servers, SERVERS)}**.`,
  limits: (limits) =>
    `**${amount(limits, LIMITS)}**, ${form(limits, { one: 'das eine Serververwaltung für dich gesetzt hat, bis es aufgehoben wird', other: 'die Serververwaltungen für dich gesetzt haben, bis sie aufgehoben werden' })}.`,
  purchases: (purchases) =>
    `**${amount(purchases, { one: 'Kauf', other: 'Käufe' })}** bei Discord, und was dir daraus noch zusteht.`,
  keptOut: (entries) =>
    `**${amount(entries, ENTRIES)}** zu früheren oder aktuellen Sperren durch den Betreiber des Bots: Zeitpunkt und Grund.`,
  tries: (tries) =>
    `**${amount(tries, TRIES)}** vom letzten Tag, ${form(tries, { one: 'der', other: 'die' })} für eine Pause ${form(tries, { one: 'zählt', other: 'zählen' })}: Zeitpunkt und ein Hash mit geheimem Schlüssel.`,
  pause: (at) =>
    `Eine **Pause**, in der du keine Bilder erstellen kannst. Sie endet ${at} und ist unter einem Hash mit geheimem Schlüssel gespeichert statt unter deiner Nutzer-ID.`,
  acts: (acts) => `**${amount(acts, ENTRIES)}** im Protokoll der Moderation.`,
  ofOthers: (requests) =>
    `**${amount(requests, REQUESTS)}** von anderen, ${form(requests, { one: 'die dein Bild verwenden sollte', other: 'die dein Bild verwenden sollten' })} oder die du abgebrochen hast.`,
  questions: (questions) =>
    `**${amount(questions, QUESTIONS)}**, ob ein Bild aus einer Nachricht verwendet werden darf, von dir oder an dich gestellt: etwa eine Stunde lang gespeichert, Ablehnungen dauerhaft.`,
  choices: (commands) =>
    commands === 0
      ? 'Deine `/settings`, bis du sie änderst oder löschst.'
      : `Deine \`/settings\`, mit Vorgaben für **${amount(commands, COMMANDS)}**, bis du sie änderst oder löschst.`,
  presets: (presets) =>
    `**${amount(presets, PRESETS)}**, bis du ${form(presets, { one: 'es', other: 'sie' })} löschst.`,
  serverPresets: (presets) =>
    `**${amount(presets, PRESETS)}**, von dir für Server angelegt. ${form(presets, { one: 'Es gehört dem Server und bleibt', other: 'Sie gehören den Servern und bleiben' })}, wenn du alles löschst.`,
  private:
    'Private Bilder siehst nur du. Die Moderation eines Servers kann sie mit ihren Prompts auflisten und entfernen.',
  name: 'Ich speichere deine Nutzer-ID bei Discord, nicht deinen Namen.',
  cut: 'Hier habe ich aufgehört zu zählen. *Meine Daten exportieren* enthält alles.',
  policy: (url) => `Wer das sehen kann, und mehr: [Datenschutzerklärung](${url}).`,
  copy: 'Das ist alles, was ich über dich speichere.',
  withdrawn: ({ consents, statements }) => {
    const parts = [
      ...(consents > 0 || statements === 0
        ? [
            form(consents, {
              one: 'deine Einwilligung',
              other: `deine ${number(consents)} Einwilligungen`,
            }),
          ]
        : []),
      ...(statements > 0
        ? [form(statements, { one: 'deine Angabe', other: `deine ${number(statements)} Angaben` })]
        : []),
    ];
    return [
      `Widerrufen: ${german.list(parts)}.`,
      'Jobs mit einem Bild, das du geschickt hast und auf dem jemand zu sehen sein kann, sind gestoppt. Bilder, die du schon erstellt hast, bleiben, bis du sie löschst, lassen sich aber nicht mehr verwenden. Bilder, die andere mit deiner Einwilligung erstellt haben, werden entfernt.',
    ].join(' ');
  },
  eraseQuestion: [
    '**Alles löschen, was ich über dich speichere?** Das lässt sich nicht rückgängig machen.',
    'Deine laufenden Jobs werden abgebrochen. Deine Prompts, Bilder, Einwilligungen, Meldungen, Einstellungen und Presets werden auf allen Servern gelöscht, ebenso die Nachrichten mit deinen Bildern.',
  ],
  kept: 'Es wurde nichts gelöscht.',
  nothingToErase:
    'Von dir gab es keine Anfragen zu löschen. Deine Einstellungen und Presets sind gelöscht.',
  erased: (requests, messages) =>
    `Gelöscht: ${amount(requests, REQUESTS)} mit Prompts, Einstellungen, Bildern und Einwilligungen, deine /settings und Presets sowie ${amount(messages, MESSAGES)}.`,
  notYetDeleted: (messages) =>
    `${amount(messages, MESSAGES)} ${form(messages, { one: 'ließ', other: 'ließen' })} sich noch nicht löschen; ich versuche es weiter.`,
  mayNotDelete: (messages) =>
    `${amount(messages, MESSAGES)} darf ich nicht mehr löschen. Wende dich dort an die Moderation:`,
  underReport: (requests) =>
    `${amount(requests, REQUESTS)} mit offener Meldung ${form(requests, { one: 'wird', other: 'werden' })} gelöscht, sobald die Moderation entschieden hat.`,
  staying:
    'Sperren durch die Moderation oder den Betreiber des Bots bleiben, eine Pause auch, bis sie endet. Für die Limits speichere ich einen Tag lang, wie viel du am letzten Tag angefragt hast: unter einem Hash mit geheimem Schlüssel statt unter deiner Nutzer-ID.',
};

export const consent: Catalogue['consent'] = {
  face: {
    wording: 'Das bin ich, oder die Person hat es mir erlaubt',
    question: [
      'Bist du die Person auf diesem Foto, oder hat sie dir erlaubt, es zu verwenden?',
      'Ich lade das Foto erst herunter, wenn du zustimmst, und lösche es, sobald es verarbeitet ist.',
    ],
  },
  pictures: {
    wording: 'Darauf bin nur ich, oder alle haben zugestimmt',
    question: [
      'Ist darauf jemand zu sehen? Wenn ja: Bist du das, oder hat die Person dieser Verwendung zugestimmt?',
      'Ich lade nichts herunter, bevor du antwortest, und lösche alles, sobald es verarbeitet ist.',
    ],
  },
  nobody: {
    wording: 'Darauf ist niemand zu sehen',
  },
};

export const posterConsent: Catalogue['posterConsent'] = {
  wording: 'Ja. Darauf bin nur ich, oder alle haben zugestimmt',
  nobody: {
    wording: 'Ja, und darauf ist niemand zu sehen',
  },
};

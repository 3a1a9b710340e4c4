import type { Catalogue } from '../say.ts';
import { fact, german } from './formats.ts';

export const problems: Catalogue['problems'] = {
  missing: () => 'fehlt',
  unknown_option: () => 'ist keine Option dieses Befehls',
  number: ({ min, max }) => `muss eine Zahl von ${fact.text(min)} bis ${fact.text(max)} sein`,
  whole_number: ({ min, max }) =>
    `muss eine ganze Zahl von ${fact.text(min)} bis ${fact.text(max)} sein`,
  length: ({ min, max }) =>
    min === 0
      ? `darf höchstens ${fact.number(max)} Zeichen haben`
      : `muss ${fact.number(min)} bis ${fact.number(max)} Zeichen haben`,
  yes_or_no: () => 'muss Ja oder Nein sein',
  choice: ({ choices }) =>
    `muss eins davon sein: ${typeof choices === 'object' ? german.series(choices) : fact.text(choices)}`,
  no_such_file: () =>
    'muss eine Datei auf dem GPU-Worker sein: Wähl beim Tippen einen der Vorschläge',
  files_unknown: () =>
    'geht noch nicht: Welche Dateien der GPU-Worker hat, erfahre ich erst, wenn er einmal gelaufen ist',
  no_file: () => 'muss eine Datei sein',
  no_text_channel: () => 'muss ein Textkanal dieses Servers sein',
  role_of_everybody: () => 'darf nicht @everyone sein',
  unguided_face: ({ min }) =>
    `muss mit Foto mindestens ${fact.number(min)} sein: Darunter wirkt der Sicherheits-Prompt nicht`,
  unguided: ({ min }) =>
    `muss in diesem Kanal mindestens ${fact.number(min)} sein: Darunter wirkt der Sicherheits-Prompt nicht`,
};

export const states: Catalogue['states'] = {
  awaiting_consent: 'noch nicht bestätigt',
  accepted: 'angenommen',
  preparing: 'in Vorbereitung',
  ready: 'bereit',
  submitting: 'auf dem Weg',
  queued: 'in der Warteschlange',
  running: 'in Arbeit',
  completed: 'fertig',
  failed: 'fehlgeschlagen',
  cancelled: 'abgebrochen',
  expired: 'abgelaufen',
  gone: 'weg',
};

export const permissionNames: Catalogue['permissionNames'] = {
  ViewChannel: 'Kanal ansehen',
  ReadMessageHistory: 'Nachrichtenverlauf anzeigen',
  AttachFiles: 'Dateien anhängen',
  EmbedLinks: 'Links einbetten',
  SendMessages: 'Nachrichten senden',
  SendMessagesInThreads: 'Nachrichten in Threads senden',
};

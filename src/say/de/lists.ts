import type { Catalogue } from '../say.ts';
import { german, someOf } from './formats.ts';

const PICTURES = { one: 'Bild', other: 'Bilder' };
const JOBS = { one: 'Job', other: 'Jobs' };

export const pages: Catalogue['pages'] = {
  newer: 'Neuere',
  older: 'Ältere',
  stopped: (jobs, when) =>
    `${german.amount(jobs, JOBS)} bis ${when} durchsucht. Mit dem Button unten suche ich weiter.`,
};

export const jobs: Catalogue['jobs'] = {
  title: 'Deine Bilder',
  none: 'Du hast noch keine Bilder. `/help` zeigt dir, wie du eins erstellst.',
  nothingFound: 'Nichts gefunden. Wähl unten einen anderen Filter oder such nach etwas anderem.',
  phases: {
    asking: 'Wartet auf deine Einwilligung',
    waiting: 'Wartet',
    working: 'In Arbeit',
    completed: 'Fertig',
    failed: 'Fehlgeschlagen',
    cancelled: 'Abgebrochen',
  },
  several: (pictures) => german.amount(pictures, PICTURES),
  hidden: 'ausgeblendet',
  removed: 'von der Moderation entfernt',
  all: 'Alles',
  show: 'Anzeigen',
  again: 'Noch mal erstellen',
  buttons: {
    words: 'Suchen',
    cancelAll: 'Alle abbrechen',
    cancelNow: 'Alle abbrechen',
    keep: 'Weiterlaufen lassen',
  },
  wordsTitle: 'Deine Bilder durchsuchen',
  wordsLabel: 'Wörter aus dem Prompt oder Job-ID; leer: alle',
  nothingToCancel: 'Auf diesem Server läuft gerade nichts von dir.',
  cancelQuestion: (count) =>
    `**${german.form(count, { one: 'Deinen laufenden Job', other: `Alle deine ${german.number(count)} laufenden Jobs` })} auf diesem Server abbrechen?**`,
  cancelling: (count) => `Ich breche ${german.amount(count, JOBS)} ab …`,
  cancelled: (count) =>
    count === 0 ? 'Es gab nichts mehr abzubrechen.' : `Abgebrochen: ${german.amount(count, JOBS)}.`,
  kept: 'Es wurde nichts abgebrochen.',
};

export const show: Catalogue['show'] = {
  job: 'Die ID oder Wörter aus dem Prompt',
  byOther: 'von jemand anderem',
  notSearched: (jobs) =>
    `Nur die letzten ${german.amount(jobs, JOBS)} durchsucht. Für ältere füg die ID ein.`,
  ageRestricted: 'Zu sehen ist das Bild nur in Kanälen mit Altersbeschränkung.',
  private: 'Es ist privat: Nur wer es angefragt hat, kann das Bild sehen.',
};

const WORKFLOWS = { one: 'Workflow', other: 'Workflows' };
const OPTIONS = { one: 'Option', other: 'Optionen' };
const PROBLEMS = { one: 'weiteres Problem', other: 'weitere Probleme' };

export const workflows: Catalogue['workflows'] = {
  description: 'Die Workflows des Bots, für seinen Betreiber',
  list: 'Welche Workflows es gibt, welche ausgelassen sind und warum',
  title: (offered, leftOut) =>
    `${german.amount(offered, WORKFLOWS)}${leftOut === 0 ? '' : `, ${german.number(leftOut)} ausgelassen`}`,
  none: 'Es gibt keine Workflows. `npm run workflow -- add FILE` legt einen an.',
  options: (count) => german.amount(count, OPTIONS),
  endpoint: (id) => `Endpoint ${id}`,
  folder: (name) => `Ordner ${name}`,
  facesOff: 'braucht ein Foto, und `FACE_REFERENCES` ist aus',
  moreProblems: (count) =>
    `-# ${german.amount(count, PROBLEMS)}; \`npm run workflow -- check\` zeigt alle.`,
  page: (page, all) => `Seite ${german.number(page)} von ${german.number(all)}`,
  back: 'Zurück',
  next: 'Weiter',
};

export const status: Catalogue['status'] = {
  title: 'Status',
  workers: 'Worker',
  queue: 'Warteschlange bei RunPod',
  jobs: 'Jobs dieses Bots',
  endpoint: someOf,
  at: (workers, queue) => `Worker: ${workers}\nWarteschlange: ${queue}`,
  publicEndpoint:
    'Ein öffentliches Modell von RunPod; wie ausgelastet es ist, verrät RunPod nicht.',
  moreEndpoints: (count) =>
    german.amount(count, { one: 'weiterer Endpoint', other: 'weitere Endpoints' }),
  counts: {
    idle: 'frei',
    initializing: 'beim Starten',
    ready: 'bereit',
    running: 'in Arbeit',
    throttled: 'gedrosselt',
    unhealthy: 'gestört',
    inQueue: 'in der Warteschlange',
    inProgress: 'in Arbeit',
  },
  count: (count, what) => `${german.number(count)} ${what}`,
  noJobs: 'noch keine',
  new: 'Neue Bilder',
  draining: (when) =>
    `Angehalten ${when}, weil ein Neustart ansteht. Was schon angefragt ist, wird noch fertig.`,
  processes: 'Prozesse',
  running: (count) => german.amount(count, { one: 'läuft', other: 'laufen' }),
  drainingProcesses: (count) =>
    german.amount(count, { one: 'nimmt nichts Neues an', other: 'nehmen nichts Neues an' }),
  stopping: (count) => german.amount(count, { one: 'beendet sich', other: 'beenden sich' }),
  leftOut: 'Nicht verfügbar',
  leftOutBecause: (names) =>
    `${german.list(names)}. Mit \`npm run doctor\` findet der Betreiber heraus, warum.`,
  unknownCount: 'unbekannt',
  noCount: 'keine',
};

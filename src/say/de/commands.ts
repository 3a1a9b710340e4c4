import type { Catalogue } from '../say.ts';
import { german } from './formats.ts';

export const commands: Catalogue['commands'] = {
  imagine: 'Ein Bild aus einem Prompt erstellen, auf Wunsch mit dem Gesicht von einem Foto',
  image: 'Ein Bild mit einem Prompt verändern',
  upscale: 'Ein Bild vergrößern und mehr Details hineinbringen',
  jobs: 'Deine Bilder und wie weit sie sind',
  show: 'Eins deiner Bilder: wie weit es ist und welche Einstellungen es hat',
  help: 'Wie du in diesem Kanal Bilder erstellst',
  status: 'GPU-Worker, Warteschlange und die Jobs dieses Bots',
  settings: 'Deine Vorgaben, Privatsphäre und Pings',
  inspect: 'Die Einstellungen, die in einer Bilddatei stecken',
  privacy: 'Ansehen, exportieren oder löschen, was dieser Bot über dich speichert',
};

export const publicEndpoints: Catalogue['publicEndpoints'] = {
  'flux-dev': 'Fotos und Schriftzüge aus einem Prompt, mit FLUX.1 dev',
  'flux-schnell': 'In Sekunden ein Bild aus einem Prompt, mit FLUX.1 schnell',
  'z-image-turbo': 'Ein Bild aus einem englischen oder chinesischen Prompt, mit Z-Image-Turbo',
};

export const optionNames: Catalogue['optionNames'] = {
  prompt: 'prompt',
  negative_prompt: 'negativ-prompt',
  aspect_ratio: 'format',
  style: 'stil',
  count: 'anzahl',
  steps: 'steps',
  cfg: 'cfg',
  sampler: 'sampler',
  scheduler: 'scheduler',
  denoise: 'denoise',
  seed: 'seed',
  factor: 'faktor',
  image: 'bild',
  face: 'gesicht',
  face_weight: 'gesicht-stärke',
  faceid_weight: 'faceid-stärke',
  face_consent: 'gesicht-erlaubt',
  consent: 'einwilligung',
  preset: 'preset',
  private: 'privat',
  spoiler: 'spoiler',
  name: 'name',
  before: 'davor',
  after: 'danach',
  from: 'aus-job',
  for_server: 'für-server',
  job: 'job',
  channel: 'kanal',
  role: 'rolle',
  on: 'an',
  language: 'sprache',
  person: 'person',
  file: 'datei',
  show: 'anzeige',
  by: 'nach',
  days: 'tage',
  everywhere: 'überall',
};

export const options: Catalogue['options'] = {
  prompt: 'Was auf dem Bild zu sehen ist',
  negative_prompt: 'Was nicht auf dem Bild zu sehen sein soll',
  aspect_ratio: 'Das Seitenverhältnis des Bilds',
  steps: 'Mehr Steps dauern länger und bringen mehr Details',
  cfg: 'Wie genau sich das Bild an den Prompt hält',
  sampler: 'Das Verfahren, das aus Rauschen ein Bild macht',
  scheduler: 'Wie sich das Rauschen auf die Steps verteilt',
  denoise: 'Lass es bei 1: Ohne Startbild machen kleinere Werte das Ergebnis nur schlechter',
  count: 'Wie viele Bilder auf einmal entstehen',
  style: 'Tempo oder Details: setzt steps, cfg, sampler und scheduler, wenn du sie leer lässt',
  factor: 'Um wie viel größer; Bilder über ein Megapixel werden vorher verkleinert',
  seed: 'Gleicher Seed, gleiche Einstellungen, gleiches Bild; -1 würfelt einen neuen',
  image: 'Das Ausgangsbild: ein JPEG, PNG oder WebP bis 10 MiB',
  face: 'Ein Foto von einem Gesicht: ein JPEG, PNG oder WebP bis 10 MiB',
  face_weight: 'Wie ähnlich das Gesicht dem Foto wird',
  faceid_weight: 'Wirkt nur bei Modellen mit FaceID Plus V2',
  private: 'Nur du kannst es sehen; nicht für Bilder von Personen',
  spoiler: 'Die Bilder als Spoiler posten',
};

export const styles: Catalogue['styles'] = {
  draft: 'Entwurf: am schnellsten',
  fast: 'Schnell',
  balanced: 'Ausgewogen',
  fine: 'Fein: die meisten Details',
};

export const optionsWithPicture: Catalogue['optionsWithPicture'] = {
  denoise: 'Wie viel sich ändert: 0,3 bessert nach, 0,6 malt neu, bei 1 bleibt fast nichts übrig',
};

const { amount } = german;

const PICTURES = { one: 'Bild', other: 'Bilder' };
const REQUESTS = { one: 'wartende Anfrage', other: 'wartende Anfragen' };
const ACTIONS = { one: 'Befehl oder Klick', other: 'Befehle und Klicks' };
const MINUTES = { one: 'Minute', other: 'Minuten' };

type Allowed = Parameters<Catalogue['help']['perPerson']>[0];

function allowed(whose: string, { atOnce, waiting = 0, hourly }: Allowed): string[] {
  if (atOnce + hourly === 0) return [];
  const parts = [
    ...(atOnce > 0 ? [`${amount(atOnce, PICTURES)} gleichzeitig`] : []),
    ...(waiting > 0 ? [amount(waiting, REQUESTS)] : []),
    ...(hourly > 0 ? [`${amount(hourly, PICTURES)} pro Stunde`] : []),
  ];
  return [`${whose}: ${german.list(parts)}.`];
}

export const help: Catalogue['help'] = {
  title: 'So erstellst du Bilder',
  start: (command) => [
    `1. Gib ${command} ein, beschreib, was du sehen willst, und schick es ab.`,
    '2. Die Antwort zeigt erst, wie weit dein Bild ist, und dann das Bild. Mit den Buttons darunter machst du weiter.',
    '3. `/jobs` listet deine Bilder auf. `/privacy` zeigt und löscht, was ich über dich speichere.',
  ],
  command: (name, what) => `${name} ${what}`,
  notHere: (names) => `Nicht in diesem Kanal: ${german.list(names)}.`,
  noneHere:
    'In diesem Kanal kann ich keine Bilder erstellen. Probier einen anderen oder frag den Betreiber des Bots.',
  sections: {
    commands: 'Befehle',
    channel: 'Dieser Kanal',
    limits: 'Limits',
    photos: 'Fotos',
  },
  back: 'Zurück',
  others: 'Außerdem',
  inMenus: 'Im Menü einer Nachricht, unter Apps',
  ageRestricted:
    'Mit Altersbeschränkung: Hier sind Modelle für Erwachsene erlaubt, Bilder mit Minderjährigen aber nie.',
  general: 'Ohne Altersbeschränkung: Hier gibt es nur jugendfreie Modelle.',
  model: (name) => `Modell: \`${name}\``,
  faces: [
    'Du kannst ein Foto von dir verwenden oder von jemandem, der zugestimmt hat. Was daraus entsteht, bleibt jugendfrei.',
    'Ich lade ein Foto erst herunter, wenn du zustimmst, und lösche es, sobald es verarbeitet ist.',
    'Mit `/privacy` widerrufst du deine Einwilligung.',
  ],
  noFaces: ['Fotos von Personen sind hier nicht möglich.'],
  perPerson: (of) => allowed('Für dich', of),
  perServer: (of) => allowed('Für diesen Server', of),
  actions: (count) => `${amount(count, ACTIONS)} pro Minute.`,
  gpuTime: (minutes) => `${amount(minutes, MINUTES)} GPU-Zeit am Tag für diesen Server.`,
  welcome: '-# Neu hier? `/help` erklärt, wie es geht und was in diesem Kanal erlaubt ist.',
};

export const form: Catalogue['form'] = {
  edit: 'Bearbeiten und neu erstellen',
  again: 'Noch mal erstellen',
  anew: 'Etwas Ähnliches erstellen',
  filledIn: 'Deine Eingabe:',
  start: 'Dieses Bild verwenden',
  from: (min, max, what) =>
    `${german.number(min)} bis ${german.number(max)}${what === '' ? '' : `. ${what}`}`,
  asBefore: (what) => (what === '' ? 'Leer: unverändert' : `${what}. Leer: unverändert`),
};

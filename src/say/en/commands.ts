import { english } from './formats.ts';

/** Discord's descriptions of commands and options, at most 100 characters each. */
export const commands = {
  imagine: 'Make a picture from words, and from a photo of a face if you like',
  image: 'Make pictures out of another one, by words',
  upscale: 'Make a picture larger, with more detail in it',
  jobs: 'All of your pictures, and where they stand',
  show: 'Where one of your pictures stands, and how it was made',
  help: 'How to make pictures here, and what is possible',
  status: 'The GPU workers, the queue, and the jobs of this bot',
  settings: 'What holds for all that you ask for: your own options, and how you are told',
  inspect: 'What a picture was made with, as far as its file says',
  privacy: 'What this bot keeps about you; take it with you, or have it erased',
  /** The entry in a message's Apps menu, at most 32 characters. */
  reportPicture: 'Report picture',
  reuseSettings: 'Reuse settings',
  useAsStart: 'Use as start picture',
  useAsFace: 'Use as face',
};

/** Options of generation commands, by Discord name. */
export const options = {
  prompt: 'What the picture shows',
  negative_prompt: 'What the picture should not show',
  aspect_ratio: 'The shape of the picture',
  steps: 'More steps take longer and add detail',
  cfg: 'How closely the picture follows the prompt',
  sampler: 'How noise becomes a picture',
  scheduler: 'How the noise is spread over the steps',
  denoise: 'Leave it at 1: without a start picture, less only spoils the result',
  count: 'How many pictures to make at once',
  factor: 'How much larger; a picture of more than a megapixel is made smaller first',
  seed: 'The same seed and settings make the same picture; -1 draws one',
  image: 'The picture to work on: one JPEG, PNG or WebP of up to 10 MiB',
  face: 'A photo of a face: one JPEG, PNG or WebP of up to 10 MiB',
  face_weight: 'How much the picture resembles the photo',
  faceid_weight: 'Acts on FaceID Plus V2 models only',
  private: 'Whether only you see it; pictures of people are never made so',
  spoiler: 'Whether the pictures are covered until somebody uncovers them',
};

/** The options that mean something else when starting from a picture. */
export const optionsWithPicture = {
  denoise: 'How much changes: 0.3 touches it up, 0.6 repaints it, 1 keeps next to nothing of it',
};

const { amount } = english;

const PICTURES = { one: 'picture', other: 'pictures' };
const ACTIONS = { one: 'command or click', other: 'commands and clicks' };
const MINUTES = { one: 'minute', other: 'minutes' };

/** The limits on pictures: at once and per hour. 0 for no limit. */
interface Allowed {
  readonly atOnce: number;
  readonly hourly: number;
}

function allowed(whose: string, { atOnce, hourly }: Allowed): string[] {
  if (atOnce + hourly === 0) return [];
  const parts = [
    ...(atOnce > 0 ? [`${amount(atOnce, PICTURES)} at a time`] : []),
    ...(hourly > 0 ? [`${amount(hourly, PICTURES)} an hour`] : []),
  ];
  return [`${whose}: ${english.list(parts)}.`];
}

/** `/help` */
export const help = {
  title: 'How to make pictures',
  /** In three lines. `command`: a generation command available here, as code. */
  start: (command: string) => [
    `1. Type ${command}, say what you want to see, and send it.`,
    '2. Its message shows where it stands and becomes the picture. The buttons below it go on from there.',
    '3. `/jobs` finds it again, and `/privacy` shows and erases what is kept about you.',
  ],
  /** `what`: its description. */
  command: (name: string, what: string) => `${name} ${what}`,
  /** Commands, as code. */
  notHere: (names: readonly string[]) => `Not in this channel: ${english.list(names)}.`,
  noneHere: 'Nothing can be made in this channel. Try another, or ask who runs this bot.',
  others: 'Besides',
  /** Heads the list of available menu entries. */
  inMenus: 'In the menu of a message, under Apps',
  here: 'In this channel',
  ageRestricted: 'It is age-restricted: adult-rated models may be used, and nothing with minors.',
  general: 'It is not age-restricted: only models for everybody are used.',
  model: (name: string) => `The bot’s own pictures are made by \`${name}\`.`,
  faces:
    'Pictures of people may be sent if they agree. What is made from them is for everybody, and never revealing.',
  noFaces: 'No pictures of people are taken.',
  limits: 'Limits',
  perPerson: (of: Allowed) => allowed('For you', of),
  perServer: (of: Allowed) => allowed('For this server', of),
  actions: (count: number) => `${amount(count, ACTIONS)} a minute.`,
  gpuTime: (minutes: number) => `${amount(minutes, MINUTES)} of GPU time a day for this server.`,
  /** Below a member's first request. */
  welcome: '-# New here? `/help` says in three lines how this works, and what this channel allows.',
};

/** Forms for requests. */
export const form = {
  edit: 'Change it and make it again',
  again: 'Make it again',
  anew: 'Make something like it',
  /** Heads the rejected input. */
  filledIn: 'This is what you filled in:',
  start: 'Make something of this picture',
  /** `what`: the option's description, if any. Discord cuts it after 100 characters. */
  from: (min: number, max: number, what: string) =>
    `${english.number(min)} to ${english.number(max)}${what === '' ? '' : `. ${what}`}`,
  /** For an existing picture. */
  asBefore: (what: string) => (what === '' ? 'Empty: as before' : `${what}. Empty: as before`),
};

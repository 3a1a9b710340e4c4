import { english } from './formats.ts';

/** Discord's descriptions of commands and options, at most 100 characters each. */
export const commands = {
  imagine: 'Make a picture from a prompt, with a face from a photo if you like',
  image: 'Change a picture with a prompt',
  upscale: 'Make a picture larger and add detail',
  jobs: 'Your pictures and their progress',
  show: 'One of your pictures: its progress and settings',
  help: 'How to make pictures in this channel',
  status: "GPU workers, the queue and this bot's jobs",
  settings: 'Your defaults, privacy and pings',
  inspect: "The settings stored in a picture's file",
  privacy: 'See, export or erase what this bot stores about you',
};

/** RunPod's public endpoints, by command. */
export const publicEndpoints = {
  'flux-dev': 'Photographs and lettering from words, by FLUX.1 dev',
  'flux-schnell': 'A picture from words within seconds, by FLUX.1 schnell',
  'z-image-turbo': 'A picture from words in English or Chinese, by Z-Image-Turbo',
};

/**
 * Entries of a message's Apps menu, at most 32 characters each. Not translated, as no command's name is: other
 * members and the docs name them.
 */
export const menuNames = {
  reportPicture: 'Report picture',
  reuseSettings: 'Reuse settings',
  useAsStart: 'Use as start picture',
  useAsFace: 'Use as face',
};

/**
 * Names of options as members type them: at most 32 lower-case letters, digits, - and _, and no two the same in
 * one command. These are the names that interactions, manifests and stored rows use.
 */
export const optionNames = {
  prompt: 'prompt',
  negative_prompt: 'negative_prompt',
  aspect_ratio: 'aspect_ratio',
  style: 'style',
  count: 'count',
  steps: 'steps',
  cfg: 'cfg',
  sampler: 'sampler',
  scheduler: 'scheduler',
  denoise: 'denoise',
  seed: 'seed',
  factor: 'factor',
  image: 'image',
  face: 'face',
  face_weight: 'face_weight',
  faceid_weight: 'faceid_weight',
  face_consent: 'face_consent',
  consent: 'consent',
  preset: 'preset',
  private: 'private',
  spoiler: 'spoiler',
  name: 'name',
  before: 'before',
  after: 'after',
  from: 'from',
  for_server: 'for_server',
  job: 'job',
  channel: 'channel',
  role: 'role',
  on: 'on',
  language: 'language',
  person: 'person',
  file: 'file',
  show: 'show',
  by: 'by',
  days: 'days',
  everywhere: 'everywhere',
};

/** Options of generation commands, by Discord name. */
export const options = {
  prompt: 'What the picture shows',
  negative_prompt: "What the picture shouldn't show",
  aspect_ratio: 'The shape of the picture',
  steps: 'More steps take longer and add detail',
  cfg: 'How closely the picture follows the prompt',
  sampler: 'The algorithm that turns noise into a picture',
  scheduler: 'How the noise is spread over the steps',
  denoise: 'Leave at 1: without a start picture, lower values only make the result worse',
  count: 'How many pictures to make at once',
  style: 'Speed or detail: sets steps, cfg, sampler and scheduler if you leave them empty',
  factor: 'How much larger; pictures over one megapixel are scaled down first',
  seed: 'Same seed, same settings, same picture; -1 picks a random one',
  image: 'The picture to work on: one JPEG, PNG or WebP of up to 10 MiB',
  face: 'A photo of a face: one JPEG, PNG or WebP of up to 10 MiB',
  face_weight: 'How closely the face resembles the photo',
  faceid_weight: 'Only affects FaceID Plus V2 models',
  private: 'Only you can see it; not available for pictures of people',
  spoiler: 'Post the pictures as spoilers',
};

/** What `style` offers. */
export const styles = {
  draft: 'Draft: the quickest',
  fast: 'Fast',
  balanced: 'Balanced',
  fine: 'Fine: the most detail',
};

/** The options that mean something else when starting from a picture. */
export const optionsWithPicture = {
  denoise: 'How much changes: 0.3 touches it up, 0.6 repaints it, 1 keeps almost nothing',
};

const { amount } = english;

const PICTURES = { one: 'picture', other: 'pictures' };
const REQUESTS = { one: 'request', other: 'requests' };
const ACTIONS = { one: 'command or click', other: 'commands and clicks' };
const MINUTES = { one: 'minute', other: 'minutes' };

/** The limits on pictures: at once and per hour. 0 for no limit. */
interface Allowed {
  readonly atOnce: number;
  /** Requests that may wait for those in progress. */
  readonly waiting?: number;
  readonly hourly: number;
}

function allowed(whose: string, { atOnce, waiting = 0, hourly }: Allowed): string[] {
  if (atOnce + hourly === 0) return [];
  const parts = [
    ...(atOnce > 0 ? [`${amount(atOnce, PICTURES)} at a time`] : []),
    ...(waiting > 0 ? [`${amount(waiting, REQUESTS)} waiting`] : []),
    ...(hourly > 0 ? [`${amount(hourly, PICTURES)} an hour`] : []),
  ];
  return [`${whose}: ${english.list(parts)}.`];
}

/** `/help` */
export const help = {
  title: 'How to make pictures',
  /** In three lines. `command`: a generation command available here, as code. */
  start: (command: string) => [
    `1. Type ${command}, describe what you want to see, and send it.`,
    '2. The reply shows progress and becomes the picture. Use its buttons to continue from there.',
    '3. `/jobs` lists your pictures. `/privacy` shows and erases what I store about you.',
  ],
  /** `what`: its description. */
  command: (name: string, what: string) => `${name} ${what}`,
  /** Commands, as code. */
  notHere: (names: readonly string[]) => `Not in this channel: ${english.list(names)}.`,
  noneHere: "I can't make pictures in this channel. Try another one, or ask the bot's operator.",
  /** Labels of the buttons, and titles of what they show. */
  sections: {
    commands: 'Commands',
    channel: 'This channel',
    limits: 'Limits',
    photos: 'Photos',
  },
  /** Leads back to the first page. */
  back: 'Back',
  others: 'Also',
  /** Heads the list of available menu entries. */
  inMenus: "In a message's menu, under Apps",
  ageRestricted: 'Age-restricted: adult-rated models are allowed here. Minors never are.',
  general: 'Not age-restricted: only general-audience models are used.',
  model: (name: string) => `Model: \`${name}\``,
  faces: [
    'You can use a photo of yourself, or of a person who agreed. Results stay suitable for everyone.',
    'I download a photo only after you confirm, and delete it once it has been used.',
    '`/privacy` withdraws your consent.',
  ],
  noFaces: ["Photos of people aren't accepted."],
  perPerson: (of: Allowed) => allowed('For you', of),
  perServer: (of: Allowed) => allowed('For this server', of),
  actions: (count: number) => `${amount(count, ACTIONS)} a minute.`,
  gpuTime: (minutes: number) => `${amount(minutes, MINUTES)} of GPU time a day for this server.`,
  /** Below a member's first request. */
  welcome: '-# New here? `/help` explains how this works and what this channel allows.',
};

/** Forms for requests. */
export const form = {
  edit: 'Edit and make again',
  again: 'Make again',
  anew: 'Make something similar',
  /** Heads the rejected input. */
  filledIn: 'Your input:',
  start: 'Use this picture',
  /** `what`: the option's description, if any. Discord cuts it after 100 characters. */
  from: (min: number, max: number, what: string) =>
    `${english.number(min)} to ${english.number(max)}${what === '' ? '' : `. ${what}`}`,
  /** For an existing picture. */
  asBefore: (what: string) => (what === '' ? 'Empty: unchanged' : `${what}. Empty: unchanged`),
};

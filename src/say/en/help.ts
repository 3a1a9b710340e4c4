import { english } from './formats.ts';

const { amount } = english;

const PICTURES = { one: 'picture', other: 'pictures' };
const ACTIONS = { one: 'command or click', other: 'commands and clicks' };
const MINUTES = { one: 'minute', other: 'minutes' };

/** What is allowed of pictures, at a time and within an hour; 0 for as many as one likes. */
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
  /** In three lines. `command`: one that makes pictures here, as code. */
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
  /** Above the names of what is there. */
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
  /** Below somebody's first request. */
  welcome: '-# New here? `/help` says in three lines how this works, and what this channel allows.',
};

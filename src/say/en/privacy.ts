import { english } from './formats.ts';

const { amount, form, number } = english;

const REQUESTS = { one: 'request', other: 'requests' };
const PICTURES = { one: 'picture', other: 'pictures' };
const CONSENTS = { one: 'consent', other: 'consents' };
const REPORTS = { one: 'report', other: 'reports' };
const SERVERS = { one: 'server', other: 'servers' };
const ENTRIES = { one: 'entry', other: 'entries' };
const TRIES = { one: 'refused prompt', other: 'refused prompts' };
const QUESTIONS = { one: 'question', other: 'questions' };
const MESSAGES = { one: 'message', other: 'messages' };
const COMMANDS = { one: 'command', other: 'commands' };
const PRESETS = { one: 'preset', other: 'presets' };
const HOURS = { one: 'hour', other: 'hours' };
const DAYS = { one: 'day', other: 'days' };

/** The personal data that is kept, and the member's choices. */
export const privacy = {
  title: 'What I keep about you',
  buttons: {
    export: 'Send me a copy',
    withdraw: 'Withdraw my consents',
    erase: 'Erase everything',
    eraseNow: 'Erase everything now',
    keep: 'Keep it',
  },
  noRequests: 'No request of yours.',
  requests: (summary: {
    readonly jobs: number;
    /** A Discord timestamp. */
    readonly oldest: string | undefined;
    readonly underWay: number;
    readonly days: number;
  }) => {
    const { jobs, oldest, underWay, days } = summary;
    const since = oldest === undefined ? '' : `, the oldest from ${oldest}`;
    const some = `${number(underWay)} ${form(underWay, { one: 'is', other: 'are' })}`;
    return [
      `**${amount(jobs, REQUESTS)}** with their prompts and settings, where they were made and how they ended${since}.`,
      `${underWay === 0 ? 'None is' : some} under way.`,
      `They go ${amount(days, DAYS)} after their end.`,
    ].join(' ');
  },
  pictures: (pictures: number, hours: number) =>
    `**${amount(pictures, PICTURES)}** on the bot's own disk. Each goes ${amount(hours, HOURS)} after it was made; its message in Discord stays.`,
  sent: (sent: number) =>
    `**${amount(sent, PICTURES)}** that you sent. One is kept until the GPU service has taken it, and never longer than its job.`,
  consents: (consents: number, withdrawn: number) =>
    `**${amount(consents, CONSENTS)}** to the use of pictures of people${withdrawn > 0 ? `, and ${number(withdrawn)} withdrawn` : ''}: when, in which words, and a checksum of each picture.`,
  reportsMade: (reports: number) => `**${amount(reports, REPORTS)}** that you made.`,
  reportsAgainst: (reports: number) => `**${amount(reports, REPORTS)}** of pictures of yours.`,
  blocks: (servers: number) => `Blocks by the moderators of **${amount(servers, SERVERS)}**.`,
  keptOut: (entries: number) =>
    `**${amount(entries, ENTRIES)}** by which the operator of this bot keeps you out of it, or did: when, and why.`,
  tries: (tries: number) =>
    `**${amount(tries, TRIES)}** of the last day that may bring a pause: a checksum under a key, and when.`,
  /** `at`: a Discord timestamp. */
  pause: (at: string) =>
    `A **pause** in making pictures, with its end: ${at}. It is kept under a key instead of your number.`,
  acts: (acts: number) => `**${amount(acts, ENTRIES)}** in the records of moderation.`,
  ofOthers: (requests: number) =>
    `**${amount(requests, REQUESTS)}** of others in which you were asked for a picture of yours, or that you cancelled.`,
  questions: (questions: number) =>
    `**${amount(questions, QUESTIONS)}** about using a picture from a message, asked by you or to you: kept for about an hour, and a no for good.`,
  choices: (commands: number) =>
    commands === 0
      ? 'What you chose with `/settings`, until you change or erase it.'
      : `What you chose with \`/settings\`, for **${amount(commands, COMMANDS)}** too, until you change or erase it.`,
  presets: (presets: number) => `**${amount(presets, PRESETS)}** of yours, until you delete them.`,
  serverPresets: (presets: number) =>
    `That you made **${amount(presets, PRESETS)}** of servers, which stay the servers' own when you erase everything.`,
  private:
    'What you asked for privately is shown to you alone. Those who moderate the server can list it, with your words, and remove it.',
  name: 'Your name is not kept, only the number that Discord gives you.',
  cut: 'I stopped counting here. *Send me a copy* has everything.',
  policy: (url: string) => `Who sees it, and everything else: [privacy policy](${url}).`,
  copy: 'This is everything that I keep about you.',
  withdrawn: (consents: number) =>
    [
      form(consents, {
        one: 'Your consent is withdrawn.',
        other: `Your ${number(consents)} consents are withdrawn.`,
      }),
      'No picture is being made any more with one of anybody that you sent. Those that you made stay until you have them erased, and nothing new is made from them. What others made with your consent is removed.',
    ].join(' '),
  eraseQuestion: [
    '**Erase everything that I keep about you?** This cannot be undone.',
    'What is being made for you is cancelled. Your prompts, pictures, consents, reports, settings and presets are erased here, in every server, and the messages with your pictures are deleted.',
  ],
  kept: 'Nothing was erased.',
  nothingToErase:
    'There was no request of yours to erase. Settings and presets of yours are erased.',
  erased: (requests: number, messages: number) =>
    `Erased: ${amount(requests, REQUESTS)} with prompts, settings, pictures and consents; and what you chose with /settings and /preset. ${amount(messages, MESSAGES)} deleted.`,
  notYetDeleted: (messages: number) =>
    `${amount(messages, MESSAGES)} could not be deleted yet; I go on with that.`,
  mayNotDelete: (messages: number) =>
    `${amount(messages, MESSAGES)} I may not delete any more. Ask a moderator there:`,
  underReport: (requests: number) =>
    `${amount(requests, REQUESTS)} of yours ${form(requests, { one: 'is', other: 'are' })} held by a report and will be erased as soon as moderators have decided.`,
  staying:
    'Blocks by moderators stay, and so do one by the operator of this bot and a pause until it ends. For limits, a count of your last day is kept for a day under a key instead of your number.',
};

/**
 * The wording of consent, at most 80 characters. Each wording is a version of its own, since every consent
 * record names the one that was shown.
 */
export const consent = {
  /** For the photo of one face. */
  face: {
    version: 1,
    wording: 'I am this person, or have their permission',
    question: [
      'Is the person in this photo you, or do you have their permission to use it?',
      'The photo is not fetched before you confirm, and is deleted once it has been used.',
    ],
  },
  /** For one or several pictures of any kind, with or without people. */
  pictures: {
    version: 2,
    wording: 'Everybody shown is me, or has given me permission',
    question: [
      'If anybody can be seen in what you sent: is it you, or do you have their permission to use it?',
      'Nothing of it is fetched before you confirm, and all of it is deleted once it has been used.',
    ],
  },
};

/** The poster's consent to another member's use of their picture. */
export const posterConsent = {
  version: 3,
  wording: 'Yes, and everybody shown is me or has agreed',
};

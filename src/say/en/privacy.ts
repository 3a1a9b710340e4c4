import { english } from './formats.ts';

const { amount, form, number } = english;

const REQUESTS = { one: 'request', other: 'requests' };
const PICTURES = { one: 'picture', other: 'pictures' };
const CONSENTS = { one: 'consent', other: 'consents' };
const STATEMENTS = { one: 'statement', other: 'statements' };
const REPORTS = { one: 'report', other: 'reports' };
const SERVERS = { one: 'server', other: 'servers' };
const LIMITS = { one: 'limit', other: 'limits' };
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
  title: 'What I store about you',
  buttons: {
    export: 'Export my data',
    withdraw: 'Withdraw my consent',
    erase: 'Erase everything',
    eraseNow: 'Erase everything now',
    keep: 'Keep it',
  },
  noRequests: 'No requests.',
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
      `**${amount(jobs, REQUESTS)}** with prompt, settings, channel and outcome${since}.`,
      `${underWay === 0 ? 'None is' : some} in progress.`,
      `Deleted ${amount(days, DAYS)} after they end.`,
    ].join(' ');
  },
  pictures: (pictures: number, hours: number) =>
    `**${amount(pictures, PICTURES)}** on the bot's disk. Each is deleted ${amount(hours, HOURS)} after it was made; its Discord message stays.`,
  sent: (sent: number) =>
    `**${amount(sent, PICTURES)}** that you sent. Each is deleted once the GPU service has it, and no later than the end of its job.`,
  consents: (consents: number, withdrawn: number) =>
    `**${amount(consents, CONSENTS)}** to use pictures of people${withdrawn > 0 ? `, and ${number(withdrawn)} withdrawn` : ''}: time, wording, and a checksum of each picture.`,
  statements: (statements: number, withdrawn: number) =>
    `**${amount(statements, STATEMENTS)}** that nobody is in a picture${withdrawn > 0 ? `, and ${number(withdrawn)} withdrawn` : ''}, stored the same way.`,
  reportsMade: (reports: number) => `**${amount(reports, REPORTS)}** that you made.`,
  reportsAgainst: (reports: number) => `**${amount(reports, REPORTS)}** about your pictures.`,
  blocks: (servers: number) => `Blocks by moderators in **${amount(servers, SERVERS)}**.`,
  limits: (limits: number) =>
    `**${amount(limits, LIMITS)}** that server managers set for you, until they remove ${form(limits, { one: 'it', other: 'them' })}.`,
  purchases: (purchases: number) =>
    `**${amount(purchases, { one: 'purchase', other: 'purchases' })}** at Discord, with what ${form(purchases, { one: 'it still gives', other: 'they still give' })} you.`,
  keptOut: (entries: number) =>
    `**${amount(entries, ENTRIES)}** about past or present blocks by the bot's operator: time and reason.`,
  tries: (tries: number) =>
    `**${amount(tries, TRIES)}** from the last day that count toward a pause: a keyed hash and the time.`,
  /** `at`: a Discord timestamp. */
  pause: (at: string) =>
    `A **pause** in making pictures that ends ${at}, stored under a keyed hash instead of your user ID.`,
  acts: (acts: number) => `**${amount(acts, ENTRIES)}** in moderation records.`,
  ofOthers: (requests: number) =>
    `**${amount(requests, REQUESTS)}** by others that asked to use your picture, or that you cancelled.`,
  questions: (questions: number) =>
    `**${amount(questions, QUESTIONS)}** about using a picture from a message, which you asked or were asked: stored for about an hour, refusals permanently.`,
  choices: (commands: number) =>
    commands === 0
      ? 'Your `/settings`, until you change or erase them.'
      : `Your \`/settings\`, with defaults for **${amount(commands, COMMANDS)}**, until you change or erase them.`,
  presets: (presets: number) =>
    `**${amount(presets, PRESETS)}**, until you delete ${form(presets, { one: 'it', other: 'them' })}.`,
  serverPresets: (presets: number) =>
    `You created **${amount(presets, PRESETS)}** for servers. They belong to the servers and stay if you erase everything.`,
  private:
    'Private pictures are shown only to you. Server moderators can list them with their prompts, and remove them.',
  name: 'I store your Discord user ID, not your name.',
  cut: 'I stopped counting here. *Export my data* includes everything.',
  policy: (url: string) => `Who can see it, and more: [privacy policy](${url}).`,
  copy: 'This is everything I store about you.',
  /** `statements`: that nobody is in a picture. */
  withdrawn: ({
    consents,
    statements,
  }: {
    readonly consents: number;
    readonly statements: number;
  }) =>
    [
      `Your ${english.list([
        ...(consents > 0 || statements === 0
          ? [form(consents, { one: 'consent', other: `${number(consents)} consents` })]
          : []),
        ...(statements > 0
          ? [form(statements, { one: 'statement', other: `${number(statements)} statements` })]
          : []),
      ])} ${form(consents + statements, { one: 'is', other: 'are' })} withdrawn.`,
      "Jobs using a picture you sent that may show a person are stopped. Pictures you already made stay until you erase them, but can't be used again. Pictures that others made with your consent are removed.",
    ].join(' '),
  eraseQuestion: [
    "**Erase everything I store about you?** This can't be undone.",
    'Your jobs in progress are cancelled. Your prompts, pictures, consents, reports, settings and presets are erased in every server, and the messages with your pictures are deleted.',
  ],
  kept: 'Nothing was erased.',
  nothingToErase: 'You had no requests to erase. Your settings and presets are erased.',
  erased: (requests: number, messages: number) =>
    `Erased: ${amount(requests, REQUESTS)} with prompts, settings, pictures and consents, and your /settings and presets. ${amount(messages, MESSAGES)} deleted.`,
  notYetDeleted: (messages: number) =>
    `${amount(messages, MESSAGES)} could not be deleted yet; I'll keep trying.`,
  mayNotDelete: (messages: number) =>
    `I'm no longer allowed to delete ${amount(messages, MESSAGES)}. Ask a moderator there:`,
  underReport: (requests: number) =>
    `${amount(requests, REQUESTS)} with an open report will be erased once moderators decide.`,
  staying:
    "Blocks by moderators or the bot's operator stay, and so does a pause until it ends. For rate limits, a count of your last day's requests is stored for a day under a keyed hash instead of your user ID.",
};

/** The wordings of consent, at most 80 characters each. `wordingVersion` numbers them for the records. */
export const consent = {
  /** For the photo of one face. */
  face: {
    wording: 'I am this person, or have their permission',
    question: [
      'Is the person in this photo you, or do you have their permission to use it?',
      'I download the photo only after you confirm, and delete it once it has been used.',
    ],
  },
  /** For one or several pictures of any kind, with or without people. */
  pictures: {
    wording: 'Everyone in it is me or has agreed',
    question: [
      'Does this show anyone? If so, is it you, or did they agree to this use?',
      'I download nothing until you answer, and delete it all once it has been used.',
    ],
  },
  /** The other answer to the question about pictures. */
  nobody: {
    wording: 'Nobody is in it',
  },
};

/** The poster's consent to another member's use of their picture. */
export const posterConsent = {
  wording: 'Yes, and everyone in it is me or has agreed',
  /** The other way to agree, unless the picture is used for its face. */
  nobody: {
    wording: 'Yes, and nobody is in it',
  },
};

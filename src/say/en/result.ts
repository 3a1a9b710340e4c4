import { english, someOf } from './formats.ts';

const PICTURES = { one: 'picture', other: 'pictures' };

const lapses = (when: string) => `Without a decision, it will be removed permanently ${when}.`;

/** A job's outcome. `who` is a mention, `when` a Discord timestamp, `time` a duration. */
export const result = {
  took: (time: string) => `Took ${time}`,
  tookOnGpu: (time: string, onGpu: string) => `Took ${time}, ${onGpu} on the GPU`,
  for: (who: string) => `for ${who}`,
  /** Flags in the prompt, as code, that are no options here or were set otherwise. */
  ignoredFlags: (flags: readonly string[]) => `-# Ignored: ${someOf(flags)}`,
  /** Flags, as code, with the nearest value in place of the typed one. */
  nearestFlags: (flags: readonly string[]) => `-# Nearest available: ${someOf(flags)}`,
  /** `asked`: the requested number. */
  fewer: (pictures: number, asked: number) =>
    `${english.number(pictures)} of ${english.amount(asked, PICTURES)}: the rest failed.`,
  smaller: 'Shown smaller: the original was too large for Discord.',
  /** The same for an animation. */
  still: 'Shown as a still: the animation was too large for Discord.',
  /** Alternative text, for a request without a prompt. */
  picture: 'A picture made without a prompt',
  /** In place of the picture. */
  notTaken: [
    "Discord didn't accept the picture.",
    'The operator can still get it for a while: give them the ID below.',
  ],
  gone: ['The picture is no longer stored.', 'You can recreate it with the seed under *More*.'],
  promptRefused: 'The prompt is not shown: Discord refused it here.',
  /** A switch that is off, in the line of settings. */
  off: (name: string) => `no ${name}`,
  mayBeCharged: 'An earlier attempt may still have reached the GPU service and been charged.',
  cancelled: (who: string, time: string) => `Cancelled by ${who} after ${time}.`,
  cancelledByService: (time: string) => [
    `Cancelled by the GPU service after ${time}.`,
    'Run the command again to make it.',
  ],
  unnamedMember: 'a member',
  operator: "the bot's operator",
  coveredByReport: "-# Reported: it's a spoiler until the report is decided.",
  removed: "This server's moderators removed this picture.",
  removedWith: 'The source of this picture was removed, and this one with it.',
  consentTakenBack:
    'A person in the source of this picture withdrew their consent, so it was removed.',
  hiddenWith:
    'The source of this picture was reported, so this one is hidden until the report is decided.',
  hidden: "It's hidden until this server's moderators decide.",
  /** If the server has not chosen a report channel. */
  hiddenWithoutChannel: (when: string) => [
    "It's hidden. This server has no report channel yet: a server manager can set one with `/moderation channel`.",
    lapses(when),
  ],
  lapses,
  /** In place of those above outside servers, where reports go to the operator. */
  outside: {
    removed: 'The operator of this bot removed this picture.',
    hidden: "It's hidden until the operator of this bot decides.",
    /** If the operator receives no reports. */
    hiddenForGood: (when: string) => [
      "It's hidden. The operator of this bot receives no reports from outside servers.",
      lapses(when),
    ],
  },
  /** Under the answer to who reports or deletes a picture whose message only they see, once it cannot change. */
  staysUntilDismissed: "Its message stays until you dismiss it: I can't change it any more.",
  /** For a job whose message can only be edited for a quarter of an hour. */
  onlyYou: "Only you can see this. After 13 minutes I'll DM it to you, so keep DMs open.",
  /** The same if it is likely to take longer. */
  onlyYouForLong:
    "Only you can see this. It'll probably take more than 13 minutes, so I'll DM it to you. Keep DMs open.",
  /** What that message says from then on. */
  goesOnDirect: (link: string) => `Continued in a DM: ${link}`,
  cannotComeDirect:
    "This took too long for a private message, and I can't DM you, so I cancelled it.",
  /** Below the replacement of a picture. */
  askedFor: (who: string) => `For ${who}.`,
  /** The reply that notifies of the end of a long job. Replies to the job's message. */
  endReply: {
    ready: (who: string, pictures: number) =>
      pictures === 1
        ? `${who} Your picture is ready.`
        : `${who} Your ${english.amount(pictures, PICTURES)} are ready.`,
    failed: (who: string) => `${who} Your picture failed: the message says why.`,
  },
  /** The source: `what` is one of those below. */
  from: {
    again: (what: string) => `Made again from ${what}`,
    vary: (what: string) => `A variation of ${what}`,
    upscale: (what: string) => `A larger version of ${what}`,
    edit: (what: string) => `Changed from ${what}`,
    other: (what: string) => `Made from ${what}`,
  },
  /** `link` leads to a job's message. `picture` counts from 1 if there are several. */
  that: (link: string) => `[that picture](${link})`,
  thatOf: (link: string, picture: number) => `[picture ${english.number(picture)}](${link})`,
  anotherPicture: 'another picture',
  buttons: {
    cancel: 'Cancel',
    retry: 'Try again',
    again: 'Again',
    vary: 'Vary',
    upscale: 'Upscale',
    edit: 'Edit',
    more: 'More',
    /** For one of several pictures, counted from 1. */
    upscaleOne: (picture: number) => `U${picture}`,
    varyOne: (picture: number) => `V${picture}`,
  },
};

const its = (pictures: number) =>
  pictures === 1 ? 'its picture' : `its ${english.number(pictures)} pictures`;

/** The panel about a picture and its follow-ups. `link`s lead to messages. */
export const panel = {
  which: 'Which picture?',
  /** For buttons of earlier versions. */
  older: 'That button is from an earlier version of this bot. See *More* for what you can do now.',
  otherVersion: "That button is from another version of this bot. Here's what you can do now:",
  picture: (picture: number) => `Picture ${english.number(picture)}`,
  head: (job: string) => `Job ${job}: what would you like to do?`,
  headOf: (job: string, picture: number, count: number) =>
    `Job ${job}, picture ${english.number(picture)} of ${english.number(count)}: what would you like to do?`,
  /** In the menu of further steps. */
  step: 'Make something else from it',
  optionsPage: (page: number) => `More options (${english.number(page)})`,
  /** Short, so that two rows of them fit on a phone. */
  buttons: {
    details: 'Details',
    start: 'Use as start',
    original: 'File',
    save: 'Save',
    options: 'Options',
    delete: 'Delete',
    deleteNow: 'Delete permanently',
    keep: 'Keep it',
    report: 'Report',
  },
  deleteQuestion: (pictures: number) => [
    `Delete ${pictures === 1 ? 'this picture' : `all ${english.number(pictures)} pictures of this job`} and all its data?`,
    'The message is deleted too. Pictures that others made from it stay.',
  ],
  removeQuestion: (pictures: number) => [
    `Remove ${pictures === 1 ? 'this picture' : `all ${english.number(pictures)} pictures of this job`} as a moderator of this server?`,
    pictures === 1
      ? 'This is permanent and also removes everything made from it.'
      : 'This is permanent and also removes everything made from them.',
  ],
  deleted: 'Deleted.',
  removed: 'Removed.',
  saved: (link: string) => `Sent to your DMs: ${link}`,
  originalHead: (job: string) => `Original from job ${job}:`,
  /** Heads a picture saved to a member's DMs. */
  savedHead: (link: string) => `You saved this from ${link}`,
  details: {
    /** `pictures`: the number of input pictures, which the line cannot hold. */
    /** `isDirect`: in direct messages, where there are no commands. */
    copy: (pictures: number, isDirect: boolean) =>
      `Send this${isDirect ? ' in a server' : ''}${pictures === 0 ? '' : ` with ${its(pictures)} attached`} to make it again:`,
    inFile: (pictures: number) =>
      `It's too long to show here. The attached file has the command to make it again${pictures === 0 ? '' : `, with ${its(pictures)} attached`}.`,
    checkpoint: (name: string) => `Made with \`${name}\``,
    default: 'your default',
    preset: (name: string) => `preset ${name}`,
    written: (prompt: string) => `The prompt as written:\n${prompt}`,
    /** Replaces an option's value. */
    emptied: (option: string) => `**${option}** empty (can't be shown in the command)`,
    made: 'Made from it:',
    cost: (dollars: number) => `It cost ${english.money(dollars)}.`,
  },
};

/** Uses of another message's pictures. */
export const fromMessage = {
  /** The option of `/inspect`, at most 100 characters. */
  inspected: "A PNG from ComfyUI or AUTOMATIC1111's web UI",
  which: 'Which of these pictures?',
  /** Heads the settings found in a picture, as a command line to send. */
  found: 'These settings are in its file. Send the command as is, or edit it in a form:',
  left: (names: readonly string[]) =>
    `Not available here, so left at the default: ${english.series(names)}.`,
  isCut: 'The prompt was too long, so I cut its end.',
  make: 'Make it',
  /** For the member's own picture, and for another member's. */
  useOwn: (you: string) =>
    `${you}, this uses your picture. Open the form to describe what to make.`,
  useOthers: (poster: string) =>
    `Open the form to describe what to make. Then I'll ask ${poster} here for permission.`,
  form: 'Open the form',
  /** Asks the poster, by the option's kind. */
  question: {
    face: (poster: string, asker: string, link: string) =>
      `${poster}, ${asker} would like to make a picture with the face in [yours](${link}).`,
    pictures: (poster: string, asker: string, link: string) =>
      `${poster}, ${asker} would like to use [your picture](${link}).`,
  },
  terms: [
    'I download it only if you agree, and delete it once it has been used. You can withdraw with `/privacy`.',
    'This closes in an hour.',
  ],
  no: 'No',
  showPrompt: 'Show prompt',
  from: (link: string) => `Made from [this picture](${link})`,
};

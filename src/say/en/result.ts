import { english } from './formats.ts';

const PICTURES = { one: 'picture', other: 'pictures' };
const STEPS = { one: 'step', other: 'steps' };

const lapses = (when: string) => `Without a decision it is removed for good ${when}.`;

/** A job's outcome. `who` is a mention, `when` a Discord timestamp, `time` a duration. */
export const result = {
  took: (time: string) => `Took ${time}`,
  tookOnGpu: (time: string, onGpu: string) => `Took ${time}, ${onGpu} on the GPU`,
  for: (who: string) => `for ${who}`,
  /** `asked`: the requested number. */
  fewer: (pictures: number, asked: number) =>
    `${english.number(pictures)} of ${english.amount(asked, PICTURES)}: the worker could not bring the rest.`,
  smaller: 'Shown smaller: the original was too large for Discord.',
  /** The same for an animation. */
  still: 'Shown as a still: the animation was too large for Discord.',
  /** Alternative text, for a request without a prompt. */
  picture: 'A picture that was asked for without words',
  /** In place of the picture. */
  notTaken: [
    'Discord did not take the picture.',
    'Ask the operator for it by the id below; it is kept there for a while.',
  ],
  gone: [
    'The picture is no longer here.',
    '*More* has its seed, with which the same command makes it anew.',
  ],
  promptRefused: 'The prompt is not shown: Discord refused it here.',
  steps: (steps: number) => english.amount(steps, STEPS),
  mayBeCharged:
    'An earlier request for it may have reached the GPU service all the same, and be charged for.',
  cancelled: (who: string, time: string) => `Cancelled by ${who} after ${time}.`,
  cancelledByService: (time: string) => [
    `Cancelled by the GPU service after ${time}.`,
    'Send the command again to have it made.',
  ],
  somebody: 'somebody',
  operator: 'the operator of this bot',
  coveredByReport: "-# Reported: it's a spoiler until a moderator decides.",
  removed: 'The moderators of this server removed this picture.',
  removedWith: 'Moderators removed a picture that this one was made from, and this one with it.',
  consentTakenBack:
    'Somebody took back their consent to the picture that this one was made from, so it was removed.',
  hiddenWith:
    'This picture was made from one that was reported, and is hidden until moderators have decided about that one.',
  hidden: 'It is hidden until the moderators of this server decide.',
  /** If the server has not chosen a report channel. */
  hiddenUntold: (when: string) => [
    'It is hidden, and this server has not chosen yet where reports go. Moderators look at it as soon as somebody who manages the server has chosen a channel with `/moderation channel`.',
    lapses(when),
  ],
  lapses,
  /** For a job whose message can only be edited for a quarter of an hour. */
  onlyYou:
    'Only you see this. If it takes longer than 13 minutes, it goes on as a direct message; where you take none from me, it cannot come.',
  /** What that message says from then on. */
  goesOnDirect: (link: string) => `This goes on as a direct message: ${link}`,
  cannotComeDirect:
    'This took too long for a message that only you see, and you take no direct messages from me, so it was cancelled.',
  /** Below the replacement of a picture. */
  askedFor: (who: string) => `For ${who}.`,
  /** The reply that notifies of the end of a long job. Replies to the job's message. */
  told: {
    ready: (who: string, pictures: number) =>
      pictures === 1
        ? `${who} Your picture is ready.`
        : `${who} Your ${english.amount(pictures, PICTURES)} are ready.`,
    failed: (who: string) => `${who} Your picture could not be made: the message says why.`,
  },
  /** The source: `what` is one of those below. */
  from: {
    again: (what: string) => `The same again as ${what}`,
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
  },
};

const its = (pictures: number) =>
  pictures === 1 ? 'its picture' : `its ${english.number(pictures)} pictures`;

/** The panel about a picture and its follow-ups. `link`s lead to messages. */
export const panel = {
  which: 'Which picture?',
  /** For buttons of earlier versions. */
  older: 'That button is of an earlier version of this bot. *More* has what else there is now.',
  otherVersion: 'That button is of another version of this bot. This is what there is now:',
  picture: (picture: number) => `Picture ${english.number(picture)}`,
  head: (job: string) => `Job ${job}: what would you like to do with it?`,
  headOf: (job: string, picture: number, count: number) =>
    `Job ${job}, picture ${english.number(picture)} of ${english.number(count)}: what would you like to do with it?`,
  buttons: {
    details: 'Details',
    start: 'Use as start picture',
    original: 'Original file',
    save: 'Save to me',
    options: 'More options',
    optionsPage: (page: number) => `More options (${english.number(page)})`,
    delete: 'Delete',
    deleteNow: 'Delete it for good',
    keep: 'Keep it',
    report: 'Report',
  },
  deleteQuestion: (pictures: number) => [
    `Delete ${pictures === 1 ? 'this picture' : `all ${english.number(pictures)} pictures of this job`}, and everything that is known of it?`,
    'The message goes too. What others made from it stays theirs.',
  ],
  removeQuestion: (pictures: number) => [
    `Remove ${pictures === 1 ? 'this picture' : `all ${english.number(pictures)} pictures of this job`} as a moderator of this server?`,
    pictures === 1
      ? 'It goes for good, with everything that was made from it.'
      : 'They go for good, with everything that was made from them.',
  ],
  deleted: 'It is deleted.',
  removed: 'It is removed.',
  saved: (link: string) => `I have sent it to you: ${link}`,
  originalHead: (job: string) => `The original of job ${job}:`,
  /** Heads a picture saved to a member's DMs. */
  savedHead: (link: string) => `You saved this from ${link}`,
  details: {
    /** `pictures`: the number of input pictures, which the line cannot hold. */
    /** `isDirect`: in direct messages, where there are no commands. */
    copy: (pictures: number, isDirect: boolean) =>
      `Send this${isDirect ? ' in a server' : ''}${pictures === 0 ? '' : ` with ${its(pictures)} attached`} to make it again:`,
    inFile: (pictures: number) =>
      `It is too long to stand here: the file has the line that makes it again${pictures === 0 ? '' : `, with ${its(pictures)} attached`}.`,
    checkpoint: (name: string) => `Made with \`${name}\``,
    default: 'your default',
    preset: (name: string) => `preset ${name}`,
    written: (prompt: string) => `The prompt was written as:\n${prompt}`,
    /** Replaces an option's value. */
    emptied: (option: string) => `**${option}** empty, which the line cannot say`,
    pictures: (count: number) =>
      `It started from ${english.amount(count, { one: 'picture', other: 'pictures' })}.`,
    made: 'Made from it:',
    cost: (dollars: string) => `It cost ${dollars}.`,
  },
};

/** Uses of another message's pictures. */
export const fromMessage = {
  /** The option of `/inspect`, at most 100 characters. */
  inspected: 'The picture, as a PNG of ComfyUI or of AUTOMATIC1111’s web UI',
  which: 'Which of these pictures?',
  /** Heads the settings found in a picture, as a command line to send. */
  found:
    'This is what it was made with, as far as its file says. Send the line, or change it in a form:',
  left: (names: string) => `Left to its default, since it is not taken here: ${names}.`,
  isCut: 'The words were too long, and their end was left out.',
  make: 'Make it',
  /** For the member's own picture, and for another member's. */
  useOwn: (you: string) => `${you}, this uses your picture. Say in a form what to make of it.`,
  useOthers: (poster: string) =>
    `Say in a form what to make of this picture. ${poster} is then asked here whether it may be used.`,
  form: 'Open the form',
  /** Asks the poster, by the option's kind. */
  question: {
    face: (poster: string, asker: string, link: string) =>
      `${poster}, ${asker} would like to make a picture with the face in [yours](${link}).`,
    pictures: (poster: string, asker: string, link: string) =>
      `${poster}, ${asker} would like to make something of [your picture](${link}).`,
  },
  terms: [
    'It is not fetched before you say yes, and is deleted once it has been used. You can take a yes back with `/privacy`.',
    'Without an answer this closes within an hour.',
  ],
  no: 'No',
  showPrompt: 'Show prompt',
  from: (link: string) => `Made from [this picture](${link})`,
};

import { english } from './formats.ts';

const PICTURES = { one: 'picture', other: 'pictures' };
const STEPS = { one: 'step', other: 'steps' };

const lapses = (when: string) => `Without a decision it is removed for good ${when}.`;

/** How a job ended. `who` is a mention, `when` a time that Discord counts, `time` a length of time. */
export const result = {
  took: (time: string) => `Took ${time}`,
  tookOnGpu: (time: string, onGpu: string) => `Took ${time}, ${onGpu} on the GPU`,
  for: (who: string) => `for ${who}`,
  /** `asked`: how many were asked for. */
  fewer: (pictures: number, asked: number) =>
    `${english.number(pictures)} of ${english.amount(asked, PICTURES)}: the worker could not bring the rest.`,
  smaller: 'Shown smaller: the original was too large for Discord.',
  /** The same for an animation. */
  still: 'Shown as a still: the animation was too large for Discord.',
  /** For those who cannot see it, where it was asked for without words. */
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
  /** Where the server has not chosen a channel for reports. */
  hiddenUntold: (when: string) => [
    'It is hidden, and this server has not chosen yet where reports go. Moderators look at it as soon as somebody who manages the server has chosen a channel with `/moderation channel`.',
    lapses(when),
  ],
  lapses,
  /** Of a job whose message can be changed for a quarter of an hour only. */
  onlyYou:
    'Only you see this. If it takes longer than 13 minutes, it goes on as a direct message; where you take none from me, it cannot come.',
  /** What that message says from then on. */
  goesOnDirect: (link: string) => `This goes on as a direct message: ${link}`,
  cannotComeDirect:
    'This took too long for a message that only you see, and you take no direct messages from me, so it was cancelled.',
  /** Below what stands in place of a picture. */
  askedFor: (who: string) => `For ${who}.`,
  /** The reply that tells of the end of a job that took long. It answers the job's message. */
  told: {
    ready: (who: string, pictures: number) =>
      pictures === 1
        ? `${who} Your picture is ready.`
        : `${who} Your ${english.amount(pictures, PICTURES)} are ready.`,
    failed: (who: string) => `${who} Your picture could not be made: the message says why.`,
  },
  /** What it came from: `what` is one of those below. */
  from: {
    again: (what: string) => `The same again as ${what}`,
    vary: (what: string) => `A variation of ${what}`,
    upscale: (what: string) => `A larger version of ${what}`,
    edit: (what: string) => `Changed from ${what}`,
    other: (what: string) => `Made from ${what}`,
  },
  /** `link` leads to the message of a job; `picture` counts from 1, where it has several. */
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

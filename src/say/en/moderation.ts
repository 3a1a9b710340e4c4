import { english } from './formats.ts';

/** `/moderation`, and notifications to moderators. `who`, `role` and `where` are mentions. */
export const moderation = {
  description: 'Where reports of pictures go, and who may not make any here',
  channel: 'Send reports of pictures to a channel',
  channelForReports: 'One that only moderators see',
  role: 'Let the people of a role moderate; without a role, only those who manage this server',
  roleOfModerators: 'Whose people see reports, decide about them, and block',
  spoilers: 'Whether all pictures here are covered until somebody uncovers them',
  spoilersOn: 'Cover them all; without it, only those of people who want that',
  private: 'What was made privately in this server, with a way to remove it',
  blocks: 'Who may not make or report pictures here',
  block: 'Keep somebody from making and reporting pictures here',
  personToBlock: 'Whom to block',
  unblock: 'Lift a block',
  personToUnblock: 'Whose block to lift',

  managersOnly: 'Only those who manage this server moderate it from now on.',
  roleChosen: (role: string) => [
    `${role} and those who manage this server decide about reports from now on.`,
    'To offer them `/moderation` too, allow it for the role in Server Settings, Integrations.',
  ],
  channelChosen: (where: string) => `Reports of pictures go to ${where} from now on.`,
  cannotPost: (where: string, permissions: readonly string[]) =>
    `I cannot post in ${where}. Allow me ${english.list(permissions.map((one) => `**${one}**`))} there, and choose it again.`,
  greeting:
    'Reports of pictures come to this channel from now on, with buttons to decide about them.',
  privateTitle: 'Made privately in this server',
  noPrivate: 'Nothing that was made privately is kept.',
  choosePrivate: 'Remove one of them',
  removePrivate: (job: string) => [
    `Remove what job ${job} made privately?`,
    'It goes for good, with everything that was made from it. Whoever asked for it reads that moderators removed it, where I can still reach their message.',
  ],
  privateButtons: { remove: 'Remove it for good', back: 'Back' },
  covered:
    'Pictures that are asked for in this server are covered from now on, until somebody uncovers them.',
  uncovered: 'Pictures are covered from now on only where whoever asks wants that.',
  blocked: (who: string) => `${who} can no longer make or report pictures here.`,
  blockedFromReport: (who: string) =>
    `${who} can no longer make or report pictures here. \`/moderation unblock\` lifts it.`,
  alreadyBlocked: (who: string) => `${who} is blocked already.`,
  unblocked: (who: string) => `${who} can make and report pictures again.`,
  notBlocked: (who: string) => `${who} is not blocked.`,
  nobodyBlocked: 'Nobody is blocked here.',
  untold: [
    'Pictures were reported in this server, and nobody has been told: it has not chosen yet where reports go, or I may no longer post there.',
    'Somebody who moderates it chooses a channel that only moderators see, with `/moderation channel`.',
  ],
};

/** Reports of pictures. `who` is a mention, `when` a Discord timestamp. */
export const reports = {
  ask: 'What is wrong with this picture? The moderators of this server learn that you report it; whoever asked for it does not.',
  /** To the reporter, by the report's effect. */
  thanksFor: {
    hide: 'Thank you. The picture is hidden, and stays so until the moderators of this server decide.',
    cover: 'Thank you. The picture is a spoiler until a moderator of this server decides.',
    none: 'Thank you. The moderators of this server will look at it.',
  },
  /** If the server has not chosen a report channel. */
  untold: (job: string) => [
    'This server has not chosen yet where reports go: they are looked at as soon as somebody who manages it has, and whoever moderates here and uses me next is told.',
    `If it cannot wait, please tell a moderator or the owner, and name job ${job}.`,
  ],
  /** `label` for the reporter, `says` for moderators, `hidden` in place of the picture. */
  reasons: {
    shows_me: {
      label: 'It shows me',
      says: 'shows the person who reports it',
      hidden: 'Somebody reported that this picture shows them.',
    },
    sexual: {
      label: 'Sexual',
      says: 'is sexual',
      hidden: 'This picture was reported as sexual.',
    },
    minor: {
      label: 'A minor',
      says: 'shows a minor in a way it should not',
      hidden: 'This picture was reported as showing a minor.',
    },
    hateful: {
      label: 'Hateful',
      says: 'is hateful',
      hidden: 'This picture was reported as hateful.',
    },
    other: {
      label: 'Something else',
      says: 'should not be here',
      hidden: 'This picture was reported.',
    },
  },

  title: 'Reported picture',
  reported: (who: string, when: string, says: string) =>
    `${who} reported ${when} that a picture **${says}**.`,
  madeFor: (who: string, where: string) => `Made for ${who}: ${where}`,
  promptRefused: 'Discord refuses its prompt.',
  nothingLeft: 'Nothing of the picture is left here.',
  hidden: 'It is hidden until somebody decides.',
  covered: "It's a spoiler until a moderator decides.",
  shown: 'It is still shown.',
  erased: (when: string) => `Whoever asked for it had it erased ${when}.`,
  followed: (when: string) => `**Removed** ${when}, with what it was made from.`,
  removed: (who: string, when: string) => `**Removed** by ${who} ${when}.`,
  kept: (who: string, when: string) => `**Kept** by ${who} ${when}.`,
  somebody: 'Somebody',
  look: (job: string) => `Job ${job}, for your eyes only.`,
  buttons: {
    remove: 'Remove for good',
    showAgain: 'Show again',
    keep: 'Keep',
    look: 'Look at it',
    blockRequester: 'Block requester',
    blockReporter: 'Block reporter',
  },
};

/** A paused member's request to the operator to end the pause, and the operator's message. */
export const pause = {
  appeal: 'Ask the operator',
  formTitle: 'Ask the operator',
  label: 'Your message (optional)',
  about: 'The operator gets your name, when the pause ends, and what you write here.',
  sent: 'Sent. The operator can end the pause early.',
  /** `endsAt` in seconds since the epoch. */
  toOperator: (userId: string, endsAt: number) =>
    `<@${userId}> is paused until <t:${endsAt}:f> and asks you to end the pause early: \`npm run block -- end-pause ${userId}\``,
  attached: 'They wrote:',
};

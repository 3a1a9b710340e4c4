import { capitalised } from '../facts.ts';
import { english, someOf } from './formats.ts';

/** `/moderation`, and notifications to moderators. `who`, `role` and `where` are mentions. */
export const moderation = {
  description: 'Picture reports, moderators and blocks in this server',
  channel: 'Send picture reports to a channel',
  channelForReports: 'A channel that only moderators can see',
  role: 'Choose a moderator role; leave empty for server managers only',
  roleOfModerators: 'Its members can see and decide reports, and block members',
  spoilers: 'Post all pictures in this server as spoilers',
  spoilersOn: "On: all pictures. Off: each member's own choice",
  language: 'Choose the language of messages that everyone here can see',
  languageOfServer: "Leave it empty for the language in the server's Discord settings",
  private: 'List and remove private pictures made in this server',
  blocks: 'Members who are blocked here',
  block: 'Block a member from making and reporting pictures here',
  personToBlock: 'The member to block',
  unblock: 'Unblock a member',
  personToUnblock: 'The member to unblock',

  managersOnly: 'Only members who manage this server can decide reports now.',
  roleChosen: (role: string) => [
    `${role} and members who manage this server now decide reports.`,
    'To give the role `/moderation` too, allow it in Server Settings > Integrations.',
  ],
  channelChosen: (where: string) => `Reports now go to ${where}.`,
  cannotPost: (where: string, permissions: readonly string[]) =>
    `I can't post in ${where}. Give me ${english.list(permissions.map((one) => `**${one}**`))} there, then choose it again.`,
  greeting: 'Picture reports will be posted in this channel, with buttons to decide them.',
  privateTitle: 'Private pictures in this server',
  noPrivate: 'No private pictures are stored.',
  choosePrivate: 'Remove a picture',
  removePrivate: (job: string) => [
    `Remove the private picture of job ${job}?`,
    "This is permanent and also removes everything made from it. If I can still edit the requester's message, it will say that moderators removed it.",
  ],
  privateButtons: { remove: 'Remove permanently', back: 'Back' },
  covered: 'New pictures in this server are now posted as spoilers.',
  uncovered: 'Members now choose whether their pictures are spoilers.',
  /** `language`: by its own name. */
  languageChosen: (language: string) =>
    `Messages that everyone in this server can see are now in ${language}.`,
  languageOfDiscord: (language: string) =>
    `Messages that everyone in this server can see now follow its Discord settings: ${language}.`,
  blocked: (who: string) => `${who} can no longer make or report pictures here.`,
  blockedFromReport: (who: readonly string[]) =>
    `${english.list(who)} can no longer make or report pictures here. To undo this, use \`/moderation unblock\`.`,
  alreadyBlocked: (who: string) => `${who} is already blocked.`,
  unblocked: (who: string) => `${who} can make and report pictures again.`,
  notBlocked: (who: string) => `${who} isn't blocked.`,
  nobodyBlocked: 'No one is blocked here.',
  noReportChannel: [
    "Pictures were reported in this server, but there's no report channel that I can post in.",
    'Choose one that only moderators see, with `/moderation channel`. The reports will be posted there.',
  ],
};

/** Reports of pictures. `who` is a mention, `when` a Discord timestamp. */
export const reports = {
  ask: "What's wrong with this picture? The server's moderators will see that you reported it; the requester won't.",
  /** To the reporter, by the report's effect. */
  thanksFor: {
    hide: "Thanks. The picture is hidden until the server's moderators decide.",
    cover: "Thanks. The picture is a spoiler until the server's moderators decide.",
    none: "Thanks. The server's moderators will look at it.",
  },
  /** If the server has not chosen a report channel. */
  noReportChannel: (job: string) => [
    "This server has no report channel yet, so I'll tell the next moderator who uses me here.",
    `If it can't wait, tell a moderator or the owner, and mention job ${job}.`,
  ],
  /** Outside servers, where reports go to the operator. */
  outside: {
    ask: "What's wrong with this picture? The operator of this bot will see that you reported it.",
    thanksFor: {
      hide: 'Thanks. The picture is hidden until the operator of this bot decides.',
      cover: 'Thanks. The picture is a spoiler until the operator of this bot decides.',
      none: 'Thanks. The operator of this bot will look at it.',
    },
    /** If the operator receives no reports. */
    unread: {
      ask: "What's wrong with this picture? The operator of this bot receives no reports from outside servers, but some reasons hide it.",
      thanksFor: {
        hide: 'Thanks. The picture is hidden.',
        cover: 'Thanks. The picture is now a spoiler.',
        none: 'Thanks. To get rid of the picture, delete it with *More*, *Delete*.',
      },
    },
  },
  /** `label` for the reporter, `says` for moderators, `hidden` in place of the picture. */
  reasons: {
    shows_me: {
      label: 'It shows me',
      says: 'shows them',
      hidden: 'A member reported that this picture shows them.',
    },
    sexual: {
      label: 'Sexual',
      says: 'is sexual',
      hidden: 'This picture was reported as sexual.',
    },
    minor: {
      label: 'A minor',
      says: 'shows a minor inappropriately',
      hidden: 'This picture was reported as showing a minor.',
    },
    hateful: {
      label: 'Hateful',
      says: 'is hateful',
      hidden: 'This picture was reported as hateful.',
    },
    other: {
      label: 'Something else',
      says: "doesn't belong here",
      hidden: 'This picture was reported.',
    },
  },

  title: 'Reported picture',
  /** `who`: everyone who reported it for this reason, oldest first. */
  reported: (who: readonly string[], when: string, says: string) =>
    who.length === 1
      ? `${capitalised(someOf(who))} reported ${when} that this picture **${says}**.`
      : `${capitalised(someOf(who))} reported that this picture **${says}**, first ${when}.`,
  madeFor: (who: string, where: string) => `Made for ${who}: ${where}`,
  promptRefused: 'Discord refused its prompt.',
  nothingLeft: 'The picture is no longer stored.',
  hidden: "It's hidden until a moderator decides.",
  covered: "It's a spoiler until a moderator decides.",
  shown: "It's still visible.",
  erased: (when: string) => `The requester erased it ${when}.`,
  followed: (when: string) => `**Removed** ${when}, together with its source.`,
  removed: (who: string, when: string) => `**Removed** by ${who} ${when}.`,
  kept: (who: string, when: string) => `**Kept** by ${who} ${when}.`,
  unnamedMember: 'a member',
  look: (job: string) => `The reported picture of job ${job}.`,
  askToBlock: (who: readonly string[]) =>
    `Block these members from making and reporting pictures here? ${english.list(who)}`,
  buttons: {
    remove: 'Remove permanently',
    showAgain: 'Show again',
    keep: 'Keep',
    look: 'View',
    blockRequester: 'Block requester',
    blockReporter: 'Block reporter',
    blockReporters: 'Block reporters',
    blockAll: 'Block all',
  },
};

/** A paused member's request to the operator to end the pause. */
export const pause = {
  appeal: 'Ask the operator',
  formTitle: 'Ask the operator',
  label: 'Your message (optional)',
  about: 'The operator gets your name, when the pause ends, and what you write here.',
  sent: 'Sent. The operator can end the pause early.',
};

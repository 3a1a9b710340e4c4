import { english } from './formats.ts';

/** `/moderation`, and what moderators are told. `who`, `role` and `where` are mentions. */
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

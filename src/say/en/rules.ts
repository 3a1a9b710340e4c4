import { english, someOf } from './formats.ts';

const { money } = english;

const PICTURES = { one: 'picture', other: 'pictures' };

/** `1 h 40 min`, `45 s` */
function gpuTime(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const parts = [
    ...(hours > 0 ? [`${english.number(hours)} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(seconds % 60 > 0 || seconds === 0 ? [`${seconds % 60} s`] : []),
  ];
  return parts.join(' ');
}

/** What each limit allows, after a colon. Commands as code, channels as mentions. */
const allows = {
  picturesADay: (most: number) =>
    most === 0 ? 'no pictures' : `${english.amount(most, PICTURES)} a day`,
  picturesAtOnce: (most: number) =>
    most === 0 ? 'no pictures' : `${english.amount(most, PICTURES)} at once`,
  gpuSecondsADay: (most: number) =>
    most === 0 ? 'no GPU time' : `${gpuTime(most)} of GPU time a day`,
  moneyADay: (most: number) => (most === 0 ? 'no spending' : `${money(most)} a day`),
  longestSide: (most: number) =>
    most === 0 ? 'no pictures' : `up to ${english.number(most)} pixels a side`,
  count: (most: number) =>
    most === 0 ? 'no pictures' : `up to ${english.amount(most, PICTURES)} a request`,
  commands: (names: readonly string[]) =>
    names.length === 0 ? 'no commands' : `only ${someOf(names)}`,
  channels: (where: readonly string[]) =>
    where.length === 0 ? 'not in any channel' : `only in ${someOf(where)}`,
  private: (isAllowed: boolean) => (isAllowed ? 'private pictures' : 'no private pictures'),
  photos: (isAllowed: boolean) => (isAllowed ? 'uploaded pictures' : 'no uploaded pictures'),
  paused: () => 'paused',
};

/** `/limits` and `/quota`: what managers of a server allow. `who`: a mention, or one of the words below. */
export const rules = {
  description: 'What members of this server may make',
  list: "All of this server's limits",
  server: 'Limit this server as a whole, managers included',
  role: 'Limit the members of a role',
  roleToLimit: 'Whose members to limit; @everyone counts for members without another limit',
  member: 'Limit one member, whatever their roles allow',
  memberToLimit: 'The member to limit',
  pause: 'Stop taking requests, and hold those that wait',
  resume: 'End the pause: waiting requests keep their place',
  history: 'Who changed which limit',
  export: "This server's limits as a file, to edit and import",
  import: "Replace all of this server's limits with those of a file",
  fileToImport: 'A file from /limits export; nothing changes before you confirm',
  quota: 'What you can still make today',

  title: "This server's limits",
  none: "No limits besides the bot's own.",
  howTheyApply:
    "A member's own limit comes first, then the most generous of their roles, then @everyone's. Server limits apply to everyone.",
  of: (who: string) => `**${who}**`,
  thisServer: 'This server',
  erased: 'an erased member',
  allows,
  sentence: (who: string, what: string) => `${who}: ${what}`,
  /** In the menu and as a form's field. At most 45 characters. */
  names: {
    picturesADay: 'Pictures a day',
    picturesAtOnce: 'Pictures at once',
    gpuSecondsADay: 'GPU seconds a day',
    moneyADay: 'US dollars a day',
    count: 'Pictures a request',
    longestSide: 'Longest side in pixels',
    commands: 'Commands',
    channels: 'Channels',
    private: 'Private pictures',
    photos: 'Uploaded pictures',
    paused: 'Pause',
  },
  choose: 'Set or remove a limit',
  open: 'Change the limits of…',
  /** In a menu, which shows no mentions. `id`: of a role or member. */
  roleWith: (id: string) => `Role ${id}`,
  memberWith: (id: string) => `Member ${id}`,
  formTitle: 'Set a limit',
  takesMoney: (most: number) => `0 to ${english.number(most)}, such as 0.50; empty: no limit`,
  takesNumber: (most: number) => `0 to ${english.number(most)}; empty: no limit`,
  takesCommands: 'names, separated by commas; empty: no limit; "none": no command',
  takesChannels: 'IDs or mentions, separated by commas; empty: no limit; "none": no channel',
  allowed: 'Allowed',
  forbidden: 'Not allowed',
  back: 'All limits',
  full: (most: number) => `A server can have ${english.number(most)} limits. Remove one first.`,
  unreadable: (name: string, takes: string) =>
    `That doesn't fit **${name}**: ${takes}. Nothing was changed.`,
  historyTitle: 'Limit changes',
  noHistory: 'None yet.',
  changed: (when: string, by: string, difference: string) => `${when} ${by}: ${difference}`,
  noLimit: 'no limit',
  paused:
    'Paused. New requests are refused, waiting ones are held, and pictures in progress finish.',
  resumed: 'Resumed. Waiting requests keep their place.',

  exported: "This server's limits. `/limits import` takes the file, edited or not.",
  importTitle: 'Replace the limits?',
  limitOf: (who: string, limit: string) => `${who}, ${limit}`,
  difference: (what: string, before: string, after: string) => `${what}: ${before} → ${after}`,
  listDifference: (
    what: string,
    { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
  ) => {
    const parts = [
      ...(added.length > 0 ? [`also ${english.list(added)}`] : []),
      ...(removed.length > 0 ? [`no longer ${english.list(removed)}`] : []),
    ];
    return `${what}: ${parts.join('; ')}`;
  },
  unchanged: 'The file has the same limits as this server. Nothing to change.',
  rolesUnknown: "Discord didn't say which roles this server has, so they weren't checked.",
  rolesNotHere: (roles: readonly string[]) =>
    roles.length === 1
      ? `This server doesn't have the role ${someOf(roles)}, so its limits would apply to nobody.`
      : `This server doesn't have these roles, so their limits would apply to nobody: ${someOf(roles)}.`,
  commandsNotHere: (names: readonly string[]) =>
    `This bot doesn't have ${names.length === 1 ? 'the command' : 'these commands'} ${someOf(names)}.`,
  replace: 'Replace limits',
  cancel: 'Cancel',
  replaced: 'The limits were replaced.',
  changedSince: 'The limits were changed meanwhile, so this is what would change now.',
  fileProblems: {
    no_json: "That file isn't JSON.",
    too_large: "That file is too large to be one of a server's limits.",
    gone: 'That file is no longer there. Import it again.',
    unreachable: "Discord didn't deliver the file. Import it again in a moment.",
    unreadable: (at: number | undefined) =>
      at === undefined
        ? "That file doesn't look like one from `/limits export`, or has more than 100 limits."
        : `Limit ${english.number(at)} of that file can't be read. Compare it with an exported one.`,
    twice: (at: number) => `Limit ${english.number(at)} of that file repeats an earlier one.`,
    noPrice: (at: number) =>
      `Limit ${english.number(at)} of that file is about money, and the operator has set no price for GPU time.`,
    nothingChanged: (problem: string) => `${problem} Nothing was changed.`,
  },

  quotaTitle: 'What you can still make here',
  /** Heads what the operator's own limits refuse. */
  refusedNow: 'A request would be refused now:',
  unlimited: 'This server sets no daily limit for you.',
  left: {
    picturesADay: (left: number, most: number) =>
      `${english.number(left)} of ${english.amount(most, PICTURES)} left`,
    gpuSecondsADay: (left: number, most: number) =>
      `${gpuTime(left)} of ${gpuTime(most)} of GPU time left`,
    moneyADay: (left: number, most: number) => `${money(left)} of ${money(most)} left`,
  },
  /** Before any of those. */
  yours: (left: string) => `**You**: ${left}`,
  ofServer: (left: string) => `**The whole server**: ${left}`,
  /** `when`: a timestamp. */
  moreFrom: (line: string, when: string) => `${line}, more ${when}`,
  alsoHere: (allowed: string) => `Also here: ${allowed}.`,
  pausedNow: 'The managers of this server have paused pictures.',
  day: 'What you make counts for 24 hours.',
  /** `what`: as above, such as `50 pictures a day`. */
  premiumAdds: (what: string) => `Premium adds ${what}.`,
  premiumPictures: (left: number) =>
    `You have ${english.amount(left, { one: 'premium picture', other: 'premium pictures' })}, used once your pictures for the day are gone.`,
};

/** Parts of the errors about them. */
export const ruleErrors = {
  notAllowed: "This server doesn't allow that.",
  changed: "This server changed its limits while you waited, and doesn't allow that any more.",
  you: 'You',
  dayUsedUp: {
    nothing: {
      member: "You can't make pictures here.",
      server: "This server can't make pictures.",
    },
    pictures: (whose: 'member' | 'server', most: string, left: string) =>
      `${whose === 'server' ? 'This server can' : 'Here, you can'} make ${most} a day, and ${left} can still be made.`,
    money: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'This server can' : 'Here, you can'} spend ${money(most)} a day, and ${money(left)} is left.`,
    gpuTime: (whose: 'member' | 'server', most: number, left: number) =>
      `${whose === 'server' ? 'This server can' : 'Here, you can'} use ${gpuTime(most)} of GPU time a day, and ${gpuTime(left)} is left.`,
  },
};

import { english, someOf } from './formats.ts';

const PICTURES = { one: 'picture', other: 'pictures' };
const REQUESTS = { one: 'request', other: 'requests' };

/** Page buttons of a list. */
export const pages = {
  newer: 'Newer',
  older: 'Older',
  /** If a search stopped early; `when` is a relative time that Discord renders. */
  stopped: (requests: number, when: string) =>
    `I stopped after ${english.amount(requests, REQUESTS)}, at one from ${when}. Press the button below to continue.`,
};

/** `/jobs` */
export const jobs = {
  title: 'Your pictures',
  none: 'You have asked for no picture yet. Try /imagine.',
  nothingFound: 'There is nothing of that kind. Choose another below, or find other words.',
  phases: {
    asking: 'Waiting for your consent',
    waiting: 'Waiting',
    working: 'Working',
    completed: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  several: (pictures: number) => english.amount(pictures, PICTURES),
  hidden: 'hidden',
  removed: 'removed by moderators',
  /** In the state menu. */
  all: 'Everything',
  show: 'Show',
  again: 'Make one again',
  buttons: {
    words: 'Find words',
    cancelAll: 'Cancel all mine',
    cancelNow: 'Cancel them',
    keep: 'Keep them',
  },
  /** The search form's title and field. */
  wordsTitle: 'Find words',
  wordsLabel: 'Words of the prompt, or an id; empty for all',
  nothingToCancel: 'Nothing of yours is under way in this server.',
  cancelQuestion: (requests: number) =>
    `**Cancel ${english.form(requests, { one: 'the one request', other: `all ${english.number(requests)} requests` })} of yours under way in this server?**`,
  /** While the jobs are being cancelled. */
  cancelling: (requests: number) => `Cancelling ${english.amount(requests, REQUESTS)}…`,
  cancelled: (requests: number) =>
    requests === 0
      ? 'Nothing was left to cancel.'
      : `Cancelled: ${english.amount(requests, REQUESTS)}.`,
  kept: 'Nothing was cancelled.',
};

/** `/show` */
export const show = {
  job: 'Its id, or words of its prompt to choose by',
  /** In autocomplete, for moderators. */
  byOther: 'somebody else’s',
  /** The last choice, if older requests were not searched. */
  notSearched: (requests: number) =>
    `Searched the latest ${english.amount(requests, REQUESTS)}. For an older one, paste its id.`,
  ageRestricted: 'Its picture is shown in age-restricted channels only.',
  private: 'It was asked for privately, so only whoever asked sees the picture.',
};

/** `/status` */
export const status = {
  title: 'Status',
  workers: 'Workers',
  queue: "RunPod's queue",
  jobs: "This bot's jobs",
  /** An endpoint of workflows, by their titles. */
  endpoint: someOf,
  /** The endpoint's state. */
  at: (workers: string, queue: string) => `Workers: ${workers}\nQueue: ${queue}`,
  publicEndpoint: 'One of RunPod’s public models, of which nobody is told how busy it is.',
  moreEndpoints: (count: number) =>
    english.amount(count, { one: 'more endpoint', other: 'more endpoints' }),
  /** `2 idle` */
  count: (count: number, what: string) => `${english.number(count)} ${what}`,
  noJobs: 'none yet',
  new: 'New pictures',
  /** A Discord timestamp. */
  draining: (when: string) =>
    `I was told ${when} to take no new ones, to be ready for a restart. What was asked for before still comes.`,
  leftOut: 'Left out',
  /** Workflow names, each as code. */
  leftOutBecause: (names: readonly string[]) =>
    `${english.list(names)}: something is wrong with ${english.form(names.length, { one: 'it', other: 'them' })}, and this bot’s operator finds out what by \`npm run doctor\``,
  notTold: 'not told',
};

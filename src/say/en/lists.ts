import { english, someOf } from './formats.ts';

const PICTURES = { one: 'picture', other: 'pictures' };
const JOBS = { one: 'job', other: 'jobs' };

/** Page buttons of a list. */
export const pages = {
  newer: 'Newer',
  older: 'Older',
  /** If a search stopped early; `when` is a relative time that Discord renders. */
  stopped: (jobs: number, when: string) =>
    `Searched ${english.amount(jobs, JOBS)}, back to ${when}. Press the button below to continue.`,
};

/** `/jobs` */
export const jobs = {
  title: 'Your pictures',
  none: 'You have no pictures yet. `/help` shows how to make one.',
  nothingFound: 'Nothing found. Choose another filter below, or search for other words.',
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
  again: 'Make again',
  buttons: {
    words: 'Search',
    cancelAll: 'Cancel all',
    cancelNow: 'Cancel all',
    keep: 'Keep',
  },
  /** The search form's title and field. */
  wordsTitle: 'Search your pictures',
  wordsLabel: 'Words in the prompt, or a job ID; empty: all',
  nothingToCancel: 'You have nothing in progress in this server.',
  cancelQuestion: (jobs: number) =>
    `**Cancel ${english.form(jobs, { one: 'your job', other: `all ${english.number(jobs)} of your jobs` })} in progress in this server?**`,
  /** While the jobs are being cancelled. */
  cancelling: (jobs: number) => `Cancelling ${english.amount(jobs, JOBS)}…`,
  cancelled: (jobs: number) =>
    jobs === 0 ? 'There was nothing left to cancel.' : `Cancelled: ${english.amount(jobs, JOBS)}.`,
  kept: 'Nothing was cancelled.',
};

/** `/show` */
export const show = {
  job: 'Its ID, or words from its prompt',
  /** In autocomplete, for moderators. */
  byOther: 'another member',
  /** The last choice, if older jobs were not searched. */
  notSearched: (jobs: number) =>
    `Searched the latest ${english.amount(jobs, JOBS)}. For an older one, paste its ID.`,
  ageRestricted: 'The picture is only shown in age-restricted channels.',
  private: "It's private: only the requester can see the picture.",
};

const WORKFLOWS = { one: 'workflow', other: 'workflows' };
const OPTIONS = { one: 'option', other: 'options' };
const PROBLEMS = { one: 'more problem', other: 'more problems' };

/** `/workflow`, for the bot's operator. Names come as code. */
export const workflows = {
  description: "The bot's workflows, for its operator",
  list: 'Which workflows are offered, and which are left out and why',
  title: (offered: number, leftOut: number) =>
    `${english.amount(offered, WORKFLOWS)}${leftOut === 0 ? '' : `, ${english.number(leftOut)} left out`}`,
  none: 'There are no workflows. `npm run workflow -- add FILE` makes one.',
  options: (count: number) => english.amount(count, OPTIONS),
  endpoint: (id: string) => `endpoint ${id}`,
  /** A workflow whose command has another name than its folder. */
  folder: (name: string) => `folder ${name}`,
  facesOff: 'needs a photo, and `FACE_REFERENCES` is off',
  moreProblems: (count: number) =>
    `-# ${english.amount(count, PROBLEMS)}; \`npm run workflow -- check\` lists all.`,
  page: (page: number, pages: number) => `Page ${english.number(page)} of ${english.number(pages)}`,
  back: 'Back',
  next: 'Next',
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
  publicEndpoint: "A public RunPod model; RunPod doesn't report how busy it is.",
  moreEndpoints: (count: number) =>
    english.amount(count, { one: 'more endpoint', other: 'more endpoints' }),
  /** RunPod's workers by state, and its queue. States that are missing here go by RunPod's own names. */
  counts: {
    idle: 'idle',
    initializing: 'initializing',
    ready: 'ready',
    running: 'running',
    throttled: 'throttled',
    unhealthy: 'unhealthy',
    inQueue: 'in queue',
    inProgress: 'in progress',
  },
  /** `2 idle` */
  count: (count: number, what: string) => `${english.number(count)} ${what}`,
  noJobs: 'none yet',
  new: 'New pictures',
  /** A Discord timestamp. */
  draining: (when: string) =>
    `Paused ${when} ahead of a restart. Earlier requests will still finish.`,
  processes: 'Processes',
  /** How many share the bot's work. */
  running: (count: number) => `${english.number(count)} running`,
  drainingProcesses: (count: number) => `${english.number(count)} draining`,
  stopping: (count: number) => `${english.number(count)} stopping`,
  leftOut: 'Unavailable',
  /** Workflow names, each as code. */
  leftOutBecause: (names: readonly string[]) =>
    `${english.list(names)}. The operator can run \`npm run doctor\` to find out why.`,
  unknownCount: 'unknown',
  /** In place of counts that are all zero. */
  noCount: 'none',
};

/** What a figure is, and what it should be. */
export interface Goal {
  /** The scenario that measures it. */
  readonly scenario: string;
  readonly figure: string;
  readonly unit: 'ms' | 'MB' | '';
  readonly atLeast?: number;
  readonly atMost?: number;
  /** At most this many times what a plain bot took in the same run. */
  readonly timesPlain?: number;
}

/** The longest that the event loop may stand still, in milliseconds, whatever happens. */
export const LONGEST_STALL_MS = 50;

/** What tests allow, in CPU time of the bot: the machine that runs them may be slow, or busy. */
export const STALL_IN_TESTS_MS = 4 * LONGEST_STALL_MS;

const ms = { unit: 'ms' } as const;
const stall = { unit: 'ms', atMost: LONGEST_STALL_MS } as const;

/** Every figure that the bench measures. Those without a bound are there to be looked at. */
export const GOALS = {
  'burst.late': { scenario: 'burst', figure: 'answered after 3 s', unit: '', atMost: 0 },
  'burst.first': { scenario: 'burst', figure: 'first answer', ...ms },
  'burst.median': { scenario: 'burst', figure: 'median answer', ...ms },
  'burst.p99': { scenario: 'burst', figure: 'p99 answer', ...ms, timesPlain: 3 },
  'burst.fresh': { scenario: 'burst', figure: 'p99 answer, just started', ...ms },
  'burst.fresh-late': { scenario: 'burst', figure: 'after 3 s, just started', unit: '', atMost: 0 },
  'burst.http-late': { scenario: 'burst', figure: 'after 3 s, posted', unit: '', atMost: 0 },
  'burst.http-median': { scenario: 'burst', figure: 'median answer, posted', ...ms },
  'burst.http-p99': { scenario: 'burst', figure: 'p99 answer, posted', ...ms, timesPlain: 3 },
  'burst.http-stall': { scenario: 'burst', figure: 'longest stall, posted', ...stall },
  'burst.p99-sent': { scenario: 'burst', figure: 'p99 until sent', ...ms },
  'burst.max': { scenario: 'burst', figure: 'last answer', ...ms },
  'burst.stall': { scenario: 'burst', figure: 'longest stall', ...stall },

  'flood.late': { scenario: 'flood', figure: 'answered after 3 s', unit: '', atMost: 0 },
  'flood.median': { scenario: 'flood', figure: 'others, median answer', ...ms },
  'flood.p99': { scenario: 'flood', figure: 'others, p99 answer', ...ms, atMost: 200 },
  'flood.quiet-p99': { scenario: 'flood', figure: 'the same, nobody types', ...ms },
  'flood.stall': { scenario: 'flood', figure: 'longest stall', ...stall },

  'busy-burst.late': { scenario: 'busy-burst', figure: 'answered after 3 s', unit: '', atMost: 0 },
  'busy-burst.late-sent': { scenario: 'busy-burst', figure: 'sent after 3 s', unit: '', atMost: 0 },
  'busy-burst.p99-sent': { scenario: 'busy-burst', figure: 'p99 until sent', ...ms },
  'busy-burst.median': { scenario: 'busy-burst', figure: 'median answer', ...ms },
  'busy-burst.p99': { scenario: 'busy-burst', figure: 'p99 answer', ...ms },
  'busy-burst.max': { scenario: 'busy-burst', figure: 'last answer', ...ms },

  'asking.mean': { scenario: 'asking', figure: 'asked too late, mean', ...ms, timesPlain: 0.3 },
  'asking.p95': { scenario: 'asking', figure: 'asked too late, p95', ...ms, timesPlain: 0.4 },
  'asking.requests': { scenario: 'asking', figure: 'status requests a job', unit: '' },
  'asking.wide-p95': {
    scenario: 'asking',
    figure: 'asked too late, p95',
    ...ms,
    atMost: 1_600,
    timesPlain: 0.4,
  },
  'asking.wide-requests': {
    scenario: 'asking',
    figure: 'status requests a job',
    unit: '',
    atMost: 16,
  },

  'stream.p50': { scenario: 'stream', figure: 'lag, p50', ...ms, timesPlain: 0.3 },
  'stream.p95': { scenario: 'stream', figure: 'lag, p95', ...ms, timesPlain: 0.4 },
  'stream.known-p50': { scenario: 'stream', figure: 'lag, p50', ...ms, timesPlain: 0.15 },
  'stream.known-p95': { scenario: 'stream', figure: 'lag, p95', ...ms, timesPlain: 0.4 },
  'stream.mean': { scenario: 'stream', figure: 'lag, mean', ...ms },
  'stream.requests': { scenario: 'stream', figure: 'status requests a job', unit: '', atMost: 14 },
  'stream.cpu': { scenario: 'stream', figure: 'CPU time a job', ...ms, timesPlain: 1.1 },
  'stream.stall': { scenario: 'stream', figure: 'longest stall', ...stall },
  'stream.missing': { scenario: 'stream', figure: 'not shown', unit: '', atMost: 0 },

  'wide.p50': { scenario: 'wide', figure: 'lag, p50', ...ms },
  'wide.p95': { scenario: 'wide', figure: 'lag, p95', ...ms, atMost: 1_800 },
  'wide.known-p95': { scenario: 'wide', figure: 'lag, p95', ...ms, atMost: 1_600 },
  'wide.requests': { scenario: 'wide', figure: 'status requests a job', unit: '', atMost: 16 },
  'wide.cpu': { scenario: 'wide', figure: 'CPU time a job', ...ms, timesPlain: 1.25 },
  'wide.missing': { scenario: 'wide', figure: 'not shown', unit: '', atMost: 0 },

  'webhooks.p50': { scenario: 'webhooks', figure: 'lag, p50', ...ms, timesPlain: 0.1 },
  'webhooks.p95': { scenario: 'webhooks', figure: 'lag, p95', ...ms },
  'webhooks.requests': {
    scenario: 'webhooks',
    figure: 'status requests a job',
    unit: '',
    atMost: 3,
  },
  'webhooks.stall': { scenario: 'webhooks', figure: 'longest stall', ...stall },
  'webhooks.missing': { scenario: 'webhooks', figure: 'not shown', unit: '', atMost: 0 },

  'screening.ordinary-400': {
    scenario: 'screening',
    figure: 'ordinary prompts of 400 characters, median',
    ...ms,
    atMost: 1,
  },
  'screening.ordinary-940': {
    scenario: 'screening',
    figure: 'ordinary prompts of 940 characters, median',
    ...ms,
    atMost: 2,
  },
  'screening.ordinary-p99': {
    scenario: 'screening',
    figure: 'ordinary prompts of 940 characters, p99',
    ...ms,
    atMost: 5,
  },
  'screening.crafted': {
    scenario: 'screening',
    figure: 'slowest crafted prompt, median',
    ...ms,
    atMost: 20,
  },

  'restart.ready': { scenario: 'restart', figure: 'start to ready', ...ms },
  'restart.first-stall': { scenario: 'restart', figure: 'longest stall, at first', ...stall },
  'restart.later-stall': { scenario: 'restart', figure: 'longest stall, later', ...stall },
  'restart.later-cpu': { scenario: 'restart', figure: 'CPU time, later', ...ms },
  'restart.answer': { scenario: 'restart', figure: 'a command once ready', ...ms, atMost: 3_000 },

  'commits.one': { scenario: 'commits', figure: 'one job alone', unit: '', atMost: 6 },
  'commits.many': { scenario: 'commits', figure: 'a job of 20 at once', unit: '', atMost: 6 },

  'rest.memory': {
    scenario: 'rest',
    figure: 'memory of the tree',
    unit: 'MB',
    atMost: 125,
    timesPlain: 1.4,
  },
  'rest.lists': { scenario: 'rest', figure: 'screening lists loaded', ...ms, atMost: 200 },
  'rest.ready': { scenario: 'rest', figure: 'start to ready', ...ms },

  'log.ready': { scenario: 'log', figure: 'start to ready', ...ms },
  'log.start-stall': { scenario: 'log', figure: 'longest stall, start', ...stall },
  'log.retention-stall': { scenario: 'log', figure: 'longest stall, retention', ...stall },
  'log.retention-left': { scenario: 'log', figure: 'kept too long', unit: '', atMost: 0 },
  'log.status': { scenario: 'log', figure: '/status, median', ...ms },
  'log.status-more': { scenario: 'log', figure: '/status, more than if empty', ...ms, atMost: 2 },
  'log.status-stall': { scenario: 'log', figure: 'longest stall, /status', ...stall },
  'log.export': { scenario: 'log', figure: 'export', ...ms },
  'log.export-stall': { scenario: 'log', figure: 'longest stall, export', ...stall },
  'log.erase': { scenario: 'log', figure: 'erasure', ...ms },
  'log.erase-stall': { scenario: 'log', figure: 'longest stall, erasure', ...stall },

  'results.memory': { scenario: 'results', figure: 'peak of the tree', unit: 'MB', atMost: 350 },
  'results.stall': { scenario: 'results', figure: 'longest stall', ...stall },
  'results.done': { scenario: 'results', figure: 'until all are shown', ...ms },
  'results.missing': { scenario: 'results', figure: 'not shown', unit: '', atMost: 0 },

  'flight.held-memory': {
    scenario: 'flight',
    figure: 'peak of the tree, running',
    unit: 'MB',
    atMost: 350,
  },
  'flight.memory': {
    scenario: 'flight',
    figure: 'peak of the tree, all done',
    unit: 'MB',
    atMost: 350,
  },
  'flight.held-stall': { scenario: 'flight', figure: 'longest stall, running', ...stall },
  'flight.stall': { scenario: 'flight', figure: 'longest stall, all done', ...stall },
  'flight.missing': { scenario: 'flight', figure: 'not shown', unit: '', atMost: 0 },
  'flight.done': { scenario: 'flight', figure: 'until all are shown', ...ms },

  'paced.ready': { scenario: 'paced', figure: 'start to ready', ...ms },
  'paced.memory': { scenario: 'paced', figure: 'peak of the tree', unit: 'MB', atMost: 450 },
  'paced.requests': { scenario: 'paced', figure: 'most in 10 s', unit: '', atMost: 2_000 },
  'paced.at-once': { scenario: 'paced', figure: 'most at once', unit: '', atMost: 400 },
  'paced.start-stall': { scenario: 'paced', figure: 'longest stall, start', ...stall },
  'paced.stall': { scenario: 'paced', figure: 'longest stall', ...stall },
  'paced.answer': { scenario: 'paced', figure: 'a command meanwhile', ...ms, atMost: 3_000 },

  'photos.refused': { scenario: 'photos', figure: 'last photo refused', ...ms, atMost: 500 },
  'photos.others': { scenario: 'photos', figure: 'last picture of others', ...ms, atMost: 5_000 },
  'photos.left': { scenario: 'photos', figure: 'photos not refused', unit: '', atMost: 0 },
  'photos.waiting': { scenario: 'photos', figure: 'others without picture', unit: '', atMost: 0 },
  'photos.stall': { scenario: 'photos', figure: 'longest stall', ...stall },

  'inputs.done': { scenario: 'inputs', figure: 'until all are shown', ...ms },
  'inputs.missing': { scenario: 'inputs', figure: 'not shown', unit: '', atMost: 0 },
  'inputs.stall': { scenario: 'inputs', figure: 'longest stall', ...stall },

  'machines.late': { scenario: 'machines', figure: 'answered after 3 s', unit: '' },
  'machines.median': { scenario: 'machines', figure: 'median answer', ...ms },
  'machines.p99': { scenario: 'machines', figure: 'p99 answer', ...ms },
  'machines.stall': { scenario: 'machines', figure: 'longest stall', ...ms },
  'machines.jobs': { scenario: 'machines', figure: 'jobs a second', unit: '' },
  'machines.times': {
    scenario: 'machines',
    figure: 'times the jobs a second of one process',
    unit: '',
    atLeast: 2.4,
  },
  'machines.cpu': { scenario: 'machines', figure: 'CPU time a job', ...ms },
  'machines.commits': { scenario: 'machines', figure: 'commits a job', unit: '' },
  'machines.database': { scenario: 'machines', figure: 'time in PostgreSQL a job', ...ms },
  'machines.database-cpu': {
    scenario: 'machines',
    figure: 'CPU time of PostgreSQL a job',
    ...ms,
  },
  'machines.memory': { scenario: 'machines', figure: 'peak of a process', unit: 'MB' },

  'prompts.answer': { scenario: 'prompts', figure: 'answer', ...ms, atMost: 3_000 },
  'prompts.stall': { scenario: 'prompts', figure: 'longest stall', ...stall },

  'scrapes.median': { scenario: 'scrapes', figure: 'a scrape, median', ...ms },
  'scrapes.longest': { scenario: 'scrapes', figure: 'longest scrape', ...ms, atMost: 500 },
  'scrapes.quiet-stall': { scenario: 'scrapes', figure: 'longest stall, no scrape', ...ms },
  'scrapes.stall': { scenario: 'scrapes', figure: 'longest stall', ...stall },

  'remove.alone': { scenario: 'remove', figure: 'answer, nobody reads', ...ms },
  'remove.reading': { scenario: 'remove', figure: 'answer, somebody reads', ...ms, atMost: 500 },
  'remove.stall': { scenario: 'remove', figure: 'longest stall', ...stall },
} as const satisfies Readonly<Record<string, Goal>>;

export type GoalKey = keyof typeof GOALS;

import { english } from './formats.ts';
import { someOf } from './some-of.ts';

/** `/jobs` */
export const jobs = {
  none: 'You have asked for no picture yet. Try /imagine.',
  phases: {
    asking: 'Waiting for your consent',
    waiting: 'Waiting',
    working: 'Working',
    completed: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
};

/** `/status` */
export const status = {
  title: 'Status',
  workers: 'Workers',
  queue: "RunPod's queue",
  jobs: "This bot's jobs",
  /** An endpoint of some workflows' own, by their titles. */
  endpoint: someOf,
  /** How it stands there. */
  at: (workers: string, queue: string) => `Workers: ${workers}\nQueue: ${queue}`,
  publicEndpoint: 'One of RunPod’s public models, of which nobody is told how busy it is.',
  moreEndpoints: (count: number) =>
    english.amount(count, { one: 'more endpoint', other: 'more endpoints' }),
  /** `2 idle` */
  count: (count: number, what: string) => `${english.number(count)} ${what}`,
  noJobs: 'none yet',
  leftOut: 'Left out',
  /** Names of workflows, each as code. */
  leftOutBecause: (names: readonly string[]) =>
    `${english.list(names)}: something is wrong with ${english.form(names.length, { one: 'it', other: 'them' })}, and this bot’s operator finds out what by \`npm run doctor\``,
  notTold: 'not told',
};

import { english } from './formats.ts';

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
  /** `2 idle` */
  count: (count: number, what: string) => `${english.number(count)} ${what}`,
  noJobs: 'none yet',
  leftOut: 'Left out',
  /** Names of workflows, each as code. */
  leftOutBecause: (names: readonly string[]) =>
    `${english.list(names)}: something is wrong with ${english.form(names.length, { one: 'it', other: 'them' })}, and this bot’s operator finds out what by \`npm run doctor\``,
  notTold: 'not told',
};

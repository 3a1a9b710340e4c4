import { setTimeout as sleep } from 'node:timers/promises';
import { crowd } from '../crowd.ts';
import { inHouse } from '../house.ts';
import { queryJobs } from '../job-rows.ts';
import { median } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';
import { CommitCount } from '../wal-commits.ts';

const REPEATS = 5;
const TOGETHER = 20;
const WITHIN_MS = 60_000;
/** What is only noted down after a message is shown may come a little later. */
const AFTERWARDS_MS = 1_500;

/** Commits from commands to the pictures that are shown: `alone` one after another, then at once. */
export interface CommitsMeasure {
  readonly alone: readonly number[];
  /** For each of the jobs that were asked for at once. */
  readonly together: number;
}

/** Counts what the database's log says was committed, which is right however the bot goes about it. */
export function measureCommits(repeats = REPEATS): Promise<CommitsMeasure> {
  return inHouse({ workers: TOGETHER }, async (house) => {
    const { discord, databasePath } = house;
    const bot = house.darkroom({ POLL_INTERVAL_MS: '500' });
    await bot.ready();
    let done = 0;
    const commitsOf = async (jobs: number) => {
      const count = new CommitCount(databasePath);
      done += jobs;
      try {
        await Promise.all(crowd(discord, jobs).map((use) => discord.command(use)));
        const shown = await until(() => shownJobs(databasePath) === done, WITHIN_MS);
        if (!shown) throw new Error(`not all pictures were shown\n${bot.lastLines.join('\n')}`);
        await sleep(AFTERWARDS_MS);
      } finally {
        done = shownJobs(databasePath);
      }
      return count.stop() / jobs;
    };
    await commitsOf(1);
    const alone: number[] = [];
    for (let round = 0; round < repeats; round += 1) alone.push(await commitsOf(1));
    return { alone, together: await commitsOf(TOGETHER) };
  });
}

function shownJobs(databasePath: string): number {
  const sql = `SELECT id FROM jobs WHERE state = 'completed' AND shown_revision >= revision`;
  return queryJobs(databasePath, sql).length;
}

export const commits: Scenario = {
  name: 'commits',
  withinMs: 5 * 60_000,
  async run(report, { quick }) {
    const { alone, together } = await measureCommits(quick ? 1 : REPEATS);
    report({ key: 'commits.one', measured: median(alone) });
    report({ key: 'commits.many', measured: together });
  },
};

import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import type { Job } from '../../src/jobs/job.ts';
import { copyJob } from '../support/copy-job.ts';
import { LogBench } from '../support/log-bench.ts';
import { longestStall } from './longest-stall.ts';
import { finishedFrom } from '../support/made-from.ts';
import { peopleParts } from '../support/people-parts.ts';

/** One picture that is reported, and so many others made from it as SQL says: `n` counts from 1. */
async function reported(count: number, sourceOf: string): Promise<{ bench: LogBench; first: Job }> {
  const bench = new LogBench();
  const first = await finishedFrom(bench, []);
  await copyJob(bench.path, first.id, count);
  const sqlite = new SQLite(bench.path);
  sqlite
    .prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
      INSERT INTO picture_sources SELECT 'copy' || n, ${sourceOf} FROM numbers`,
    )
    .run(count);
  sqlite.close();
  return { bench, first };
}

describe('what becomes of a picture', () => {
  it.each([
    ['10,000 were made from it', 10_000, `'job1'`],
    [
      '2,000 were made from it, each from the one before',
      2_000,
      `iif(n = 1, 'job1', 'copy' || (n - 1))`,
    ],
  ])('is followed without holding anybody up where %s', async (_, count, sourceOf) => {
    const { bench, first } = await reported(count, sourceOf);
    const { reports, following } = peopleParts(bench);
    const all = async (visibility: string) => {
      const are = bench.db
        .selectFrom('jobs')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('visibility', '=', visibility)
        .where('followDue', '=', 0);
      return (await are.executeTakeFirstOrThrow()).count;
    };
    const filing = {
      id: 'r1',
      jobId: first.id,
      reporterId: '9',
      reason: 'sexual',
      lapsesAt: 1,
    } as const;
    const report = await reports.file(filing);
    const stalls = [await longestStall(() => following.follow())];
    expect(await all('hidden')).toBe(count + 1);
    await reports.decide(report?.id ?? '', 'removed', '6');
    stalls.push(await longestStall(() => following.follow()));
    expect(await all('removed')).toBe(count + 1);
    expect(Math.max(...stalls)).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
  });
});

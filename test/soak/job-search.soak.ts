import { describe, expect, it } from 'vitest';
import { STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import { type JobSearch, termsIn } from '../../src/jobs/sql/job-search.ts';
import { copyJob } from '../support/copy-job.ts';
import { LogBench } from '../support/log-bench.ts';
import { slicing } from '../support/slicing.ts';
import { longestStall } from './longest-stall.ts';
import { sampleRequest } from '../../packages/stand-ins/playground/cards/sample-job.ts';

const ADA = '400000000000000009';
const HOUSE = '200000000000000001';
const ROWS = 100_000;
const BUDGET = { rows: 20_000, ms: 600_000 };

/** One person's jobs with the longest prompts, all asked for in the same moment, and one before them. */
async function crowded(): Promise<LogBench> {
  const bench = new LogBench();
  await bench.create({ userId: ADA, request: sampleRequest({ prompt: 'a fox' }) });
  await bench.clock.advance(1_000);
  const prompt = 'an owl '.repeat(214).trim();
  const { id } = await bench.create({ userId: ADA, request: sampleRequest({ prompt }) });
  await copyJob(bench.path, id, ROWS);
  return bench;
}

describe('a search among 100,000 jobs of one person', () => {
  it('holds nobody up, gives up in between, and finds the oldest in the end', async () => {
    const bench = await crowded();
    const search = (parts: Partial<JobSearch>) =>
      bench.log.jobs.search(
        { of: { userId: ADA }, atMost: 5, budget: BUDGET, ...parts },
        slicing(),
      );
    const stalls: number[] = [];
    const found: string[] = [];
    let searches = 0;
    let from: JobSearch['from'];
    do {
      stalls.push(
        await longestStall(async () => {
          const { jobs, older } = await search({ terms: termsIn('fox'), from });
          found.push(...jobs.map(({ wanted }) => wanted.prompt));
          from = older && { way: 'older', cursor: older };
        }),
      );
      searches += 1;
    } while (from);
    expect([found, searches]).toEqual([['a fox'], Math.ceil(ROWS / BUDGET.rows) + 1]);
    for (const parts of [
      { states: new Set(['failed']) },
      { of: { guildId: HOUSE }, terms: termsIn('fox') },
      {},
    ]) {
      stalls.push(await longestStall(() => search(parts)));
    }
    expect(Math.max(...stalls)).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
  });
});

import { describe, expect, it } from 'vitest';
import { JobLog } from '../../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../../src/jobs/sql/limits.ts';
import { isTerminal, JOB_STATES, type JobState, TERMINAL_STATES } from '../../../src/jobs/job.ts';
import { LogBench } from '../../support/log-bench.ts';

describe('two changes at once', () => {
  const contest = async (bench: LogBench, from: JobState, ends: readonly JobState[]) => {
    const job = await bench.jobIn(from);
    const outcomes = await Promise.all(ends.map((to) => bench.log.move(job.id, to, 'a race')));
    const winners = outcomes.filter((outcome) => outcome !== undefined);
    return { winners, row: await bench.find(job), events: await bench.eventsOf(job) };
  };

  it('of which both end the job: exactly one does, and the row is the one of it', async () => {
    const bench = new LogBench();
    const ends = ['cancelled', 'completed', 'failed', 'expired', 'cancelled'] as const;
    for (let round = 0; round < 100; round += 1) {
      const order = ends.toSpliced(0, 0, ...ends.slice(round % ends.length)).slice(0, ends.length);
      const { winners, row, events } = await contest(bench, 'running', order);
      expect(winners).toEqual([row]);
      expect(events.filter(({ toState }) => TERMINAL_STATES.includes(toState as JobState))).toEqual(
        [expect.objectContaining({ fromState: 'running', toState: row.state })],
      );
    }
  });

  it('by two logs over one database are settled all the same', async () => {
    const bench = new LogBench();
    const other = new JobLog(bench.store, bench.clock, NO_LIMITS, (id) => `erased-${id}`);
    for (let round = 0; round < 50; round += 1) {
      const { id } = await bench.jobIn('running');
      const [one, two] = await Promise.all([
        bench.log.move(id, 'cancelled', 'a race'),
        other.move(id, 'completed', 'a race'),
      ]);
      expect([one, two].filter((outcome) => outcome !== undefined)).toHaveLength(1);
    }
  });

  it('leave a job that has ended at its end', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('cancelled');
    await Promise.all(JOB_STATES.map((to) => bench.log.move(job.id, to, 'a race')));
    expect(await bench.find(job)).toEqual(job);
    expect(isTerminal(job.state)).toBe(true);
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { UnderWay } from '../../src/privacy/erasure.ts';
import type { Job, JobState } from '../../src/jobs/job.ts';
import { moments } from '../../src/store/moments.ts';
import { Turns } from '../../src/engines/turns.ts';
import { copyJob } from '../support/copy-job.ts';
import { LogBench } from '../support/log-bench.ts';

const JOBS = 130;
const WHY = 'cancelled with all of theirs';

/** Somebody with many jobs that wait. */
async function openMany() {
  const bench = new LogBench();
  const job = await bench.jobIn('ready');
  await copyJob(bench.path, job.id, JOBS - 1);
  const stop = new AbortController();
  const slicing = { turns: new Turns(), signal: stop.signal };
  const underWay = new UnderWay({ log: bench.log, slicing });
  const asked = { userId: job.userId, askedAt: bench.clock.now() };
  const told: { readonly job: Job; readonly from: JobState | null | undefined }[] = [];
  bench.log.events.on('changed', (changed, from) => told.push({ job: changed, from }));
  const states = async () =>
    Object.fromEntries((await bench.log.jobs.countByState()).entries()) as Partial<
      Record<JobState, number>
    >;
  return { bench, job, underWay, asked, told, stop, states };
}

/** Does something after each commit, and counts them. */
function atCommits(onCommit: (count: number) => void = () => undefined) {
  const seen = { count: 0 };
  const onCommitted = () => {
    seen.count += 1;
    onCommit(seen.count);
  };
  moments.batchCommitted.subscribe(onCommitted);
  onTestFinished(() => {
    moments.batchCommitted.unsubscribe(onCommitted);
  });
  return seen;
}

describe('cancelling everything that a member has under way', () => {
  it('takes a commit for many jobs, and tells of each once', async () => {
    const { bench, underWay, asked, told, states } = await openMany();
    const commits = atCommits();
    expect(await underWay.cancel(asked, WHY)).toBe(JOBS);
    expect(commits.count).toBeLessThanOrEqual(10);
    expect(await states()).toEqual({ cancelled: JOBS });
    expect(new Set(told.map(({ job }) => job.id)).size).toBe(JOBS);
    expect(told).toHaveLength(JOBS);
    expect(told.every(({ job, from }) => from === 'ready' && job.cancelledBy === job.userId)).toBe(
      true,
    );
    const events = await bench.db
      .selectFrom('jobEvents')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('cause', '=', WHY)
      .executeTakeFirstOrThrow();
    expect(events.count).toBe(JOBS);
  });

  it('leaves a job that fails meanwhile, and what was asked for later', async () => {
    const { bench, job, underWay, asked, told, states } = await openMany();
    bench.clock.setBack(-1);
    await bench.jobIn('ready');
    await bench.log.move(job.id, 'failed', 'test', { error: { code: 'unexpected' } });
    told.length = 0;
    // The rows that are read first are old by the time that they are written.
    const read = bench.log.jobs.underWayOf.bind(bench.log.jobs);
    const { id: second } = await bench.db
      .selectFrom('jobs')
      .select('id')
      .where('state', '=', 'ready')
      .where('createdAt', '<=', asked.askedAt)
      .executeTakeFirstOrThrow();
    bench.log.jobs.underWayOf = async function* (userId) {
      for await (const jobs of read(userId)) {
        await bench.log.move(second, 'failed', 'test', { error: { code: 'unexpected' } });
        yield jobs;
      }
    };
    expect(await underWay.cancel(asked, WHY)).toBe(JOBS - 2);
    expect(await states()).toEqual({ failed: 2, ready: 1, cancelled: JOBS - 2 });
  });

  it('keeps what was committed where the bot stops in between', async () => {
    const { underWay, asked, told, stop, states } = await openMany();
    atCommits((count) => {
      if (count === 2) stop.abort(new Error('stopping'));
    });
    await expect(underWay.cancel(asked, WHY)).rejects.toThrow('stopping');
    const { cancelled = 0, ready = 0 } = await states();
    expect(cancelled).toBe(told.length);
    expect([cancelled > 0, ready > 0, cancelled + ready]).toEqual([true, true, JOBS]);
  });
});

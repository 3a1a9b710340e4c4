import { describe, expect, it } from 'vitest';
import { EndWatches } from '../../src/jobs/end-watches.ts';
import { LogBench } from '../support/log-bench.ts';

describe('watching jobs for their end', () => {
  it('tells those who watch the job that ended, and nobody else', async () => {
    const bench = new LogBench();
    const ends = new EndWatches({ log: bench.log, halt: new AbortController().signal });
    const [one, other] = [await bench.jobIn('running'), await bench.jobIn('running')];
    const watches = [ends.watch(one), ends.watch(one), ends.watch(other)];
    await bench.move(one, 'failed');
    expect(watches.map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
  });

  it('tells nobody of a change that ends nothing, or who watches no more', async () => {
    const bench = new LogBench();
    const ends = new EndWatches({ log: bench.log, halt: new AbortController().signal });
    const job = await bench.jobIn('queued');
    const [before, after] = [ends.watch(job), ends.watch(job)];
    await bench.move(job, 'running');
    expect(before.signal.aborted).toBe(false);
    before.unwatch();
    await bench.move(job, 'failed');
    expect([before.signal.aborted, after.signal.aborted]).toEqual([false, true]);
  });

  it('tells all when the bot stops, and whoever comes after that', async () => {
    const bench = new LogBench();
    const halt = new AbortController();
    const ends = new EndWatches({ log: bench.log, halt: halt.signal });
    const job = await bench.jobIn('running');
    const before = ends.watch(job);
    halt.abort();
    expect([before.signal.aborted, ends.watch(job).signal.aborted]).toEqual([true, true]);
  });

  it('listens to the log once, however many are watched, until it is stopped', async () => {
    const bench = new LogBench();
    const listening = bench.log.events.listenerCount('changed');
    const ends = new EndWatches({ log: bench.log, halt: new AbortController().signal });
    const job = await bench.jobIn('running');
    for (let watches = 0; watches < 100; watches += 1) ends.watch(job);
    expect(bench.log.events.listenerCount('changed')).toBe(listening + 1);
    ends.stop();
    expect(bench.log.events.listenerCount('changed')).toBe(listening);
  });
});

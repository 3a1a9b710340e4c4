import { describe, expect, it } from 'vitest';
import { GpuTime } from '../../src/jobs/gpu-time.ts';
import { LogBench } from '../support/log-bench.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A log, and a limit of so much GPU time a day. Counts how often the log is asked for the sum. */
class GpuTimeBench extends LogBench {
  readonly gpuTime: GpuTime;
  asked = 0;

  constructor(maxGpuMsPerDay: number) {
    super();
    const { log, clock } = this;
    const gpuMsSince = log.gpuUse.msSince.bind(log.gpuUse);
    log.gpuUse.msSince = (...parts) => {
      this.asked += 1;
      return gpuMsSince(...parts);
    };
    this.gpuTime = new GpuTime({ log, clock, maxGpuMsPerDay, jobTimeoutMs: HOUR });
  }

  /** The answer, and how often it was asked for by then. */
  async answer(): Promise<[opensAt: number | undefined, asked: number]> {
    return [await this.gpuTime.opensAt(), this.asked];
  }
}

describe('the GPU time of a day', () => {
  it('is summed from what RunPod measured, and opens again at the next midnight', async () => {
    const bench = new GpuTimeBench(60_000);
    const midnight = bench.clock.now();
    await bench.clock.advance(5 * HOUR);
    await bench.jobIn('completed', {}, { executionMs: 40_000 });
    await bench.jobIn('failed', {}, { executionMs: 19_999 });
    expect(await bench.gpuTime.opensAt()).toBeUndefined();
    await bench.jobIn('expired', {}, { executionMs: 1 });
    expect(await bench.gpuTime.opensAt()).toBe(midnight + DAY);
    await bench.clock.advance(19 * HOUR - 1);
    expect(await bench.gpuTime.opensAt()).toBe(midnight + DAY);
    await bench.clock.advance(1);
    expect(await bench.gpuTime.opensAt()).toBeUndefined();
  });

  it.each([
    [60_001, undefined],
    [60_000, Date.UTC(2030, 0, 2)],
  ])(
    'counts a run that RunPod did not measure by how long it was seen: of %i',
    async (most, opensAt) => {
      const bench = new GpuTimeBench(most);
      expect(await bench.gpuTime.opensAt()).toBeUndefined();
      const running = await bench.jobIn('running', {}, { startedAt: bench.clock.now() });
      await bench.clock.advance(60_000);
      await bench.gpuTime.opensAt();
      await bench.move(running, 'cancelled');
      expect(await bench.gpuTime.opensAt()).toBe(opensAt);
    },
  );

  it('counts no downtime: no run takes longer than it may', async () => {
    const bench = new GpuTimeBench(HOUR + 1);
    const running = await bench.jobIn('running', {}, { startedAt: bench.clock.now() });
    await bench.clock.advance(5 * HOUR);
    await bench.gpuTime.opensAt();
    await bench.move(running, 'failed');
    expect(await bench.answer()).toEqual([undefined, 1]);
    expect(await bench.log.gpuUse.msSince(bench.clock.now() - HOUR, HOUR)).toBe(HOUR);
  });

  it('is without limit at 0, and then nobody sums it', async () => {
    const bench = new GpuTimeBench(0);
    await bench.jobIn('completed', {}, { executionMs: DAY });
    expect(await bench.answer()).toEqual([undefined, 0]);
    expect(bench.log.events.listenerCount('changed')).toBe(0);
  });
});

describe('the sum of a day', () => {
  it('is asked for once, however many want to know within ten seconds', async () => {
    const bench = new GpuTimeBench(60_000);
    await Promise.all(Array.from({ length: 100 }, () => bench.gpuTime.opensAt()));
    for (let job = 0; job < 10; job += 1) {
      await bench.jobIn('completed', {}, { executionMs: 1_000 });
      await bench.gpuTime.opensAt();
    }
    expect(bench.asked).toBe(1);
    await bench.clock.advance(9_999);
    expect(await bench.answer()).toEqual([undefined, 1]);
    await bench.clock.advance(1);
    expect(await bench.answer()).toEqual([undefined, 2]);
  });

  it('is asked for again where what ended meanwhile reaches the limit, and not once it is known', async () => {
    const bench = new GpuTimeBench(60_000);
    await bench.gpuTime.opensAt();
    await bench.jobIn('completed', {}, { executionMs: 59_999 });
    expect(await bench.answer()).toEqual([undefined, 1]);
    await bench.jobIn('completed', {}, { executionMs: 1 });
    const spent = Date.UTC(2030, 0, 2);
    expect(await bench.answer()).toEqual([spent, 2]);
    await bench.jobIn('completed', {}, { executionMs: 5 });
    expect(await bench.answer()).toEqual([spent, 2]);
  });

  it('counts what RunPod says later of a run, within ten seconds', async () => {
    const bench = new GpuTimeBench(60_000);
    const { id } = await bench.jobIn('cancelled');
    expect(await bench.gpuTime.opensAt()).toBeUndefined();
    await bench.log.note.remoteClosed(id, { executionMs: 60_000 });
    await bench.clock.advance(10_000);
    expect(await bench.gpuTime.opensAt()).toBeDefined();
  });

  it('misses nothing that ends while it is asked for', async () => {
    const bench = new GpuTimeBench(60_000);
    const asked = bench.log.gpuUse.msSince.bind(bench.log.gpuUse);
    let answer: () => void = () => undefined;
    bench.log.gpuUse.msSince = async (...parts) => {
      const used = await asked(...parts);
      await new Promise<void>((resolve) => (answer = resolve));
      return used;
    };
    const first = bench.gpuTime.opensAt();
    await expect.poll(() => bench.asked).toBe(1);
    await bench.jobIn('completed', {}, { executionMs: 60_000 });
    bench.log.gpuUse.msSince = asked;
    answer();
    expect(await first).toBeUndefined();
    expect(await bench.gpuTime.opensAt()).toBeDefined();
  });

  it('is asked for again where it could not be read', async () => {
    const bench = new GpuTimeBench(60_000);
    const gpuMsSince = bench.log.gpuUse.msSince.bind(bench.log.gpuUse);
    bench.log.gpuUse.msSince = () => Promise.reject(new Error('the disk is away'));
    await expect(bench.gpuTime.opensAt()).rejects.toThrow('the disk is away');
    bench.log.gpuUse.msSince = gpuMsSince;
    expect(await bench.answer()).toEqual([undefined, 1]);
  });
});

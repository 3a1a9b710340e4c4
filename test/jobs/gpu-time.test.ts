import { describe, expect, it } from 'vitest';
import { gpuTimeOpensAt } from '../../src/jobs/gpu-time.ts';
import { LogBench } from '../support/log-bench.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const opensAt = (bench: LogBench, maxGpuMsPerDay: number) =>
  gpuTimeOpensAt(bench.log, { maxGpuMsPerDay, jobTimeoutMs: HOUR }, bench.clock.now());

describe('the GPU time of a day', () => {
  it('is summed from what RunPod measured, and opens again at the next midnight', async () => {
    const bench = new LogBench();
    const midnight = bench.clock.now();
    await bench.clock.advance(5 * HOUR);
    await bench.jobIn('completed', {}, { executionMs: 40_000 });
    await bench.jobIn('failed', {}, { executionMs: 19_999 });
    expect(await opensAt(bench, 60_000)).toBeUndefined();
    await bench.jobIn('expired', {}, { executionMs: 1 });
    expect(await opensAt(bench, 60_000)).toBe(midnight + DAY);
    await bench.clock.advance(19 * HOUR - 1);
    expect(await opensAt(bench, 60_000)).toBe(midnight + DAY);
    await bench.clock.advance(1);
    expect(await opensAt(bench, 60_000)).toBeUndefined();
  });

  it('counts a run that RunPod did not measure by how long it was seen', async () => {
    const bench = new LogBench();
    const running = await bench.jobIn('running', {}, { startedAt: bench.clock.now() });
    await bench.clock.advance(60_000);
    await bench.move(running, 'cancelled');
    expect(await opensAt(bench, 60_001)).toBeUndefined();
    expect(await opensAt(bench, 60_000)).toBeDefined();
  });

  it('counts no downtime: no run takes longer than it may', async () => {
    const bench = new LogBench();
    const running = await bench.jobIn('running', {}, { startedAt: bench.clock.now() });
    await bench.clock.advance(5 * HOUR);
    await bench.move(running, 'failed');
    expect(await bench.log.gpuMsSince(bench.clock.now() - HOUR, HOUR)).toBe(HOUR);
  });

  it('is without limit at 0', async () => {
    const bench = new LogBench();
    await bench.jobIn('completed', {}, { executionMs: DAY });
    expect(await opensAt(bench, 0)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { CANCEL_PATH, cancel, openRunning } from './running-there.ts';

const HOUR = 60 * 60_000;

describe('a cancelled job', () => {
  it('that cannot be cancelled is not asked about for ever, should it seem to run for ever', async () => {
    const { bench, job } = await openRunning();
    bench.runpod.http.fault({ path: CANCEL_PATH, times: Infinity, answer: { status: 405 } });
    const body = JSON.stringify({ status: 'IN_PROGRESS' });
    bench.runpod.http.fault({ path: /status/, times: Infinity, answer: { status: 200, body } });
    await cancel(bench, job);
    const { finishedAt = 0 } = await bench.end(job);
    expect(bench.time.now() - finishedAt).toBeGreaterThanOrEqual(24 * HOUR);
    expect(bench.time.now() - finishedAt).toBeLessThan(25 * HOUR);
    expect(bench.requests(/status/)).toBeLessThan(300);
  });
});

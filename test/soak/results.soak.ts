import { expect, it } from 'vitest';
import { GOALS, STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import { measureResults } from '../../bench/scenarios/results.ts';

it('200 results of 2 MB at once are all shown, hold nothing up, and fit into memory', async () => {
  const { missing, stall, peakBytes } = await measureResults();
  expect(missing).toBe(0);
  expect(stall?.cpuMs ?? Infinity).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
  expect(peakBytes / 1e6).toBeLessThanOrEqual(GOALS['results.memory'].atMost);
});

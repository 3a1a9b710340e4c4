import { expect, it } from 'vitest';
import { GOALS } from '../../bench/goals.ts';
import { measureResults } from '../../bench/scenarios/results.ts';
import { expectNoStall } from './expect-no-stall.ts';

it('200 results of 2 MB at once are all shown, hold nothing up, and fit into memory', async () => {
  const { missing, stall, peakBytes } = await measureResults(200);
  expect(missing).toBe(0);
  expectNoStall(stall);
  expect(peakBytes / 1e6).toBeLessThanOrEqual(GOALS['results.memory'].atMost);
});

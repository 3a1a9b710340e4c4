import { expect, it } from 'vitest';
import { median, percentile } from '../../bench/percentiles.ts';
import { GOALS } from '../../bench/goals.ts';
import { measureScreening } from '../../bench/scenarios/screening.ts';

/** The machine may be slow, or busy. */
const ROOM = 4;

it('prompts are read in milliseconds, ordinary ones and those made to be slow', async () => {
  const { ordinary400, ordinary940, crafted } = await measureScreening();
  expect(median(ordinary400)).toBeLessThanOrEqual(ROOM * GOALS['screening.ordinary-400'].atMost);
  expect(median(ordinary940)).toBeLessThanOrEqual(ROOM * GOALS['screening.ordinary-940'].atMost);
  expect(percentile(ordinary940, 0.99)).toBeLessThanOrEqual(
    ROOM * GOALS['screening.ordinary-p99'].atMost,
  );
  expect(crafted).toBeLessThanOrEqual(ROOM * GOALS['screening.crafted'].atMost);
});

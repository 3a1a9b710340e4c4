import { expect, it } from 'vitest';
import { GOALS, STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import { measureRemove } from '../../bench/scenarios/remove.ts';

it('a picture is removed at once while another program reads the database', async () => {
  const { readingMs, stall } = await measureRemove();
  expect(readingMs ?? Infinity).toBeLessThanOrEqual(4 * GOALS['remove.reading'].atMost);
  expect(stall?.cpuMs ?? Infinity).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
});

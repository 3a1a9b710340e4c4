import { expect, it } from 'vitest';
import { GOALS } from '../../bench/goals.ts';
import { measureRemove } from '../../bench/scenarios/remove.ts';
import { expectNoStall } from './expect-no-stall.ts';

it('a picture is removed at once while another program reads the database', async () => {
  const { readingMs, stall } = await measureRemove();
  expect(readingMs ?? Infinity).toBeLessThanOrEqual(4 * GOALS['remove.reading'].atMost);
  expectNoStall(stall);
});

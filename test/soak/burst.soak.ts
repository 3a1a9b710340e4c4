import { expect, it } from 'vitest';
import { measureBurst } from '../../bench/scenarios/burst.ts';
import { expectNoStall } from './expect-no-stall.ts';

it.each([25, 200, 500, 1_000])('%d commands at once hold nothing up', async (size) => {
  const { times, stall } = await measureBurst('darkroom', size, { fresh: true });
  expect(times.unanswered).toBe(0);
  // The first answers go out while the others are still being written.
  expect(times.first).toBeLessThan(times.max / 2);
  expectNoStall(stall);
});

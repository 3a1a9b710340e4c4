import { expect, it } from 'vitest';
import { STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import { measureBurst } from '../../bench/scenarios/burst.ts';

it.each([25, 200, 500])('%d commands at once hold nothing up', async (size) => {
  const { times, stall } = await measureBurst('darkroom', size);
  expect(times.unanswered).toBe(0);
  expect(stall?.cpuMs ?? Infinity).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
});

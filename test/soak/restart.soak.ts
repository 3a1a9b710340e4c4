import { expect, it } from 'vitest';
import { STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import { measureRestart } from '../../bench/scenarios/restart.ts';

it('5,000 jobs that wait hold nothing up, nor does a restart', async () => {
  const windows = { firstMs: 30_000, laterMs: 35_000, patienceMs: 120_000 };
  const measure = await measureRestart({ waiting: 5_000, ...windows });
  expect(measure.answerMs).not.toBeNull();
  expect(measure.firstStall?.cpuMs ?? Infinity).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
  expect(measure.laterStall?.cpuMs ?? Infinity).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
});

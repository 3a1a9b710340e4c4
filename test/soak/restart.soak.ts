import { expect, it } from 'vitest';
import { measureRestart } from '../../bench/scenarios/restart.ts';
import { expectNoStall } from './expect-no-stall.ts';

it('5,000 jobs that wait hold nothing up, nor does a restart', async () => {
  const windows = { firstMs: 30_000, laterMs: 35_000, patienceMs: 120_000 };
  const measure = await measureRestart({ waiting: 5_000, ...windows });
  expect(measure.answerMs).not.toBeNull();
  expectNoStall(measure.firstStall);
  expectNoStall(measure.laterStall);
});

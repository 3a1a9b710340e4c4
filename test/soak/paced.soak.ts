import { expect, it } from 'vitest';
import { GOALS } from '../../bench/goals.ts';
import { measurePaced } from '../../bench/scenarios/paced.ts';

/** Requests that were sent in one window may arrive in the next. */
const ROOM = 1.05;

it('10,000 running jobs are asked about within what RunPod takes, and people are answered', async () => {
  const measure = await measurePaced(10_000, { forMs: 20_000, patienceMs: 180_000 });
  expect(measure.answerMs).not.toBeNull();
  expect(measure.mostInWindow).toBeGreaterThan(0);
  expect(measure.mostInWindow).toBeLessThanOrEqual(ROOM * GOALS['paced.requests'].atMost);
  expect(measure.mostAtOnce).toBeLessThanOrEqual(GOALS['paced.at-once'].atMost);
});

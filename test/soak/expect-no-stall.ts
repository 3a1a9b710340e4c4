import { expect } from 'vitest';
import { STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import type { Stall } from '../../bench/lap.ts';

/** What sleeps on the main thread takes no CPU time, and no machine is so busy. */
const LONGEST_SLEEP_MS = 3_000;

/** That the bot's own doing held its event loop up for four times the goal at most. */
export function expectNoStall(stall: Stall | null): void {
  expect(stall?.cpuMs ?? Infinity).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
  expect(stall?.ms ?? Infinity).toBeLessThanOrEqual(LONGEST_SLEEP_MS);
}

import { randomInt } from 'node:crypto';

/** How a run of the kill tests is set from outside. */
export interface RunOptions {
  /** Of the random kills; the same seed gives the same moments. */
  readonly seed: number;
  /** How many random kills. */
  readonly kills: number;
}

/** From `CRASH_SEED` and `CRASH_KILLS`; without them a new seed and 200 kills. */
export function runOptions(): RunOptions {
  const { CRASH_SEED: seed = randomInt(1_000_000), CRASH_KILLS: kills = 200 } = process.env;
  return { seed: Number(seed), kills: Number(kills) };
}

import { randomInt } from 'node:crypto';

/** How a run of the kill tests is set from outside. */
export interface RunOptions {
  /** Of the random kills; the same seed gives the same moments. */
  readonly seed: number;
  /** How many random kills. */
  readonly kills: number;
  /** How often a PostgreSQL server is ended. */
  readonly serverEnds: number;
}

/** From `CRASH_SEED`, `CRASH_KILLS` and `CRASH_SERVER_ENDS`; without them a new seed, 200 and 40. */
export function runOptions(): RunOptions {
  const {
    CRASH_SEED: seed = randomInt(1_000_000),
    CRASH_KILLS: kills = 200,
    CRASH_SERVER_ENDS: serverEnds = 40,
  } = process.env;
  return { seed: Number(seed), kills: Number(kills), serverEnds: Number(serverEnds) };
}

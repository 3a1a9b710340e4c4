import { randomInt } from 'node:crypto';

/** How a run of the kill tests is set from outside. */
export interface RunOptions {
  /** Of the random kills; the same seed gives the same moments. */
  readonly seed: number;
  /** How many random kills. */
  readonly kills: number;
  /** How often a PostgreSQL server is ended. */
  readonly serverEnds: number;
  /** How often one of several processes is killed at a random moment. */
  readonly processKills: number;
  /** How often one stands still at a random moment. */
  readonly processStops: number;
}

/**
 * From `CRASH_SEED`, `CRASH_KILLS`, `CRASH_SERVER_ENDS`, `CRASH_PROCESS_KILLS` and
 * `CRASH_PROCESS_STOPS`; without them a new seed, 200, 40, 300 and 200.
 */
export function runOptions(): RunOptions {
  const {
    CRASH_SEED: seed = randomInt(1_000_000),
    CRASH_KILLS: kills = 200,
    CRASH_SERVER_ENDS: serverEnds = 40,
    CRASH_PROCESS_KILLS: processKills = 300,
    CRASH_PROCESS_STOPS: processStops = 200,
  } = process.env;
  return {
    seed: Number(seed),
    kills: Number(kills),
    serverEnds: Number(serverEnds),
    processKills: Number(processKills),
    processStops: Number(processStops),
  };
}

import type { JobQueries } from './job-queries.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * When GPU time can be used again, in milliseconds since the epoch: the next midnight in UTC where
 * today's is used up, `undefined` where it is not.
 *
 * @param msPerDay 0 for no limit.
 */
export async function gpuTimeOpensAt(
  log: JobQueries,
  msPerDay: number,
  now: number,
): Promise<number | undefined> {
  if (msPerDay === 0) return undefined;
  const midnight = now - (now % DAY_MS);
  const used = await log.gpuMsSince(midnight);
  return used >= msPerDay ? midnight + DAY_MS : undefined;
}

/** The facts of `gpu_time_spent`. */
export function gpuTimeFacts(opensAt: number): { readonly at: string } {
  return { at: String(Math.ceil(opensAt / 1000)) };
}

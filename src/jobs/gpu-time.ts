import type { JobQueries } from './job-queries.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How much GPU time may be used. Milliseconds. */
export interface GpuTime {
  /** 0: no limit. */
  readonly maxGpuMsPerDay: number;
  /** How long one job may take at most. */
  readonly jobTimeoutMs: number;
}

/**
 * When GPU time can be used again, in milliseconds since the epoch: the next midnight in UTC where
 * today's is used up, `undefined` where it is not.
 */
export async function gpuTimeOpensAt(
  log: JobQueries,
  { maxGpuMsPerDay, jobTimeoutMs }: GpuTime,
  now: number,
): Promise<number | undefined> {
  if (maxGpuMsPerDay === 0) return undefined;
  const midnight = now - (now % DAY_MS);
  const used = await log.gpuMsSince(midnight, jobTimeoutMs);
  return used >= maxGpuMsPerDay ? midnight + DAY_MS : undefined;
}

/** The facts of `gpu_time_spent`. */
export function gpuTimeFacts(opensAt: number): { readonly at: string } {
  return { at: String(Math.ceil(opensAt / 1000)) };
}

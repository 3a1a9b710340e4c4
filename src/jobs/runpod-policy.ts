import type { RunPodJob } from '../runpod/submission.ts';

/** An orphan at RunPod ends by itself this long after the time that the job may take. */
const TTL_MARGIN_MS = 60 * 60_000;
/** The longest that RunPod lets a job live, by its documentation of `executionTimeout`. */
const LONGEST_TTL_MS = 7 * 24 * 60 * 60_000;

/** How long RunPod may work on a job and keep it, in milliseconds. */
export function policyFor(jobTimeoutMs: number): RunPodJob['policy'] {
  const ttl = Math.min(jobTimeoutMs + TTL_MARGIN_MS, LONGEST_TTL_MS);
  return { executionTimeout: jobTimeoutMs, ttl };
}

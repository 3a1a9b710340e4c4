import type { SandboxJob } from './job.ts';

/** What RunPod takes where a job's policy names nothing. */
export const DEFAULT_EXECUTION_TIMEOUT_MS = 600_000;
export const DEFAULT_TTL_MS = 24 * 3_600_000;

/** A result is kept this long after its job has ended. */
const RESULT_KEPT_MS = 30 * 60_000;

/** Whether RunPod has forgotten a job: its ttl, counted from submission, or its result has expired. */
export function isGone(job: SandboxJob, now: number): boolean {
  if (job.deletedAt !== undefined) return true;
  if (now >= job.submittedAt + (job.policy.ttl ?? DEFAULT_TTL_MS)) return true;
  return job.endedAt !== undefined && now >= job.endedAt + RESULT_KEPT_MS;
}

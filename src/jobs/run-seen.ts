import type { Job } from '../record/job/job.ts';

/** Since when a job runs, as far as can be told. */
export interface RunSeen {
  /** In milliseconds since the epoch. */
  readonly startedAt: number;
  /** How much earlier it may have been, in milliseconds. */
  readonly unsureMs: number;
}

/** What is known of a job that RunPod says is running. Times are milliseconds since the epoch. */
export interface RunSighting {
  readonly now: number;
  /** When RunPod last had it in its queue. */
  readonly queuedAt: number | undefined;
  /** How long it was there, in milliseconds, where RunPod says so: as a rule it does once a job runs. */
  readonly delayMs: number | undefined;
}

/** RunPod has a job a little before this side hears of it, and counts how long from then. */
const HEARD_LATE_MS = 1_000;

/**
 * When a run began that is seen now. A row that says so already is believed, and RunPod unless it says
 * that the run is still to begin.
 */
export function runSeen(
  { submittedAt, startedAt }: Pick<Job, 'submittedAt' | 'startedAt'>,
  { now, queuedAt, delayMs }: RunSighting,
): RunSeen {
  if (startedAt !== undefined) return { startedAt, unsureMs: 0 };
  const earliest = Math.min(Math.max(submittedAt ?? now, queuedAt ?? 0), now);
  const unsure = { startedAt: now, unsureMs: now - earliest };
  if (delayMs === undefined || submittedAt === undefined) return unsure;
  const toldAt = submittedAt + delayMs;
  if (toldAt > now + HEARD_LATE_MS) return unsure;
  return { startedAt: Math.min(Math.max(toldAt, earliest), now), unsureMs: 0 };
}

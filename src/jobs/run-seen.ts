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

/** When a run began that is seen now. A row that says so already is believed. */
export function runSeen(
  { submittedAt, startedAt }: Pick<Job, 'submittedAt' | 'startedAt'>,
  { now, queuedAt, delayMs }: RunSighting,
): RunSeen {
  if (startedAt !== undefined) return { startedAt, unsureMs: 0 };
  const earliest = Math.min(Math.max(submittedAt ?? now, queuedAt ?? 0), now);
  if (delayMs === undefined || submittedAt === undefined) {
    return { startedAt: now, unsureMs: now - earliest };
  }
  return { startedAt: Math.min(Math.max(submittedAt + delayMs, earliest), now), unsureMs: 0 };
}

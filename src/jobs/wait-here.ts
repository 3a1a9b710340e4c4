import type { Clock } from '../clock.ts';
import type { Job } from '../record/job/job.ts';

export interface WaitHereContext {
  readonly clock: Clock;
  /** How long a job may wait here for its turn and for RunPod to take it. */
  readonly queueTimeoutMs: number;
  /** From 0 up to 1, for jitter. */
  readonly random: () => number;
}

/** What is left of the time that a job may wait here, in ms. */
export function waitLeft(
  { readyAt, createdAt }: Job,
  { clock, queueTimeoutMs }: Omit<WaitHereContext, 'random'>,
): number {
  return (readyAt ?? createdAt) + queueTimeoutMs - clock.now();
}

/**
 * How long a job that RunPod does not take is left alone, in ms. Grows with the time already waited,
 * from 1 s to 60 s; RunPod's own wish comes first, but not beyond the time that the job waits here.
 */
export function pauseAfter(job: Job, context: WaitHereContext, wishMs = 0): number {
  const left = waitLeft(job, context);
  const waited = context.queueTimeoutMs - left;
  const pause = Math.min(Math.max(waited / 2, 1_000), 60_000) * (0.75 + context.random() / 2);
  return Math.max(pause, Math.min(wishMs, left));
}

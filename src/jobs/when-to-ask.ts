import type { RunTimes } from '../comfy/run-times.ts';
import type { Health } from '../runpod/schema.ts';

/** RunPod takes a job up at once where it can, so whether it did is asked this long after it was sent. */
export const FIRST_ASK_MS = 1_000;
/** Two questions about a job are planned no closer than this, unless the longest pause is shorter. */
const LEAST_PAUSE_MS = 150;
/**
 * How much longer a picture may wait to spare one question. With a question every t ms a picture waits
 * for t / 2 on average, and spread / (2 t) questions are asked of it, `spread` being the time within
 * which most runs end. The wait and what the questions cost are least at t = √(cost · spread).
 */
const COST_OF_ASKING_MS = 50;
/**
 * Nobody knows when a worker comes up: a job is asked about again after this share of the time that it has
 * waited already, or after the lesser share where its run might be over by then.
 */
const SHARE_OF_WAITED = 1 / 3;
const LESSER_SHARE_OF_WAITED = 1 / 10;
/** A run that takes longer than nearly all others did: after this share of the time beyond theirs. */
const SHARE_OF_LATE = 1 / 2;

/** Where RunPod says by itself that a job is over, it is asked this seldom once nearly all others were. */
const UNTOLD_PAUSE_MS = 30_000;
/** From then on it may have been lost, and whoever waits for the picture is not to wait for the longest pause too. */
const LATE_UNTOLD_PAUSE_MS = 5_000;
/** The same in the queue, which RunPod says nothing about: after this share of the time waited already. */
const PATIENT_SHARE_OF_WAITED = 1;
/** RunPod has said that it is over, and does not show it yet: asked again after so long, or this share of the time since. */
const LEAST_PAUSE_TOLD_MS = 250;
const SHARE_OF_TOLD = 1 / 2;

/** How long a run may take where nothing is known of any like it. */
const UNKNOWN_RUN: RunTimes = { p5: 2_000, p10: 3_000, p50: 10_000, p90: 25_000, p95: 40_000 };

/** What decides when a job is asked about that RunPod has not begun. All in milliseconds. */
export interface InQueue {
  /** Since RunPod took it. */
  readonly waitedMs: number;
  /** How many jobs are before it. */
  readonly ahead: number;
  readonly health: Health | undefined;
  readonly times: RunTimes | undefined;
  /** Between two questions, whatever is known. */
  readonly longestMs: number;
  /** Whether RunPod says by itself when it is over. Default false. */
  readonly isTold?: boolean;
}

/** What decides when a job is asked about that is running. All in milliseconds. */
export interface Running {
  /** The longest that it may have run so far. */
  readonly ranMs: number;
  /** How much less than that it may be. */
  readonly unsureMs: number;
  readonly times: RunTimes | undefined;
  readonly longestMs: number;
}

/** How long to wait before asking whether a worker has begun. */
export function pauseInQueue(job: InQueue): number {
  const { waitedMs, ahead, health, times, longestMs, isTold } = job;
  const { p5, p50 } = times ?? UNKNOWN_RUN;
  const beginsIn = untilBegun(health, ahead, p50);
  if (isTold) {
    const pause = Math.max(beginsIn / 2, waitedMs * PATIENT_SHARE_OF_WAITED);
    return within(pause, FIRST_ASK_MS, longestMs);
  }
  const pause = Math.max(beginsIn / 2, waitedMs * SHARE_OF_WAITED);
  const untilOver = beginsIn + Math.max(p5, waitedMs * LESSER_SHARE_OF_WAITED);
  return within(Math.min(pause, untilOver), FIRST_ASK_MS, longestMs);
}

/** How long to wait before asking whether it is done. */
export function pauseWhileRunning({ ranMs, unsureMs, times, longestMs }: Running): number {
  const { p5, p10, p90, p95 } = times ?? UNKNOWN_RUN;
  const untilLikely = p5 - ranMs;
  const pause = Math.sqrt(COST_OF_ASKING_MS * (p90 - p10 + unsureMs));
  const late = (ranMs - unsureMs - p95) * SHARE_OF_LATE;
  return within(Math.max(untilLikely, pause, late), LEAST_PAUSE_MS, longestMs);
}

/** The same where RunPod says by itself that it is over, and there is nothing else to be asked. */
export function pauseUntilTold({ ranMs, unsureMs, times, longestMs }: Running): number {
  const { p95 } = times ?? UNKNOWN_RUN;
  const most = Math.max(longestMs, UNTOLD_PAUSE_MS);
  return within(p95 - (ranMs - unsureMs), Math.min(longestMs, LATE_UNTOLD_PAUSE_MS), most);
}

/** The same where RunPod has said so, `toldMs` ago, and does not show it. */
export function pauseOnceTold(toldMs: number, longestMs: number): number {
  return within(toldMs * SHARE_OF_TOLD, LEAST_PAUSE_TOLD_MS, longestMs);
}

/**
 * Whether a picture may be there by now: such jobs are asked about first where not all can be. One
 * that takes far longer than others did is no likelier to be done than any.
 */
export function isLikelyDone({ ranMs, unsureMs, times }: Omit<Running, 'longestMs'>): boolean {
  const { p5, p95 } = times ?? UNKNOWN_RUN;
  return ranMs >= p5 && ranMs - unsureMs <= 2 * p95;
}

/** How long it takes at least until a worker is free for it, as far as is known; 0 for at once. */
function untilBegun(health: Health | undefined, ahead: number, runMs: number): number {
  const { idle = 0, running = 0 } = health?.workers ?? {};
  if (idle > 0 || running === 0) return 0;
  // Itself is one of those in the queue; no more can be before it than are there.
  const others = Math.max(0, (health?.jobs.inQueue ?? ahead + 1) - 1);
  return (Math.min(ahead, others) / running) * runMs;
}

function within(ms: number, least: number, most: number): number {
  return Math.min(Math.max(ms, Math.min(least, most)), most);
}

/** Below this, progress says too little about the time that is left. */
const TELLING_SHARE = 0.1;

/** A run that has not moved for this long, in milliseconds, will not go on as before. */
export const STALLED_AFTER_MS = 20_000;

/** What is known of a run that is under way. Times are milliseconds since the epoch. */
export interface RunSoFar {
  readonly startedAt: number;
  /** From 0 to 1, as the worker reports it; and when that last rose. */
  readonly progress?: number | undefined;
  readonly movedAt?: number | undefined;
  /** How long it is expected to take, in milliseconds. */
  readonly expectedMs?: number | undefined;
}

/** The share of the expected time that is past: 0 or more. `undefined` where none is expected. */
export function shareByTime(now: number, { startedAt, expectedMs }: RunSoFar): number | undefined {
  return expectedMs ? Math.max(now - startedAt, 0) / expectedMs : undefined;
}

/** Whether its progress goes on, as far as is known. */
export function isMoving(now: number, { startedAt, movedAt = startedAt }: RunSoFar): boolean {
  return now - movedAt < STALLED_AFTER_MS;
}

/**
 * When a run is likely to be ready, in milliseconds since the epoch: from its progress once that
 * tells enough, and for as long as it moves; else from what is expected, until that has proved
 * wrong. `undefined` where nothing can be promised.
 */
export function readyTime(now: number, run: RunSoFar): number | undefined {
  const { startedAt, progress, expectedMs } = run;
  if (progress !== undefined && progress >= TELLING_SHARE && isMoving(now, run)) {
    return startedAt + (now - startedAt) / progress;
  }
  if (expectedMs === undefined) return undefined;
  const expected = startedAt + expectedMs;
  // Where nothing else is known, a little more than usual is nothing out of the ordinary.
  const patienceMs = progress === undefined ? STALLED_AFTER_MS : 0;
  return now <= expected + patienceMs ? expected : undefined;
}

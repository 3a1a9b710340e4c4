/** Below this, progress says too little about the time that is left. */
const TELLING_SHARE = 0.1;

/** A run that has not moved for this long, in milliseconds, will not go on as before. */
export const STALLED_AFTER_MS = 20_000;

/** What slow runs take is told where it is so many times what half of them take, and so much more in milliseconds. */
const WIDE_RATIO = 1.5;
const WIDE_MS = 10_000;

/** What is known of a run that is under way. Times are milliseconds since the epoch. */
export interface RunSoFar {
  readonly startedAt: number;
  /** From 0 to 1, as the worker reports it; and when that last rose. */
  readonly progress?: number | undefined;
  readonly movedAt?: number | undefined;
  /** How long it is expected to take, in milliseconds. */
  readonly expectedMs?: number | undefined;
  /** What nine in ten of its kind take at most, in milliseconds. */
  readonly slowMs?: number | undefined;
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
  const telling = tellingProgress(now, run);
  if (telling !== undefined) return startedAt + (now - startedAt) / telling;
  if (expectedMs === undefined) return undefined;
  const expected = startedAt + expectedMs;
  // Where nothing else is known, a little more than usual is nothing out of the ordinary.
  const patienceMs = progress === undefined ? STALLED_AFTER_MS : 0;
  return now <= Math.max(expected + patienceMs, lateTime(now, run) ?? 0) ? expected : undefined;
}

/**
 * When it is ready if it is a slow one, in milliseconds since the epoch: where past runs are all that
 * is known, and were so different that their median alone would promise too much. `undefined`
 * otherwise, and once that time is past.
 */
export function lateTime(now: number, run: RunSoFar): number | undefined {
  const { startedAt, expectedMs, slowMs } = run;
  if (expectedMs === undefined || slowMs === undefined) return undefined;
  if (tellingProgress(now, run) !== undefined || now > startedAt + slowMs) return undefined;
  const isWide = slowMs >= expectedMs * WIDE_RATIO && slowMs - expectedMs >= WIDE_MS;
  return isWide ? startedAt + slowMs : undefined;
}

/** How far it is, where that says when it will be ready. */
function tellingProgress(now: number, run: RunSoFar): number | undefined {
  const { progress = 0 } = run;
  return progress >= TELLING_SHARE && isMoving(now, run) ? progress : undefined;
}

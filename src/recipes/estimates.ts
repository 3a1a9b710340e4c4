// How long a run takes, as a distribution fitted to past runs.
//
// Run times of one graph are roughly lognormal. The fit takes the middle and the spread (σ) of their logarithms
// from the 10th and 90th percentile, so one run that hung changes little. A few runs say little about the
// spread, so a usual one is mixed in. A share of the runs is expected to be unlike all past ones: they
// come from a wide distribution around the same middle.
//
// At first only short runs have completed. So runs under way that have taken longer than the median count as
// well, as if they took half as long again.

/** A completed job as RunPod measured it, or a running one with its elapsed time. */
export interface PastRun {
  readonly executionMs: number;
  /** In the recipe's unit. Compared runs share it. */
  readonly work: number;
}

/** Expected run times of similar jobs. */
export interface RunTimes {
  /** Quantiles in milliseconds: half of all runs take less than `p50`, 90 % less than `p90`, and so on. */
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  /** The fitted distribution's median in milliseconds, and the standard deviation of its logarithm. */
  readonly middle: number;
  readonly spread: number;
  /** The expected share of outliers, 0 to 1. */
  readonly doubt: number;
}

/** The spread of outliers. */
const UNKNOWN_SPREAD = 1;

/** The estimate without any past run. */
export const UNKNOWN_RUN: RunTimes = {
  p50: 10_000,
  p90: 25_000,
  p95: 40_000,
  middle: 10_000,
  spread: UNKNOWN_SPREAD,
  doubt: 1,
};

/** With this many runs of the same shape, only those count. */
const ENOUGH_OF_A_SHAPE = 5;
/** Otherwise this many runs of the nearest shapes count. */
const NEAREST = 20;
/** From this many completed runs on, the bias towards short runs no longer matters. */
export const ENOUGH_RUNS = 40;
/** Bounds of a run time in milliseconds. RunPod allows no longer ones. */
const SHORTEST_MS = 1;
const LONGEST_MS = 7 * 24 * 3_600_000;
/** A run past the median is expected to take this many times its elapsed time. */
const STILL_TO_GO = 1.5;
/** The prior spread. Weighs as much as one run. */
const USUAL_SPREAD = 0.2;
/** With this many runs, half of the doubt is gone. The second figure is what always remains. */
const DOUBT_RUNS = 1;
const LEAST_DOUBT = 0.02;
/** How many σ lie between the 10th and 90th percentile of a normal distribution. */
const SIGMAS_BETWEEN = 2.563;

/**
 * Estimates the run time for an amount of work from past runs of the same recipe. Uses runs of the same shape
 * if there are enough, else the nearest ones scaled to this amount of work. Runs without any work, such as
 * those from before an option existed, are ignored. Returns `undefined` if no others are left. `underWay`:
 * unfinished runs, which count while few have finished.
 */
export function runTimes(
  work: number,
  past: readonly PastRun[],
  underWay: readonly PastRun[] = [],
): RunTimes | undefined {
  const ended = ascending(alike(work, past));
  if (ended.length === 0) return undefined;
  const median = quantile(ended, 0.5);
  const late =
    past.length < ENOUGH_RUNS ? asOfWork(work, underWay).filter((ms) => ms > median) : [];
  const times = ascending([...ended, ...late.map((ms) => ms * STILL_TO_GO)]);
  const count = times.length;
  const [p10, p90] = [quantile(times, 0.1), quantile(times, 0.9)];
  const between = Math.log(p90 / p10) / SIGMAS_BETWEEN;
  const variance = (count * between ** 2 + USUAL_SPREAD ** 2) / count;
  const unsure = 1 + 1 / count;
  return {
    p50: quantile(times, 0.5),
    p90: p90 * unsure,
    p95: quantile(times, 0.95) * unsure,
    middle: Math.sqrt(p10 * p90),
    spread: Math.sqrt(variance * unsure),
    doubt: Math.max(LEAST_DOUBT, DOUBT_RUNS / (ended.length + DOUBT_RUNS)),
  };
}

/** The share of such runs, 0 to 1, that take longer than `ms`. */
export function shareLeft({ middle, spread, doubt }: RunTimes, ms: number): number {
  if (ms <= 0) return 1;
  const distance = Math.log(ms / middle);
  return (
    (1 - doubt) * aboveNormal(distance / spread) + doubt * aboveNormal(distance / UNKNOWN_SPREAD)
  );
}

/** The share of a standard normal distribution above `z`, within 0.0002 (the logistic of a cubic). */
function aboveNormal(z: number): number {
  return 1 / (1 + Math.exp(z * (1.5976 + 0.07056 * z * z)));
}

function alike(work: number, past: readonly PastRun[]): number[] {
  const same = past.filter((run) => run.work === work && isSomeWork(work));
  if (same.length >= ENOUGH_OF_A_SHAPE) return asOfWork(work, same);
  const distance = (run: PastRun) => Math.abs(Math.log(run.work / work));
  const nearest = past
    .filter((run) => isSomeWork(run.work))
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, NEAREST);
  return asOfWork(work, nearest);
}

/** Past run times scaled to this amount of work. Runs without work are left out. */
function asOfWork(work: number, runs: readonly PastRun[]): number[] {
  if (!isSomeWork(work)) return [];
  return runs
    .filter((run) => isSomeWork(run.work))
    .map((run) => (run.work === work ? run.executionMs : (run.executionMs / run.work) * work))
    .map((ms) => Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS));
}

/** Rows are not validated when read, so the work may overflow to infinity. */
function isSomeWork(work: number): boolean {
  return work > 0 && Number.isFinite(work);
}

function ascending(numbers: readonly number[]): number[] {
  return numbers.toSorted((one, other) => one - other);
}

/** Interpolates between the two nearest values. `sorted`: ascending, at least one. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** Below this, progress says too little about the remaining time. */
const TELLING_SHARE = 0.1;

/** After this long without progress, in milliseconds, a run counts as stalled. */
export const STALLED_AFTER_MS = 20_000;

/** A late estimate is shown when p90 exceeds the median by this factor and by this many milliseconds. */
const WIDE_RATIO = 1.5;
const WIDE_MS = 10_000;

/** The known facts about a running job. Times are milliseconds since the epoch. */
export interface RunSoFar {
  readonly startedAt: number;
  /** From 0 to 1 as the worker reports it, and when it last rose. */
  readonly progress?: number | undefined;
  readonly movedAt?: number | undefined;
  /** Expected run time in milliseconds. */
  readonly expectedMs?: number | undefined;
  /** The 90th percentile in milliseconds. */
  readonly slowMs?: number | undefined;
}

/** Elapsed share of the expected time, 0 or more. `undefined` without an estimate. */
export function shareByTime(now: number, { startedAt, expectedMs }: RunSoFar): number | undefined {
  return expectedMs ? Math.max(now - startedAt, 0) / expectedMs : undefined;
}

/** Whether the run still makes progress, as far as known. */
export function isMoving(now: number, { startedAt, movedAt = startedAt }: RunSoFar): boolean {
  return now - movedAt < STALLED_AFTER_MS;
}

/**
 * When a run will probably finish, in milliseconds since the epoch. Uses its progress once that is meaningful
 * and while it moves, else the estimate until that is overdue. `undefined` if neither helps.
 */
export function readyTime(now: number, run: RunSoFar): number | undefined {
  const { startedAt, progress, expectedMs } = run;
  const telling = tellingProgress(now, run);
  if (telling !== undefined) return startedAt + (now - startedAt) / telling;
  if (expectedMs === undefined) return undefined;
  const expected = startedAt + expectedMs;
  // Without progress, a little more than the median is still normal.
  const patienceMs = progress === undefined ? STALLED_AFTER_MS : 0;
  return now <= Math.max(expected + patienceMs, lateTime(now, run) ?? 0) ? expected : undefined;
}

/**
 * When a slow run would finish, in milliseconds since the epoch. Given only while past runs are all that is
 * known and vary too much for the median alone. `undefined` otherwise, and once that time is past.
 */
export function lateTime(now: number, run: RunSoFar): number | undefined {
  const { startedAt, expectedMs, slowMs } = run;
  if (expectedMs === undefined || slowMs === undefined) return undefined;
  if (tellingProgress(now, run) !== undefined || now > startedAt + slowMs) return undefined;
  const isWide = slowMs >= expectedMs * WIDE_RATIO && slowMs - expectedMs >= WIDE_MS;
  return isWide ? startedAt + slowMs : undefined;
}

/** The progress, if it is far enough to predict the end. */
function tellingProgress(now: number, run: RunSoFar): number | undefined {
  const { progress = 0 } = run;
  return progress >= TELLING_SHARE && isMoving(now, run) ? progress : undefined;
}

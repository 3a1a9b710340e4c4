// How long a run takes, as a distribution fitted to past runs.
//
// Run times of one graph are roughly lognormal. The fit takes the middle and the spread (σ) of their logarithms
// from the 10th and 90th percentile, so one run that hung changes little. A few runs say little about the
// spread, so a usual one is mixed in. A share of the runs is expected to be unlike all past ones: they
// come from a wide distribution around the same middle.
//
// At first only short runs have completed. So runs under way that have taken longer than the median count as
// well, as if they took half as long again.

/** A completed job as RunPod measured it, or a run under way with the time that it has taken so far. */
export interface PastRun {
  readonly executionMs: number;
  /** In its recipe's unit, as for all that are compared. */
  readonly work: number;
}

/** How long runs of one kind take. */
export interface RunTimes {
  /** In milliseconds: half of them take less than `p50`, nine in ten less than `p90`, and so on. */
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  /** The middle of the fitted distribution in milliseconds, and the standard deviation of its logarithm. */
  readonly middle: number;
  readonly spread: number;
  /** The share of runs, from 0 to 1, that may be unlike all past ones. */
  readonly doubt: number;
}

/** The spread of runs that are unlike all past ones. */
const UNKNOWN_SPREAD = 1;

/** How long a run may take when no past run is known. */
export const UNKNOWN_RUN: RunTimes = {
  p50: 10_000,
  p90: 25_000,
  p95: 40_000,
  middle: 10_000,
  spread: UNKNOWN_SPREAD,
  doubt: 1,
};

/** From so many on, runs of the very same shape say more than all others. */
const ENOUGH_OF_A_SHAPE = 5;
/** How many of the runs that are nearest in shape are looked at otherwise. */
const NEAREST = 20;
/** With so many completed runs, it no longer matters that short ones complete first. */
export const ENOUGH_RUNS = 40;
/** Bounds of a run time in milliseconds; RunPod allows no longer one. */
const SHORTEST_MS = 1;
const LONGEST_MS = 7 * 24 * 3_600_000;
/** A run under way past the median is expected to take so many times as long as it has so far. */
const STILL_TO_GO = 1.5;
/** The spread that is expected without past runs. It counts as one run. */
const USUAL_SPREAD = 0.2;
/** With so many known runs, half of the doubt is gone; the least that remains. */
const DOUBT_RUNS = 1;
const LEAST_DOUBT = 0.02;
/** How many σ lie between the 10th and the 90th percentile of a normal distribution. */
const SIGMAS_BETWEEN = 2.563;

/**
 * How long a run of so much work takes, by past runs of its recipe: those of the same shape where
 * there are enough of them, else those that are nearest, each as if it had had as much work. Runs of no
 * work at all, as where an option is newer than they are, say nothing; `undefined` where no others
 * are left. `underWay`: runs that are not over, which count where few are.
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

/** The share of such runs, from 0 to 1, that take longer than `ms`. */
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

/** How long runs would have taken with so much work; those of no work are left out. */
function asOfWork(work: number, runs: readonly PastRun[]): number[] {
  if (!isSomeWork(work)) return [];
  return runs
    .filter((run) => isSomeWork(run.work))
    .map((run) => (run.work === work ? run.executionMs : (run.executionMs / run.work) * work))
    .map((ms) => Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS));
}

/** What a row asks for is not checked where it is read, and may come to more than any number. */
function isSomeWork(work: number): boolean {
  return work > 0 && Number.isFinite(work);
}

function ascending(numbers: readonly number[]): number[] {
  return numbers.toSorted((one, other) => one - other);
}

/** Between the two values that are nearest to it. `sorted`: at least one, the smallest first. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

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

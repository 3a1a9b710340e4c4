/** A completed job as RunPod measured it. */
export interface PastRun {
  readonly executionMs: number;
  /** In its recipe's unit, as for all that are compared. */
  readonly work: number;
}

/**
 * How long runs of one kind take, in milliseconds: half of them less than `p50`, a twentieth less than
 * `p5`, and so on.
 */
export interface RunTimes {
  readonly p5: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
}

/** From so many on, runs of the very same shape say more than all others. */
const ENOUGH_OF_A_SHAPE = 5;
/** How many of the runs that are nearest in shape are looked at otherwise. */
const NEAREST = 20;

/**
 * How long a run of so much work takes, by past runs of its recipe: those of the same shape where
 * there are enough of them, else those that are nearest, each as if it had had as much work. The fewer
 * there are, the further apart are the ends. Runs of no work at all, as where an option is newer than
 * they are, say nothing; `undefined` where no others are left.
 */
export function runTimes(work: number, past: readonly PastRun[]): RunTimes | undefined {
  const times = alike(work, past).sort((one, other) => one - other);
  if (times.length === 0) return undefined;
  const doubt = 1 / (times.length + 1);
  return {
    p5: quantile(times, 0.05) * (1 - doubt),
    p10: quantile(times, 0.1) * (1 - doubt),
    p50: quantile(times, 0.5),
    p90: quantile(times, 0.9) * (1 + doubt),
    p95: quantile(times, 0.95) * (1 + doubt),
  };
}

function alike(work: number, past: readonly PastRun[]): number[] {
  const worked = isSomeWork(work) ? past.filter((run) => isSomeWork(run.work)) : [];
  const same = worked.filter((run) => run.work === work);
  if (same.length >= ENOUGH_OF_A_SHAPE) return same.map(({ executionMs }) => executionMs);
  const distance = (run: PastRun) => Math.abs(Math.log(run.work / work));
  return worked
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, NEAREST)
    .map((run) => (run.executionMs / run.work) * work);
}

/** What a row asks for is not checked where it is read, and may come to more than any number. */
function isSomeWork(work: number): boolean {
  return work > 0 && Number.isFinite(work);
}

/** Between the two values that are nearest to it. `sorted`: at least one, the smallest first. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

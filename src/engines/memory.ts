import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** How much the heap may grow before V8 looks for what can be let go, in bytes. */
const GROWTH_BYTES = 40_000_000;
const LEAST_PERCENT = 15;
const MOST_PERCENT = 100;
const LOOK_EVERY_MS = 500;

/** By how many percent a heap of so many bytes may grow. */
export function growthPercent(usedBytes: number): number {
  const percent = Math.round((GROWTH_BYTES / Math.max(usedBytes, 1)) * 100);
  return Math.min(Math.max(percent, LEAST_PERCENT), MOST_PERCENT);
}

/**
 * Has V8 look through the heap after about as much growth whether it is small or large. By itself it lets a
 * small one grow by 10 MB, which a single picture takes, so that every job would cost a look through all
 * there is; and a large one by several times what lives, so that ten thousand jobs would take half a gigabyte.
 * Does not keep the process alive.
 */
export function steadyHeapGrowth(): void {
  let set: number | undefined;
  const look = () => {
    const percent = growthPercent(getHeapStatistics().used_heap_size);
    // V8 reads it whenever it is done looking, so it may change at any time.
    if (percent !== set) setFlagsFromString(`--heap-growing-percent=${percent}`);
    set = percent;
  };
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
}

/**
 * Gives back the memory that loading took and that nothing needs any more: a quarter of what the
 * bot has by then, and half of what a thread has. V8 would keep it for a next time, which does not
 * come.
 *
 * The thread stands still meanwhile, the bot's for a tenth of a second or two, so this is for a
 * moment when the process is idle. Without Node's `--expose-gc`, which `npm start` has, nothing happens.
 */
export function giveBackMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

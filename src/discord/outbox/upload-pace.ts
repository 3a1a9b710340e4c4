/*
 * How many results go up at once. Discord takes a while for each whatever its size, so that a hundred
 * by two at a time would keep the last one waiting for half a minute. Where the line is slow, more at
 * once come no sooner: each is late, and in the end too late for its time limit, which wants
 * 50 kB a second of each. How long one took tells which it is.
 */

export const FIRST_UPLOADS = 4;
const FEWEST_UPLOADS = 2;
const MOST_UPLOADS = 16;

/** One of 1.5 MB takes no longer where Discord alone takes its time. */
const QUICK_MS = 2_000;
const SLOW_MS = 4_000;

/** How many may go up at once after one that took so long, of those that might before. */
export function uploadsAtOnce(before: number, tookMs: number): number {
  if (tookMs < QUICK_MS) return Math.min(before + 1, MOST_UPLOADS);
  if (tookMs > SLOW_MS) return Math.max(before - 1, FEWEST_UPLOADS);
  return before;
}

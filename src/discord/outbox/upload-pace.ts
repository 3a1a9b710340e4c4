/*
 * How many results go up at once. Discord takes a while over each, whatever its size: two at a time,
 * the last of a hundred would wait for half a minute. Where the connection is slow, more at once
 * come no sooner. Each takes longer, and in the end too long for its time limit, which allows a
 * second for every 50 kB. How long the last one took tells which of the two it is.
 */

export const FIRST_UPLOADS = 4;
const FEWEST_UPLOADS = 2;
const MOST_UPLOADS = 16;

/** An ordinary result of 1.5 MB takes no longer than this where only Discord keeps it waiting. */
const QUICK_MS = 2_000;
/** And longer than this only where the connection is slow. */
const SLOW_MS = 4_000;

/** How many may go up at once after an upload that took so long; `before` says how many might until then. */
export function uploadsAtOnce(before: number, tookMs: number): number {
  if (tookMs < QUICK_MS) return Math.min(before + 1, MOST_UPLOADS);
  if (tookMs > SLOW_MS) return Math.max(before - 1, FEWEST_UPLOADS);
  return before;
}

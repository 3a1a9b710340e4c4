import { PicturePool } from './picture-pool.ts';
import type { PictureLimits } from './picture-process.ts';

const AT_ONCE = 2;

/** Seven tries at a PNG of 20 MB take 1 s and 270 MB; at 100 million pixels 17 s and 1,100 MB. */
export const SHRINK_LIMITS: PictureLimits = {
  cpuSeconds: 20,
  clockMs: 60_000,
  memoryKb: 1280 * 1024,
  largestResultBytes: 10 * 1024 * 1024,
};

/**
 * Re-encodes workers' pictures as JPEGs of at most `mostBytes`, in processes of their own and in
 * places of their own, so that no photo is in their way.
 */
export class Shrinking {
  readonly #pool: PicturePool;
  readonly #signal: AbortSignal;

  /** An abort of the signal kills what is under way. */
  constructor(
    signal: AbortSignal,
    pool = new PicturePool({ atOnce: AT_ONCE, limits: SHRINK_LIMITS }),
  ) {
    this.#pool = pool;
    this.#signal = signal;
  }

  /** Rejects where the picture cannot be read, or cannot be made so small. */
  shrink(picture: Uint8Array, mostBytes: number): Promise<Buffer> {
    return this.#pool.run({ kind: 'smaller', mostBytes }, picture, { signal: this.#signal });
  }
}

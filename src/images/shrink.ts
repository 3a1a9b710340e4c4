import type { PicturePool, PictureSource } from './picture-pool.ts';
import { shrinkPool } from './picture-pools.ts';

/**
 * Re-encodes workers' pictures as JPEGs of at most `mostBytes`, in processes and places of their own,
 * so that photos do not hold them up.
 */
export class Shrinking {
  readonly #pool: PicturePool;
  readonly #signal: AbortSignal;

  /** Aborting the signal kills what is under way. */
  constructor(signal: AbortSignal, pool = shrinkPool()) {
    this.#pool = pool;
    this.#signal = signal;
  }

  /** Rejects if the picture cannot be read, or cannot be made that small. */
  shrink(picture: PictureSource, mostBytes: number): Promise<Buffer> {
    return this.#pool.run({ kind: 'smaller', mostBytes }, picture, { signal: this.#signal });
  }
}

import type { PicturePool } from './picture-pool.ts';
import { shrinkPool } from './picture-pools.ts';

/**
 * Re-encodes workers' pictures as JPEGs of at most `mostBytes`, in processes of their own and in
 * places of their own, so that no photo is in their way.
 */
export class Shrinking {
  readonly #pool: PicturePool;
  readonly #signal: AbortSignal;

  /** An abort of the signal kills what is under way. */
  constructor(signal: AbortSignal, pool = shrinkPool()) {
    this.#pool = pool;
    this.#signal = signal;
  }

  /** Rejects where the picture cannot be read, or cannot be made so small. */
  shrink(picture: Uint8Array, mostBytes: number): Promise<Buffer> {
    return this.#pool.run({ kind: 'smaller', mostBytes }, picture, { signal: this.#signal });
  }
}

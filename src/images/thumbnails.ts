import type { PicturePool, PictureSource } from './picture-pool.ts';
import { thumbnailPool } from './picture-pools.ts';

/** Makes thumbnails in processes and places of their own, so that whoever looks through a list holds up no picture. */
export class Thumbnails {
  readonly #pool: PicturePool;
  readonly #signal: AbortSignal;

  /** Aborting the signal kills what is under way. */
  constructor(signal: AbortSignal, pool = thumbnailPool()) {
    this.#pool = pool;
    this.#signal = signal;
  }

  /** Rejects if the picture cannot be read, and as the reading does. */
  make(picture: PictureSource): Promise<Buffer> {
    return this.#pool.run({ kind: 'thumbnail' }, picture, { signal: this.#signal });
  }
}

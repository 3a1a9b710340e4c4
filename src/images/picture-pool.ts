import { Places } from '../engines/semaphore.ts';
import {
  type PictureLimits,
  type PictureProcess,
  PictureProcessError,
  type PictureProcessOptions,
  startPictureProcess,
} from './picture-process.ts';
import type { PictureTask } from './picture-task.ts';

const TRIES = 2;

interface PicturePoolOptions extends Omit<PictureProcessOptions, 'signal'> {
  /** How many processes there may be at once. */
  readonly atOnce: number;
  /** Default: {@link startPictureProcess}. */
  readonly start?: typeof startPictureProcess | undefined;
}

/** A picture, or how it is read once there is a place for it, so that it waits on the disk. */
type PictureSource = Uint8Array | (() => Promise<Uint8Array>);

export interface PictureRun {
  /** Whose picture it is: each person has one process at a time. By default it is nobody's. */
  readonly person?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Decodes pictures in processes of their own, a few at once, counting each until it is really gone. */
export class PicturePool {
  readonly #options: PicturePoolOptions;
  readonly #places: Places;

  constructor(options: PicturePoolOptions) {
    this.#options = options;
    this.#places = new Places(options.atOnce);
  }

  /**
   * Waits for a place, then resolves with what was made. Rejects like {@link PictureProcess}, and as
   * the reading does.
   */
  async run(task: PictureTask, picture: PictureSource, run: PictureRun = {}): Promise<Buffer> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#runOnce(task, picture, run);
      } catch (error) {
        const again = error instanceof PictureProcessError && error.interrupted && tries < TRIES;
        if (!again) throw error;
      }
    }
  }

  async #runOnce(
    task: PictureTask,
    picture: PictureSource,
    { person, signal }: PictureRun,
  ): Promise<Buffer> {
    const leave = await this.#places.take(person, signal);
    const { start = startPictureProcess } = this.#options;
    let started: PictureProcess;
    try {
      const bytes = typeof picture === 'function' ? await picture() : picture;
      started = start(task, bytes, { ...this.#options, signal });
    } catch (error) {
      leave();
      throw error;
    }
    void started.gone.then(leave);
    return started.result;
  }
}

/** What the caller decides. */
type Parts = Pick<PicturePoolOptions, 'start'>;

/** For each kind of work, so that people's photos do not hold up any results. */
const AT_ONCE = 2;

/**
 * Of 24 million pixels, a progressive JPEG takes 0.6 s and 250 MB, and an interlaced PNG of sixteen
 * bits, the costliest that was found, 1.5 s and 380 MB, Node's own 130 MB among them. With transparency, and made
 * a PNG of 4,096 pixels again, it stays within these limits too.
 */
export const PHOTO_LIMITS: PictureLimits = {
  cpuSeconds: 3,
  clockMs: 15_000,
  memoryKb: 448 * 1024,
  largestResultBytes: 8 * 1024 * 1024,
};

/** Seven tries at a PNG of 20 MB take 1 s and 270 MB; at 100 million pixels 17 s and 1,100 MB. */
const SHRINK_LIMITS: PictureLimits = {
  cpuSeconds: 20,
  clockMs: 60_000,
  memoryKb: 1280 * 1024,
  largestResultBytes: 10 * 1024 * 1024,
};

/** It is decoded once, and little comes of it. */
const THUMBNAIL_LIMITS: PictureLimits = {
  cpuSeconds: 6,
  clockMs: 15_000,
  memoryKb: 1280 * 1024,
  largestResultBytes: 256 * 1024,
};

/** The pool that makes people's pictures fit to be passed on. */
export function photoPool(parts: Parts = {}): PicturePool {
  return new PicturePool({ ...parts, atOnce: AT_ONCE, limits: PHOTO_LIMITS });
}

/** The pool that makes workers' pictures smaller. */
export function shrinkPool(parts: Parts = {}): PicturePool {
  return new PicturePool({ ...parts, atOnce: AT_ONCE, limits: SHRINK_LIMITS });
}

/** The pool that makes thumbnails of what the bot keeps. */
export function thumbnailPool(parts: Parts = {}): PicturePool {
  return new PicturePool({ ...parts, atOnce: AT_ONCE, limits: THUMBNAIL_LIMITS });
}

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

import { Semaphore } from '../engines/semaphore.ts';
import {
  type PictureLimits,
  type PictureProcess,
  PictureProcessError,
  type PictureProcessOptions,
  startPictureProcess,
} from './picture-process.ts';
import type { Chart } from './chart.ts';
import type { PictureTask } from './picture-task.ts';

const TRIES = 2;

interface PicturePoolOptions extends Omit<PictureProcessOptions, 'signal'> {
  /** The most processes at once. */
  readonly atOnce: number;
  /** Default: {@link startPictureProcess}. */
  readonly start?: typeof startPictureProcess | undefined;
}

/** A picture, or a function that reads it once a slot is free, so that it waits on disk. */
type PictureSource = Uint8Array | (() => Promise<Uint8Array>);

export interface PictureRun {
  /** The member whose picture it is. Each has one process at a time. Default: no member. */
  readonly person?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decodes pictures in separate processes, a few at once. A slot stays taken until its process has really
 * exited.
 */
export class PicturePool {
  readonly #options: PicturePoolOptions;
  readonly #slots: Semaphore;

  constructor(options: PicturePoolOptions) {
    this.#options = options;
    this.#slots = new Semaphore({ shares: options.atOnce, perKey: { shares: 1 } });
  }

  /**
   * Waits for a slot and resolves with the result. Rejects like {@link PictureProcess}, or as the read does.
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
    const slot = await this.#slots.take({ key: person, signal });
    const { start = startPictureProcess } = this.#options;
    let started: PictureProcess;
    try {
      const bytes = typeof picture === 'function' ? await picture() : picture;
      started = start(task, bytes, { ...this.#options, signal });
    } catch (error) {
      slot.release();
      throw error;
    }
    void started.gone.then(() => {
      slot.release();
    });
    return started.result;
  }
}

/** A chart of 90 days takes 0.5 s, mostly for loading, and 100 MB. */
const CHART_LIMITS: PictureLimits = {
  cpuSeconds: 5,
  clockMs: 15_000,
  memoryKb: 448 * 1024,
  largestResultBytes: 2 * 1024 * 1024,
};

type Parts = Pick<PicturePoolOptions, 'start'>;

/** Slots per kind of work, so that members' photos do not hold up results. */
const AT_ONCE = 2;

/**
 * With 24 million pixels, a progressive JPEG takes 0.6 s and 250 MB. An interlaced PNG of sixteen bits, the
 * most expensive one found, takes 1.5 s and 380 MB. Both include Node's own 130 MB. With transparency, and
 * re-encoded as a PNG of 4,096 pixels, it stays within these limits too.
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

/** Decodes once, with a small result. */
const THUMBNAIL_LIMITS: PictureLimits = {
  cpuSeconds: 6,
  clockMs: 15_000,
  memoryKb: 1280 * 1024,
  largestResultBytes: 256 * 1024,
};

/** The pool that prepares members' pictures. */
export function photoPool(parts: Parts = {}): PicturePool {
  return new PicturePool({ ...parts, atOnce: AT_ONCE, limits: PHOTO_LIMITS });
}

/** The pool that shrinks workers' pictures. */
export function shrinkPool(parts: Parts = {}): PicturePool {
  return new PicturePool({ ...parts, atOnce: AT_ONCE, limits: SHRINK_LIMITS });
}

/** The pool that makes thumbnails of stored pictures. */
export function thumbnailPool(parts: Parts = {}): PicturePool {
  return new PicturePool({ ...parts, atOnce: AT_ONCE, limits: THUMBNAIL_LIMITS });
}

/** The pool that draws charts. */
export function chartPool(parts: Parts = {}): PicturePool {
  return new PicturePool({ ...parts, atOnce: AT_ONCE, limits: CHART_LIMITS });
}

/**
 * Re-encodes workers' pictures as JPEGs of at most `mostBytes`, in a separate pool, so that photos do not
 * hold them up. Aborting the signal kills running processes. Rejects if a picture cannot be read or made that
 * small.
 */
export function shrinker(signal: AbortSignal, pool = shrinkPool()) {
  return (picture: PictureSource, mostBytes: number): Promise<Buffer> =>
    pool.run({ kind: 'smaller', mostBytes }, picture, { signal });
}

/**
 * Makes thumbnails in a separate pool, so that browsing a list does not hold up other pictures. Aborting the
 * signal kills running processes. Rejects if a picture cannot be read, or as the read does.
 */
export function thumbnailer(signal: AbortSignal, pool = thumbnailPool()) {
  return (picture: PictureSource): Promise<Buffer> =>
    pool.run({ kind: 'thumbnail' }, picture, { signal });
}

/**
 * Draws charts as PNGs in a separate pool: the chart library stays out of the bot's own process, and a
 * chart holds up no other picture. Aborting either signal kills the process. Rejects if a chart cannot be drawn in time.
 */
export function chartDrawer(halt: AbortSignal, pool = chartPool()) {
  return (chart: Chart, { person, signal }: PictureRun = {}): Promise<Buffer> => {
    const either = signal ? AbortSignal.any([halt, signal]) : halt;
    return pool.run({ kind: 'chart' }, Buffer.from(JSON.stringify(chart)), {
      person,
      signal: either,
    });
  };
}

import { PicturePool, type PicturePoolOptions } from './picture-pool.ts';
import type { PictureLimits } from './picture-process.ts';

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

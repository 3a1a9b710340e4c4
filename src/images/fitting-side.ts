import type { PictureSize } from './claimed-sizes.ts';

export interface Bounds {
  /** Of the longest side, in whole pixels. */
  readonly maxSide: number;
  /** Of all pixels. */
  readonly maxPixels: number;
}

/**
 * How long the longest side of a picture may be within both bounds: at least 1 pixel. The other one is
 * rounded, so that there may be a few pixels more.
 */
export function fittingSide(
  { width, height }: PictureSize,
  { maxSide, maxPixels }: Bounds,
): number {
  const scale = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  return Math.max(1, Math.min(maxSide, Math.floor(Math.max(width, height) * scale)));
}

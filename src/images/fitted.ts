import type { Sharp } from 'sharp';
import { MOST_PIXELS } from './inspect-photo.ts';
import { sharp } from './sharp.ts';

/**
 * Begins to decode a stranger's picture: upright, in sRGB, at most `side` pixels on its longest side.
 * What comes of it has no metadata (EXIF, GPS, XMP, ICC).
 */
export function fitted(file: Uint8Array, side: number): Sharp {
  return sharp(file, { failOn: 'warning', limitInputPixels: MOST_PIXELS })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
}

import { markGenerated } from './metadata.ts';
import { MOST_MADE_PIXELS } from './picture-sizes.ts';
import { readable } from './picture-task.ts';
import { sharp } from './sharp.ts';

/** The steps tried in order: the scale of each side, and JPEG quality. */
const STEPS = [
  { scale: 1, quality: 92 },
  { scale: 1, quality: 80 },
  { scale: 1, quality: 60 },
  { scale: 0.7, quality: 75 },
  { scale: 0.5, quality: 75 },
  { scale: 0.35, quality: 70 },
  { scale: 0.2, quality: 70 },
] as const;

/** JPEG's limit. */
const LONGEST_SIDE = 65_535;

/**
 * Re-encodes a picture as a JPEG of at most `mostBytes`: first with less quality, then with fewer pixels.
 * Transparency becomes white. Drops metadata except the AI-generated mark.
 *
 * Rejects with PictureUnreadable if the file cannot be read, or no step makes it small enough.
 */
export function smallerJpeg(file: Uint8Array, mostBytes: number): Promise<Buffer> {
  return readable(() => shrink(file, mostBytes));
}

async function shrink(file: Uint8Array, mostBytes: number): Promise<Buffer> {
  const { width, height } = await sharp(file, { limitInputPixels: MOST_MADE_PIXELS }).metadata();
  for (const { scale, quality } of STEPS) {
    const side = Math.max(1, Math.min(Math.round(Math.max(width, height) * scale), LONGEST_SIDE));
    const marked = await markedJpeg(file, side, quality);
    if (marked.length <= mostBytes) return marked;
  }
  throw new Error(`no JPEG of it fits into ${mostBytes} bytes`);
}

/** Discord shows thumbnails at 80 pixels a side, on screens with a pixel ratio of two or three. */
const SIDE = 160;
const QUALITY = 75;

/**
 * A small JPEG by which members recognise a picture: some 10 KB. Transparency becomes white. Drops metadata
 * except the AI-generated mark.
 *
 * Rejects with PictureUnreadable.
 */
export function thumbnail(file: Uint8Array): Promise<Buffer> {
  return readable(() => markedJpeg(file, SIDE, QUALITY));
}

/** A JPEG of at most `side` pixels on its longest side. */
async function markedJpeg(file: Uint8Array, side: number, quality: number): Promise<Buffer> {
  const made = await sharp(file, { limitInputPixels: MOST_MADE_PIXELS })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality })
    .toBuffer();
  return markGenerated(made);
}

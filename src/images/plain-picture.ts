import type { Sharp } from 'sharp';
import { MOST_PIXELS } from './inspect-photo.ts';
import type { PictureSize } from './picture-sizes.ts';
import { PictureTooLarge, readable } from './picture-task.ts';
import { sharp } from './sharp.ts';

export interface PlainPictureOptions extends Bounds {
  /** Masks stay exact: they are encoded as PNG, which is lossless. */
  readonly mask: boolean;
  readonly mostBytes: number;
}

/** In RGBA. */
const ALPHA = 3;
const OPAQUE = 255;

/**
 * Re-encodes an untrusted picture: upright, sRGB, without metadata. Masks and pictures with transparency
 * become PNGs, others JPEGs. Rejects with PictureUnreadable, or with PictureTooLarge if the result exceeds
 * `mostBytes`.
 */
export async function plainPicture(
  file: Uint8Array,
  { mask, mostBytes, ...bounds }: PlainPictureOptions,
): Promise<Buffer> {
  const made = await readable(async () => {
    const { width, height, hasAlpha } = await sharp(file).metadata();
    const side = fittingSide({ width, height }, bounds);
    return hasAlpha ? withAlpha(file, side, mask) : withoutAlpha(file, side, mask);
  });
  if (made.length <= mostBytes) return made;
  throw new PictureTooLarge(`${made.length} bytes of output`);
}

function withoutAlpha(file: Uint8Array, side: number, mask: boolean): Promise<Buffer> {
  const picture = fitted(file, side);
  return (mask ? picture.png() : picture.jpeg(JPEG_SETTINGS)).toBuffer();
}

/**
 * Transparency is known only after decoding everything. ComfyUI separates colours from alpha, so the colours
 * are blended onto white, or onto black for a mask. What lies unseen under transparent pixels stays private.
 */
async function withAlpha(file: Uint8Array, side: number, mask: boolean): Promise<Buffer> {
  const { data, info } = await fitted(file, side).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const decoded = () => sharp(data, { raw: { width, height, channels } });
  const alpha = await decoded().extractChannel(ALPHA).raw().toBuffer();
  const flat = decoded().flatten({ background: mask ? '#000000' : '#ffffff' });
  if (!alpha.equals(Buffer.alloc(alpha.length, OPAQUE))) {
    return flat
      .joinChannel(alpha, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
  }
  return (mask ? flat.png() : flat.jpeg(JPEG_SETTINGS)).toBuffer();
}

/** SDXL's own size. A face model uses far less. */
const LONGEST_SIDE = 1024;

/**
 * Re-encodes an untrusted picture as a JPEG: upright, sRGB on white, at most 1024 pixels on its longest side,
 * without metadata (EXIF, GPS, XMP, ICC). Rejects with PictureUnreadable.
 */
export function faceJpeg(file: Uint8Array): Promise<Buffer> {
  return readable(() =>
    fitted(file, LONGEST_SIDE).flatten({ background: '#ffffff' }).jpeg(JPEG_SETTINGS).toBuffer(),
  );
}

/**
 * Starts decoding an untrusted picture: upright, sRGB, at most `side` pixels on its longest side. Its output
 * has no metadata (EXIF, GPS, XMP, ICC).
 */
function fitted(file: Uint8Array, side: number): Sharp {
  return sharp(file, { failOn: 'warning', limitInputPixels: MOST_PIXELS })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');
}

interface Bounds {
  /** The longest side, in whole pixels. */
  readonly maxSide: number;
  /** Of all pixels. */
  readonly maxPixels: number;
}

/**
 * The longest side that satisfies both limits: at least 1 pixel. The other side is rounded, so the result may
 * have a few pixels more.
 */
function fittingSide({ width, height }: PictureSize, { maxSide, maxPixels }: Bounds): number {
  const scale = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  return Math.max(1, Math.min(maxSide, Math.floor(Math.max(width, height) * scale)));
}

/** Makes the re-encoding of a member's picture invisible. */
const JPEG_SETTINGS = { quality: 95, chromaSubsampling: '4:4:4' } as const;

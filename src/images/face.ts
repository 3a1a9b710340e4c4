import { createHash } from 'node:crypto';
import { BotError } from '../errors.ts';
import { sharp } from './sharp.ts';

/** About what a phone's camera makes; more would only be thrown away. */
const MOST_PIXELS = 24e6;
/** SDXL's own size. A face model looks at far less. */
const LONGEST_SIDE = 1024;
const JPEG_QUALITY = 95;

/** A face as it goes to the worker: a plain JPEG, upright, with nothing in it but pixels. */
export interface NormalisedFace {
  readonly bytes: Buffer;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** SHA-256 of `bytes`, in hex. */
  readonly sha256: string;
}

/**
 * Makes a stranger's file safe to pass on: upright, sRGB on white, at most 1024 pixels at its
 * longest side, re-encoded without metadata (EXIF, GPS, XMP, ICC). Rejects with a BotError:
 * `picture_moves`, `picture_too_many_pixels`, or `not_a_picture` for all that is no whole JPEG,
 * PNG or WebP.
 */
export async function normaliseFace(file: Uint8Array): Promise<NormalisedFace> {
  await inspect(file);
  const { data: bytes, info } = await readable(() =>
    sharp(file, { failOn: 'warning', limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
      .toBuffer({ resolveWithObject: true }),
  );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, width: info.width, height: info.height, sha256 };
}

/** Looks at the head only, so that a bomb costs nothing. */
async function inspect(file: Uint8Array): Promise<void> {
  const { pages, width, height } = await readable(() =>
    sharp(file, { failOn: 'warning', limitInputPixels: false }).metadata(),
  );
  if (pages !== undefined && pages > 1) throw new BotError('picture_moves');
  if (width * height > MOST_PIXELS) throw new BotError('picture_too_many_pixels');
}

async function readable<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    throw new BotError('not_a_picture', { cause });
  }
}

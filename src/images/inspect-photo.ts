import { BotError } from '../errors/errors.ts';
import { type JpegSegment, jpegSegments, MOST_SCANS, scansIn } from './jpeg.ts';
import { jpegSizes, type PictureSize, pngSizes, webpSizes } from './picture-sizes.ts';
import { type PngChunk, pngChunks } from './png.ts';
import { type WebpChunk, webpChunks } from './webp.ts';

/** About the resolution of a phone camera. Anything larger would only be scaled down. */
export const MOST_PIXELS = 24e6;

const MOVING_PNG: ReadonlySet<string> = new Set(['acTL', 'fcTL', 'fdAT']);
const MOVING_WEBP: ReadonlySet<string> = new Set(['ANIM', 'ANMF']);
const ANIMATION_FLAG = 0x02;

export interface InspectedPicture extends PictureSize {
  readonly format: 'jpeg' | 'png' | 'webp';
}

/**
 * The format of an untrusted picture and the size that it claims. Nothing is decoded: this counts parts and
 * reads each byte at most once, so a decompression bomb costs next to nothing.
 *
 * @throws BotError `not_a_picture` for anything but a complete JPEG, PNG or WebP, or one with more parts than
 * a photo has; `picture_moves`; `picture_too_many_pixels`.
 */
export function inspectPhoto(file: Buffer): InspectedPicture {
  const picture = inspected(file);
  if (!picture) throw new BotError('not_a_picture', { cause: new Error('not a complete picture') });
  const { width, height } = picture;
  if (width * height > MOST_PIXELS) throw new BotError('picture_too_many_pixels');
  return picture;
}

/** `undefined` if it is not a complete picture. */
function inspected(file: Buffer): InspectedPicture | undefined {
  const segments = jpegSegments(file);
  if (segments) return of('jpeg', sizeOfJpeg(segments));
  const png = pngChunks(file);
  if (png) return of('png', sizeOfPng(png));
  const webp = webpChunks(file);
  return webp && of('webp', sizeOfWebp(webp));
}

function of(
  format: InspectedPicture['format'],
  size: PictureSize | undefined,
): InspectedPicture | undefined {
  return size && { format, ...size };
}

function sizeOfJpeg(segments: readonly JpegSegment[]): PictureSize | undefined {
  const scans = scansIn(segments);
  if (scans > MOST_SCANS) {
    throw new BotError('not_a_picture', { cause: new Error(`a JPEG of ${scans} scans`) });
  }
  const [size, ...others] = jpegSizes(segments);
  return others.length > 0 ? undefined : size;
}

function sizeOfPng(chunks: readonly PngChunk[]): PictureSize | undefined {
  if (chunks.some(({ type }) => MOVING_PNG.has(type))) throw new BotError('picture_moves');
  return pngSizes(chunks)[0];
}

function sizeOfWebp(chunks: readonly WebpChunk[]): PictureSize | undefined {
  const [first] = chunks;
  const isMarked =
    first?.type === 'VP8X' && ((first.content[0] ?? 0) & ANIMATION_FLAG) === ANIMATION_FLAG;
  if (isMarked || chunks.some(({ type }) => MOVING_WEBP.has(type))) {
    throw new BotError('picture_moves');
  }
  return webpSizes(chunks)[0];
}

import { BotError } from '../errors/errors.ts';
import { jpegSegments, SOS, type JpegSegment } from './jpeg-segments.ts';
import { pngChunks, type PngChunk } from './png-chunks.ts';
import { webpChunks, type WebpChunk } from './webp-chunks.ts';
import { webpHead } from './webp-head.ts';

/** About what a phone's camera takes; more would only be thrown away. */
export const MOST_PIXELS = 24e6;
/** Cameras write ten at most, and each scan of a progressive JPEG costs as much as a whole picture. */
const MOST_SCANS = 100;

const MOVING_PNG: ReadonlySet<string> = new Set(['acTL', 'fcTL', 'fdAT']);
const MOVING_WEBP: ReadonlySet<string> = new Set(['ANIM', 'ANMF']);
const ANIMATION_FLAG = 0x02;

/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export interface InspectedPicture extends PictureSize {
  readonly format: 'jpeg' | 'png' | 'webp';
}

/**
 * What a stranger's picture is, and the size that it claims to have. Nothing is decoded: parts are counted, and each
 * byte is looked at once at most, so that a decompression bomb costs next to nothing.
 *
 * @throws BotError `not_a_picture` for anything but a complete JPEG, PNG or WebP, or one with more parts
 * than a photo has; `picture_moves`; `picture_too_many_pixels`.
 */
export function inspectPhoto(file: Buffer): InspectedPicture {
  const picture = inspected(file);
  if (!picture) throw new BotError('not_a_picture', { cause: new Error('no whole picture') });
  const { width, height } = picture;
  if (width * height > MOST_PIXELS) throw new BotError('picture_too_many_pixels');
  return picture;
}

/** Undefined if it is not a complete picture. */
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
  const scans = segments.filter(({ marker }) => marker === SOS).length;
  if (scans > MOST_SCANS) {
    throw new BotError('not_a_picture', { cause: new Error(`a JPEG of ${scans} scans`) });
  }
  const [frame, ...others] = segments.filter(isFrame);
  if (!frame || others.length > 0 || frame.content.length < 6) return undefined;
  return { width: frame.content.readUInt16BE(3), height: frame.content.readUInt16BE(1) };
}

/** SOF0 to SOF15, among which DHT, JPG and DAC have their numbers. */
function isFrame({ marker }: JpegSegment): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function sizeOfPng(chunks: readonly PngChunk[]): PictureSize | undefined {
  if (chunks.some(({ type }) => MOVING_PNG.has(type))) throw new BotError('picture_moves');
  const [head] = chunks;
  if (!head || head.content.length < 8) return undefined;
  return { width: head.content.readUInt32BE(0), height: head.content.readUInt32BE(4) };
}

function sizeOfWebp(chunks: readonly WebpChunk[]): PictureSize | undefined {
  const head = chunks[0] && webpHead(chunks[0]);
  if (!head) return undefined;
  const moves =
    (head.readUInt8() & ANIMATION_FLAG) !== 0 || chunks.some(({ type }) => MOVING_WEBP.has(type));
  if (moves) throw new BotError('picture_moves');
  return { width: head.readUIntLE(4, 3) + 1, height: head.readUIntLE(7, 3) + 1 };
}

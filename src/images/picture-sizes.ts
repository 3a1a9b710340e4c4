import { inflateSync } from 'node:zlib';
import { BotError } from '../errors/errors.ts';
import type { JpegSegment } from './jpeg.ts';
import type { PngChunk } from './png.ts';
import type { WebpChunk } from './webp.ts';

/** In pixels, as the header claims. Not decoded. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The most chunks read of an animation's frame. One has its pixels, another its transparency. */
const MAX_FRAME_CHUNKS = 8;
/** A frame's chunks start after its position, size, duration and flags. */
const FRAME_HEAD_BYTES = 16;

/*
 * Every size that a picture claims: the whole picture's first, then its frames'. A viewer may allocate memory for
 * any of them. Empty if one cannot be read or is zero.
 */

/** The sizes in a JPEG's frame headers. A hierarchical JPEG has several. */
export function jpegSizes(segments: readonly JpegSegment[]): readonly PictureSize[] {
  return whole(
    segments
      .filter(isFrame)
      .map(({ content }) =>
        content.length < 6
          ? undefined
          : { width: content.readUInt16BE(3), height: content.readUInt16BE(1) },
      ),
  );
}

/** SOF0 to SOF15, except DHT, JPG and DAC, whose numbers are among them. */
function isFrame({ marker }: JpegSegment): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** The sizes of a PNG and its frames. */
export function pngSizes(chunks: readonly PngChunk[]): readonly PictureSize[] {
  // A frame's sequence number comes first.
  const sizeAt = { IHDR: 0, fcTL: 4 } as const;
  return whole(
    chunks.flatMap(({ type, content }) => {
      if (type !== 'IHDR' && type !== 'fcTL') return [];
      const at = sizeAt[type];
      if (content.length < at + 8) return [undefined];
      return [{ width: content.readUInt32BE(at), height: content.readUInt32BE(at + 4) }];
    }),
  );
}

/** The sizes of a WebP's canvas and pixels, and of each frame and its pixels. */
export function webpSizes(chunks: readonly WebpChunk[]): readonly PictureSize[] {
  return whole(
    chunks.flatMap((chunk) => {
      switch (chunk.type) {
        case 'VP8X':
        case 'VP8 ':
        case 'VP8L':
          return [headSize(chunk)];
        case 'ANMF':
          return frameSizes(chunk.content);
        default:
          return [];
      }
    }),
  );
}

function headSize(chunk: Pick<WebpChunk, 'type' | 'content'>): PictureSize | undefined {
  const head = webpHead(chunk);
  return head && { width: head.readUIntLE(4, 3) + 1, height: head.readUIntLE(7, 3) + 1 };
}

function frameSizes(frame: Buffer): readonly (PictureSize | undefined)[] {
  if (frame.length < FRAME_HEAD_BYTES) return [undefined];
  const sizes: (PictureSize | undefined)[] = [
    { width: frame.readUIntLE(6, 3) + 1, height: frame.readUIntLE(9, 3) + 1 },
  ];
  for (let at = FRAME_HEAD_BYTES, count = 0; at < frame.length; count += 1) {
    if (at + 8 > frame.length || count === MAX_FRAME_CHUNKS) return [undefined];
    const type = frame.toString('latin1', at, at + 4);
    const length = frame.readUInt32LE(at + 4);
    const content = frame.subarray(at + 8, at + 8 + length);
    if (type === 'VP8 ' || type === 'VP8L') sizes.push(headSize({ type, content }));
    at += 8 + length + (length % 2);
  }
  return sizes;
}

function whole(sizes: readonly (PictureSize | undefined)[]): readonly PictureSize[] {
  const read = sizes.flatMap((size) =>
    size !== undefined && size.width > 0 && size.height > 0 ? [size] : [],
  );
  return read.length === sizes.length ? read : [];
}

const HAS_ALPHA = 0x10;
const LOSSY_START = Buffer.from([0x9d, 0x01, 0x2a]);
const LOSSLESS_SIGNATURE = 0x2f;
/** Masks the size in a field. */
const FOURTEEN_BITS = 0x3fff;

/**
 * The content of a WebP's VP8X chunk (flags and size, ten bytes), from its first chunk: copied if that is
 * one, else derived from the pixels. `undefined` if neither is readable.
 */
export function webpHead({
  type,
  content,
}: Pick<WebpChunk, 'type' | 'content'>): Buffer | undefined {
  switch (type) {
    case 'VP8X':
      return content.length === 10 ? Buffer.from(content) : undefined;
    case 'VP8 ':
      return lossy(content);
    case 'VP8L':
      return lossless(content);
    default:
      return undefined;
  }
}

/** RFC 6386, section 9.1: frame tag, start code, then width and height, each with its scale. */
function lossy(content: Buffer): Buffer | undefined {
  if (content.length < 10 || !content.subarray(3, 6).equals(LOSSY_START)) return undefined;
  const width = content.readUInt16LE(6) & FOURTEEN_BITS;
  const height = content.readUInt16LE(8) & FOURTEEN_BITS;
  return width > 0 && height > 0 ? head(0, width - 1, height - 1) : undefined;
}

/** RFC 9649, section 3.4: signature, then width and height minus one, and the alpha flag. */
function lossless(content: Buffer): Buffer | undefined {
  if (content.length < 5 || content[0] !== LOSSLESS_SIGNATURE) return undefined;
  const bits = content.readUInt32LE(1);
  const alpha = (bits >>> 28) & 1;
  return head(alpha ? HAS_ALPHA : 0, bits & FOURTEEN_BITS, (bits >>> 14) & FOURTEEN_BITS);
}

function head(flags: number, widthLessOne: number, heightLessOne: number): Buffer {
  const made = Buffer.alloc(10);
  made[0] = flags;
  made.writeUIntLE(widthLessOne, 4, 3);
  made.writeUIntLE(heightLessOne, 7, 3);
  return made;
}

/*
 * Limits for a worker's picture. It is not decoded here before Discord, members' apps and this bot's own picture
 * processes open it, so parts that would be expensive for these are refused or left out.
 */

/** The longest side of a result in pixels, one more than WebP allows. */
const MAX_SIDE = 16_384;
/** The most pixels of a result or of one of its frames. */
export const MOST_MADE_PIXELS = 100e6;
/** The most bytes of an uncompressed colour profile. A printer's has half as many. */
const MAX_PROFILE_BYTES = 1024 * 1024;

/**
 * Checks the sizes that a picture's headers claim.
 *
 * @throws BotError `result_too_many_pixels`; `result_unreadable` if they claim none.
 */
export function requireViewable(sizes: readonly PictureSize[]): void {
  if (sizes.length === 0) {
    throw new BotError('result_unreadable', { cause: new Error('the picture has no size') });
  }
  const tooLarge = sizes.find(
    ({ width, height }) => Math.max(width, height) > MAX_SIDE || width * height > MOST_MADE_PIXELS,
  );
  if (!tooLarge) return;
  const cause = new Error(`it claims ${tooLarge.width} × ${tooLarge.height} pixels`);
  throw new BotError('result_too_many_pixels', { cause });
}

/** Whether to keep a colour profile of this many bytes. */
export function isUsualProfile(bytes: number): boolean {
  return bytes <= MAX_PROFILE_BYTES;
}

/**
 * Whether a compressed colour profile is valid and small enough to keep. Decompresses no more than that
 * takes.
 */
export function isUsualPackedProfile(packed: Buffer): boolean {
  if (!isUsualProfile(packed.length)) return false;
  try {
    inflateSync(packed, { maxOutputLength: MAX_PROFILE_BYTES });
    return true;
  } catch {
    return false;
  }
}

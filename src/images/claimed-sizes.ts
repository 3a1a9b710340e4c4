import type { JpegSegment } from './jpeg-segments.ts';
import type { PngChunk } from './png-chunks.ts';
import type { WebpChunk } from './webp-chunks.ts';
import { webpHead } from './webp-head.ts';

/** In pixels, as a header claims; nothing is decoded. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The most chunks that are read of an animation's frame. One has its pixels, another its transparency. */
const MOST_FRAME_CHUNKS = 8;
/** The chunks of a frame begin after its position, size, duration and flags. */
const FRAME_HEAD_BYTES = 16;

/*
 * Every size that a picture claims: the whole picture's first, then its frames'. A viewer may allocate memory for
 * any of them. Empty if one cannot be read or is zero.
 */

/** Sizes in a JPEG's frame headers; a hierarchical JPEG has several. */
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

/** SOF0 to SOF15, without DHT, JPG and DAC, whose numbers lie among them. */
function isFrame({ marker }: JpegSegment): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** A PNG's size, and those of its frames. */
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

/** Sizes of a WebP's canvas and pixels, and of each frame and its pixels. */
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
    if (at + 8 > frame.length || count === MOST_FRAME_CHUNKS) return [undefined];
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

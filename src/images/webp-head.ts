import type { WebpChunk } from './webp-chunks.ts';

const HAS_ALPHA = 0x10;
const LOSSY_START = Buffer.from([0x9d, 0x01, 0x2a]);
const LOSSLESS_SIGNATURE = 0x2f;
/** Of the fields that hold a size. */
const FOURTEEN_BITS = 0x3fff;

/**
 * What the VP8X chunk of a WebP holds (flags and size, in ten bytes), made from its first chunk: a
 * copy if that is one, otherwise as the pixels say. Undefined if neither can be read.
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

/** RFC 9649, section 3.4: signature, then width and height less one, and whether there is alpha. */
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

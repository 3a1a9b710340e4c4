import { crc32 } from 'node:zlib';
import { pngSizes } from './claimed-sizes.ts';
import { isUsualPackedProfile, requireViewable } from './made-picture.ts';
import { pngChunks, type PngChunk } from './png-chunks.ts';

/** The kinds of text chunks, and the names that XMP has in them: its own, and ImageMagick's. */
const TEXTS = new Set(['tEXt', 'zTXt', 'iTXt']);
const XMP = 'XML:com.adobe.xmp\0';
const NAMES = [XMP, 'Raw profile type xmp\0'].map((name) => Buffer.from(name));

/** The longest name of a text or profile, by PNG's specification. */
const LONGEST_NAME = 79;

/**
 * Copies a PNG with this XMP packet after its head, and no other, without packed texts and large colour profiles.
 * Undefined if it is not a complete PNG.
 *
 * @throws BotError as {@link requireViewable} does.
 */
export function markPng(bytes: Buffer, packet: string): Buffer | undefined {
  const chunks = pngChunks(bytes);
  if (!chunks) return undefined;
  requireViewable(pngSizes(chunks));
  const profile = chunks.find(({ type }) => type === 'iCCP');
  const isProfileKept = profile !== undefined && isUsualPackedProfile(afterName(profile, 1));
  const [head, ...others] = chunks.filter((chunk) => {
    if (chunk.type === 'iCCP') return chunk === profile && isProfileKept;
    return !isPacked(chunk) && !isXmp(chunk);
  });
  if (!head) return undefined;
  const rest = others.map((chunk) => chunk.bytes);
  return Buffer.concat([bytes.subarray(0, 8), head.bytes, xmpChunk(packet), ...rest]);
}

/** Whether a chunk is a packed text, which may unpack to any length. */
function isPacked(chunk: PngChunk): boolean {
  return chunk.type === 'zTXt' || (chunk.type === 'iTXt' && afterName(chunk, 0)[0] !== 0);
}

/** What follows a chunk's name and so many further bytes. */
function afterName({ content }: PngChunk, more: number): Buffer {
  const end = content.subarray(0, LONGEST_NAME + 1).indexOf(0);
  return end <= 0 ? Buffer.alloc(0) : content.subarray(end + 1 + more);
}

function isXmp({ type, content }: PngChunk): boolean {
  return TEXTS.has(type) && NAMES.some((name) => content.subarray(0, name.length).equals(name));
}

/** Text in UTF-8, not compressed, in no language and with no translated name. */
function xmpChunk(packet: string): Buffer {
  const body = Buffer.from(`iTXt${XMP}\0\0\0\0${packet}`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

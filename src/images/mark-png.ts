import { crc32 } from 'node:zlib';
import { pngChunks, type PngChunk } from './png-chunks.ts';

/** The kinds of text chunks, and the names that XMP has in them: its own, and ImageMagick's. */
const TEXTS = new Set(['tEXt', 'zTXt', 'iTXt']);
const XMP = 'XML:com.adobe.xmp\0';
const NAMES = [XMP, 'Raw profile type xmp\0'].map((name) => Buffer.from(name));

/**
 * Copies a PNG with this XMP packet after its head, and no other. Undefined if it is not a complete
 * PNG.
 */
export function markPng(bytes: Buffer, packet: string): Buffer | undefined {
  const [head, ...others] = pngChunks(bytes)?.filter((chunk) => !isXmp(chunk)) ?? [];
  if (!head) return undefined;
  const rest = others.map((chunk) => chunk.bytes);
  return Buffer.concat([bytes.subarray(0, 8), head.bytes, xmpChunk(packet), ...rest]);
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

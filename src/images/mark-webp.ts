import { webpChunks } from './webp-chunks.ts';
import { webpFile } from './webp-file.ts';
import { webpHead } from './webp-head.ts';

const HAS_XMP = 0x04;

/**
 * Copies a WebP with this XMP packet at its end and no other, and with the VP8X chunk that says so.
 * Undefined if it is not a complete WebP.
 */
export function markWebp(bytes: Buffer, packet: string): Buffer | undefined {
  const chunks = webpChunks(bytes);
  const head = chunks?.[0] && webpHead(chunks[0]);
  if (!head) return undefined;
  head.writeUInt8(head.readUInt8() | HAS_XMP);
  const kept = chunks.filter(({ type }) => type !== 'VP8X' && type !== 'XMP ');
  return webpFile([
    chunk('VP8X', head),
    ...kept.map((one) => one.bytes),
    chunk('XMP ', Buffer.from(packet)),
  ]);
}

/** With its length, and padded to an even number of bytes. */
function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

import { webpSizes } from './claimed-sizes.ts';
import { isUsualProfile, requireViewable } from './made-picture.ts';
import { webpChunks, type WebpChunk } from './webp-chunks.ts';
import { webpFile } from './webp-file.ts';
import { webpHead } from './webp-head.ts';

const HAS_XMP = 0x04;
const HAS_PROFILE = 0x20;

/**
 * Copies a WebP with this XMP packet at its end and no other, without a large colour profile, and with the VP8X
 * chunk that says so. Undefined if it is not a complete WebP.
 *
 * @throws BotError as {@link requireViewable} does.
 */
export function markWebp(bytes: Buffer, packet: string): Buffer | undefined {
  const chunks = webpChunks(bytes);
  const head = chunks?.[0] && webpHead(chunks[0]);
  if (!head) return undefined;
  requireViewable(webpSizes(chunks));
  const kept = chunks.filter(({ type }) => type !== 'VP8X' && type !== 'XMP ').filter(isPassedOn);
  const dropped = chunks.some((one) => !isPassedOn(one)) ? HAS_PROFILE : 0;
  head.writeUInt8((head.readUInt8() & ~dropped) | HAS_XMP);
  return webpFile([
    chunk('VP8X', head),
    ...kept.map((one) => one.bytes),
    chunk('XMP ', Buffer.from(packet)),
  ]);
}

function isPassedOn({ type, content }: WebpChunk): boolean {
  return type !== 'ICCP' || isUsualProfile(content.length);
}

/** With its length, and padded to an even number of bytes. */
function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

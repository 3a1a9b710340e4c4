import { isUsualProfile, requireViewable, webpHead, webpSizes } from './picture-sizes.ts';

/** A still picture has fewer than ten, an animation one per frame. */
const MAX_CHUNKS = 1_000;

export interface WebpChunk {
  /** Four characters. */
  readonly type: string;
  readonly content: Buffer;
  /** The whole chunk with type, length and padding. */
  readonly bytes: Buffer;
}

/**
 * The chunks of a WebP, at most a thousand. Ignores bytes after the end. `undefined` if it is not a complete
 * WebP.
 */
export function webpChunks(bytes: Buffer): readonly WebpChunk[] | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  if (bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return undefined;
  const chunks: WebpChunk[] = [];
  // A chunk is a type, a length, and that many bytes, padded to an even number.
  for (let at = 12; at < end;) {
    if (at + 8 > end || chunks.length === MAX_CHUNKS) return undefined;
    const type = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const next = at + 8 + length + (length % 2);
    if (next > end) return undefined;
    chunks.push({
      type,
      content: bytes.subarray(at + 8, at + 8 + length),
      bytes: bytes.subarray(at, next),
    });
    at = next;
  }
  return isPicture(chunks) ? chunks : undefined;
}

/** It starts with its pixels, or with a header and then pixels. */
function isPicture([first, ...others]: readonly WebpChunk[]): boolean {
  if (first?.type !== 'VP8X') return first?.type === 'VP8 ' || first?.type === 'VP8L';
  return others.some(({ type }) => ['VP8 ', 'VP8L', 'ANMF'].includes(type));
}

/** A WebP of these chunks, each complete with type and length. */
export function webpFile(chunks: readonly Buffer[]): Buffer {
  const file = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), ...chunks]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

/** Chunks that affect how pixels look (WebP container specification). All others are dropped. */
const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/** VP8X flags: the file has EXIF, has XMP. */
const METADATA_FLAGS = 0x08 | 0x04;

/** Copies a WebP without its EXIF and XMP. `undefined` if it is not a complete WebP. */
export function stripWebp(bytes: Buffer): Buffer | undefined {
  const kept = webpChunks(bytes)?.filter(({ type }) => KEPT.has(type));
  return kept && webpFile(kept.map(withoutFlags));
}

function withoutFlags({ type, bytes }: WebpChunk): Buffer {
  const flags = bytes[8];
  if (type !== 'VP8X' || flags === undefined) return bytes;
  const changed = Buffer.from(bytes);
  changed[8] = flags & ~METADATA_FLAGS;
  return changed;
}

const HAS_XMP = 0x04;
const HAS_PROFILE = 0x20;

/**
 * Copies a WebP with this XMP packet at its end as the only one, without a large colour profile, and with a
 * matching VP8X chunk. `undefined` if it is not a complete WebP.
 *
 * @throws BotError as {@link requireViewable} does.
 */
export function markWebp(bytes: Buffer, packet: string): Buffer | undefined {
  const chunks = webpChunks(bytes);
  const head = chunks?.[0] && webpHead(chunks[0]);
  if (!head) return undefined;
  requireViewable(webpSizes(chunks));
  const kept = chunks.filter(({ type }) => type !== 'VP8X' && type !== 'XMP ').filter(isKept);
  const dropped = chunks.some((one) => !isKept(one)) ? HAS_PROFILE : 0;
  head.writeUInt8((head.readUInt8() & ~dropped) | HAS_XMP);
  return webpFile([
    chunk('VP8X', head),
    ...kept.map((one) => one.bytes),
    chunk('XMP ', Buffer.from(packet)),
  ]);
}

function isKept({ type, content }: WebpChunk): boolean {
  return type !== 'ICCP' || isUsualProfile(content.length);
}

/** With its length, and padded to an even number of bytes. */
function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

import { webpChunks, type WebpChunk } from './webp-chunks.ts';
import { webpFile } from './webp-file.ts';

/** Chunks that decide how pixels look (WebP container specification). All others are dropped. */
const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/** In VP8X: this file has EXIF, has XMP. */
const METADATA_FLAGS = 0x08 | 0x04;

/** Copies a WebP without its EXIF and XMP. Undefined if it is not a complete WebP. */
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

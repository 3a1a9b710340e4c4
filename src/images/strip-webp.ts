/** Chunks that decide how pixels look (WebP container specification). All others are dropped. */
const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/** In VP8X: this file has EXIF, has XMP. */
const METADATA_FLAGS = 0x08 | 0x04;

/** Copies a WebP without its EXIF and XMP. Undefined where it is no whole WebP. */
export function stripWebp(bytes: Buffer): Buffer | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  if (bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return undefined;
  const kept: Buffer[] = [];
  // A chunk is a type, a length, and that many bytes, padded to an even number.
  for (let at = 12; at < end;) {
    if (at + 8 > end) return undefined;
    const type = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const next = at + 8 + length + (length % 2);
    if (next > end) return undefined;
    if (KEPT.has(type)) kept.push(withoutFlags(type, bytes.subarray(at, next)));
    at = next;
  }
  const chunks = Buffer.concat(kept);
  if (chunks.length === 0) return undefined;
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(chunks.length + 4, 4);
  return Buffer.concat([head, chunks]);
}

function withoutFlags(type: string, chunk: Buffer): Buffer {
  const flags = chunk[8];
  if (type !== 'VP8X' || flags === undefined) return chunk;
  const changed = Buffer.from(chunk);
  changed[8] = flags & ~METADATA_FLAGS;
  return changed;
}

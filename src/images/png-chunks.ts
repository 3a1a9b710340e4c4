export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** libpng writes pixels in chunks of 8 kB, so this is 80 MB of them. */
const MOST_CHUNKS = 10_000;

export interface PngChunk {
  /** Four letters. */
  readonly type: string;
  readonly content: Buffer;
  /** All of it, with length, type and checksum. */
  readonly bytes: Buffer;
}

/**
 * The chunks of a PNG from its head to its end, at most ten thousand; what follows the end is not part
 * of it. Undefined if it is not a complete PNG. Checksums are not checked.
 */
export function pngChunks(bytes: Buffer): readonly PngChunk[] | undefined {
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return undefined;
  const chunks: PngChunk[] = [];
  // A chunk is a length, a type, that many bytes and a checksum, each of the others four bytes.
  for (let at = 8; at + 12 <= bytes.length;) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length || chunks.length === MOST_CHUNKS) return undefined;
    chunks.push({
      type,
      content: bytes.subarray(at + 8, end - 4),
      bytes: bytes.subarray(at, end),
    });
    if (type === 'IEND') return isPicture(chunks) ? chunks : undefined;
    at = end;
  }
  return undefined;
}

function isPicture(chunks: readonly PngChunk[]): boolean {
  return chunks[0]?.type === 'IHDR' && chunks.some(({ type }) => type === 'IDAT');
}

/** A still picture has fewer than ten, a moving one has one for each frame. */
const MOST_CHUNKS = 1_000;

export interface WebpChunk {
  /** Four characters. */
  readonly type: string;
  readonly content: Buffer;
  /** All of it, with type, length and padding. */
  readonly bytes: Buffer;
}

/**
 * The chunks of a WebP, at most a thousand; what follows its end is not part of it. Undefined if it is
 * not a complete WebP.
 */
export function webpChunks(bytes: Buffer): readonly WebpChunk[] | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  if (bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return undefined;
  const chunks: WebpChunk[] = [];
  // A chunk is a type, a length, and that many bytes, padded to an even number.
  for (let at = 12; at < end;) {
    if (at + 8 > end || chunks.length === MOST_CHUNKS) return undefined;
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

/** It begins with its pixels, or with a head that is followed by pixels. */
function isPicture([first, ...others]: readonly WebpChunk[]): boolean {
  if (first?.type !== 'VP8X') return first?.type === 'VP8 ' || first?.type === 'VP8L';
  return others.some(({ type }) => ['VP8 ', 'VP8L', 'ANMF'].includes(type));
}

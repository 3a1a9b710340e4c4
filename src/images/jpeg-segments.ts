const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

export interface JpegSegment {
  /** The byte that tells its kind. */
  readonly marker: number;
  /** What follows its length, up to the next segment. The end has none. */
  readonly content: Buffer;
  /** All of it, with its marker and length; of a scan, the coded pixels too. */
  readonly bytes: Buffer;
}

/**
 * The segments of a JPEG from behind its start to its end; what follows that is no part of it.
 * Undefined where it is no whole JPEG.
 */
export function jpegSegments(bytes: Buffer): readonly JpegSegment[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const segments: JpegSegment[] = [];
  let at = 2;
  while (at + 2 <= bytes.length) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) return undefined;
    if (marker === 0xff) {
      // Padding before a marker.
      at += 1;
      continue;
    }
    if (marker === EOI) {
      segments.push({ marker, content: Buffer.alloc(0), bytes: bytes.subarray(at, at + 2) });
      return segments.some((one) => one.marker === SOS) ? segments : undefined;
    }
    if (at + 4 > bytes.length) return undefined;
    const body = at + 2 + bytes.readUInt16BE(at + 2);
    const end = marker === SOS ? scanEnd(bytes, body) : body;
    if (end > bytes.length || end < at + 4) return undefined;
    segments.push({
      marker,
      content: bytes.subarray(at + 4, end),
      bytes: bytes.subarray(at, end),
    });
    at = end;
  }
  return undefined;
}

/** Where the coded pixels end: at the next marker that is neither a stuffed byte nor a restart. */
function scanEnd(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    const next = at < 0 ? undefined : bytes[at + 1];
    if (next === undefined) return bytes.length;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
    at += 2;
  }
}

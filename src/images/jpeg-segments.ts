const TEM = 0x01;
const RST0 = 0xd0;
const RST7 = 0xd7;
const SOI = 0xd8;
const EOI = 0xd9;
export const SOS = 0xda;

/** Encoders write ten at most. Each scan of a progressive JPEG costs a decoder a pass over the whole picture. */
export const MOST_SCANS = 100;

/** A phone's photo has some hundred at most: depth maps and long XMP come in parts of 64 kB. */
const MOST_SEGMENTS = 1_000;

/**
 * A search gets over coded pixels ten times as fast as a walk, but starting one costs about as much as
 * walking this many bytes: all may be 0xff and 0, so the next few are walked through first.
 */
const SEARCH_BEYOND = 16;

export interface JpegSegment {
  /** The byte that says what kind it is. */
  readonly marker: number;
  /** What follows its length, up to the next segment. The end marker has none. */
  readonly content: Buffer;
  /** All of it, with its marker and length; of a scan, the coded pixels too. */
  readonly bytes: Buffer;
}

/**
 * The segments of a JPEG from after its start to its end, at most a thousand; what follows the end is
 * not part of it. Each byte is looked at once or twice. Undefined if it is not a complete JPEG, or is
 * one that decoders may read differently from how it is read here.
 */
export function jpegSegments(bytes: Buffer): readonly JpegSegment[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const segments: JpegSegment[] = [];
  let at = 2;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    // Padding before a marker.
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined) return undefined;
    if (segments.length === MOST_SEGMENTS || !mayStand(marker)) return undefined;
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

/**
 * Markers without a length must not come between segments. A decoder skips them, and would find
 * segments in what would be taken for their content here.
 */
function mayStand(marker: number): boolean {
  return marker > TEM && !(marker >= RST0 && marker <= RST7) && marker !== SOI;
}

/** Where the coded pixels end: at the next marker that is neither a stuffed byte nor a restart. */
function scanEnd(bytes: Buffer, from: number): number {
  let at = from;
  let searchFrom = at + SEARCH_BEYOND;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) {
      at += 1;
      if (at < searchFrom) continue;
      at = bytes.indexOf(0xff, at);
      if (at === -1) break;
    }
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < RST0 || next > RST7)) return at;
    at += 2;
    searchFrom = at + SEARCH_BEYOND;
  }
  return bytes.length;
}

/** The number of scans: how many passes a decoder makes. */
export function scansIn(segments: readonly JpegSegment[]): number {
  return segments.filter(({ marker }) => marker === SOS).length;
}

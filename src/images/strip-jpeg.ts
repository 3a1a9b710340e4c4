const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;

/**
 * Copies a JPEG without its EXIF, XMP, thumbnails and comments, and without what follows its end.
 * Undefined where it is no whole JPEG.
 */
export function stripJpeg(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const kept = [bytes.subarray(0, 2)];
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
      kept.push(bytes.subarray(at, at + 2));
      return Buffer.concat(kept);
    }
    if (at + 4 > bytes.length) return undefined;
    const body = at + 2 + bytes.readUInt16BE(at + 2);
    const end = marker === SOS ? scanEnd(bytes, body) : body;
    if (end > bytes.length || end < at + 4) return undefined;
    if (decidesLook(marker, bytes.subarray(at + 4, end))) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

/** Of the application segments: JFIF without a thumbnail, colour profiles, Adobe's colour transform. */
function decidesLook(marker: number, content: Buffer): boolean {
  const named = (name: string) => content.subarray(0, name.length).equals(Buffer.from(name));
  if (marker === APP0) return named('JFIF\0') && content.length === 14;
  if (marker === APP2) return named('ICC_PROFILE\0');
  if (marker === APP14) return named('Adobe');
  return marker !== COM && !(marker > APP0 && marker <= APP15);
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

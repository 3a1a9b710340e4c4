import { BotError } from '../errors/errors.ts';
import { isUsualProfile, jpegSizes, requireViewable } from './picture-sizes.ts';

const TEM = 0x01;
const RST0 = 0xd0;
const RST7 = 0xd7;
const SOI = 0xd8;
const EOI = 0xd9;
export const SOS = 0xda;

/**
 * Encoders write ten at most. Each scan of a progressive JPEG costs a decoder a pass over the whole picture.
 */
export const MOST_SCANS = 100;

/** A phone's photo has some hundred at most: depth maps and long XMP come in parts of 64 kB. */
const MAX_SEGMENTS = 1_000;

/**
 * Searching coded pixels is ten times as fast as walking, but starting a search costs about as much as
 * walking this many bytes. Since every byte may be 0xff or 0, it walks through the next few first.
 */
const SEARCH_BEYOND = 16;

export interface JpegSegment {
  /** The marker byte, which tells the kind. */
  readonly marker: number;
  /** The bytes between its length and the next segment. The end marker has none. */
  readonly content: Buffer;
  /** The whole segment with marker and length. For a scan, also the coded pixels. */
  readonly bytes: Buffer;
}

/**
 * The segments of a JPEG from start to end, at most a thousand. Ignores bytes after the end. Reads each byte
 * once or twice. `undefined` if the JPEG is incomplete, or if decoders might read it differently than this
 * does.
 */
export function jpegSegments(bytes: Buffer): readonly JpegSegment[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const segments: JpegSegment[] = [];
  let at = 2;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    // Skip padding before a marker.
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined) return undefined;
    if (segments.length === MAX_SEGMENTS || !mayFollowSegment(marker)) return undefined;
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
 * Rejects markers without a length between segments. A decoder skips them and would find segments inside what
 * counts as their content here.
 */
function mayFollowSegment(marker: number): boolean {
  return marker > TEM && !(marker >= RST0 && marker <= RST7) && marker !== SOI;
}

/** The end of the coded pixels: the next marker that is neither a stuffed byte nor a restart. */
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

/** The number of scans, which is the number of passes that a decoder makes. */
export function scansIn(segments: readonly JpegSegment[]): number {
  return segments.filter(({ marker }) => marker === SOS).length;
}

const APP0 = 0xe0;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;

/**
 * Copies a JPEG without EXIF, XMP, thumbnails, comments and anything after its end. `undefined` if it is not
 * a complete JPEG.
 */
export function stripJpeg(bytes: Buffer): Buffer | undefined {
  const kept = jpegSegments(bytes)?.filter(affectsPixels);
  return kept && Buffer.concat([bytes.subarray(0, 2), ...kept.map((segment) => segment.bytes)]);
}

/** The application segments to keep: JFIF without a thumbnail, colour profiles, Adobe's colour transform. */
function affectsPixels({ marker, content }: JpegSegment): boolean {
  const named = (name: string) => content.subarray(0, name.length).equals(Buffer.from(name));
  if (marker === APP0) return named('JFIF\0') && content.length === 14;
  if (marker === APP2) return named('ICC_PROFILE\0');
  if (marker === APP14) return named('Adobe');
  return marker !== COM && !(marker > APP0 && marker <= APP15);
}

const APP1 = 0xe1;

const XMP = 'http://ns.adobe.com/xap/1.0/\0';
/** Holds XMP that is too long for one segment. */
const XMP_EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
const EXIF = 'Exif\0\0';
const PROFILE = 'ICC_PROFILE\0';

/**
 * Copies a JPEG with this XMP packet as its only one, after JFIF and EXIF, which must come first, and without
 * large colour profiles. `undefined` if it is not a complete JPEG.
 *
 * @throws BotError as {@link requireViewable} does, and `result_unreadable` for more scans than encoders
 * write.
 */
export function markJpeg(bytes: Buffer, packet: string): Buffer | undefined {
  const segments = jpegSegments(bytes);
  if (!segments) return undefined;
  requireViewable(jpegSizes(segments));
  const scans = scansIn(segments);
  if (scans > MOST_SCANS) {
    throw new BotError('result_unreadable', { cause: new Error(`a JPEG of ${scans} scans`) });
  }
  const profile = segments.filter(isProfile).reduce((sum, one) => sum + one.content.length, 0);
  const kept = segments.filter(
    (one) =>
      !isNamed(one, XMP) &&
      !isNamed(one, XMP_EXTENSION) &&
      (!isProfile(one) || isUsualProfile(profile)),
  );
  const parts = kept.map((segment) => segment.bytes);
  const place = kept.findIndex((one) => one.marker !== APP0 && !isNamed(one, EXIF));
  parts.splice(place, 0, xmpSegment(packet));
  return Buffer.concat([bytes.subarray(0, 2), ...parts]);
}

function isNamed({ marker, content }: JpegSegment, name: string): boolean {
  return marker === APP1 && content.subarray(0, name.length).equals(Buffer.from(name));
}

function isProfile({ marker, content }: JpegSegment): boolean {
  return marker === APP2 && content.subarray(0, PROFILE.length).equals(Buffer.from(PROFILE));
}

function xmpSegment(packet: string): Buffer {
  const content = Buffer.from(XMP + packet);
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

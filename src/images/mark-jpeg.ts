import { BotError } from '../errors/errors.ts';
import { jpegSizes } from './claimed-sizes.ts';
import { jpegSegments, MOST_SCANS, scansIn, type JpegSegment } from './jpeg-segments.ts';
import { isUsualProfile, requireViewable } from './made-picture.ts';

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;

const XMP = 'http://ns.adobe.com/xap/1.0/\0';
/** Holds what is too long for one segment. */
const XMP_EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
const EXIF = 'Exif\0\0';
const PROFILE = 'ICC_PROFILE\0';

/**
 * Copies a JPEG with this XMP packet and no other, after JFIF and EXIF, which have to come first, without large
 * colour profiles. Undefined if it is not a complete JPEG.
 *
 * @throws BotError as {@link requireViewable} does, and `result_unreadable` for one of more scans than encoders make.
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

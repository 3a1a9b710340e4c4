import { jpegSegments, type JpegSegment } from './jpeg-segments.ts';

const APP0 = 0xe0;
const APP1 = 0xe1;

const XMP = 'http://ns.adobe.com/xap/1.0/\0';
/** Holds what is too long for one segment. */
const XMP_EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
const EXIF = 'Exif\0\0';

/**
 * Copies a JPEG with this XMP packet and no other, after JFIF and EXIF, which have to come first.
 * Undefined if it is not a complete JPEG.
 */
export function markJpeg(bytes: Buffer, packet: string): Buffer | undefined {
  const segments = jpegSegments(bytes);
  if (!segments) return undefined;
  const kept = segments.filter((one) => !isNamed(one, XMP) && !isNamed(one, XMP_EXTENSION));
  const parts = kept.map((segment) => segment.bytes);
  const place = kept.findIndex((one) => one.marker !== APP0 && !isNamed(one, EXIF));
  parts.splice(place, 0, xmpSegment(packet));
  return Buffer.concat([bytes.subarray(0, 2), ...parts]);
}

function isNamed({ marker, content }: JpegSegment, name: string): boolean {
  return marker === APP1 && content.subarray(0, name.length).equals(Buffer.from(name));
}

function xmpSegment(packet: string): Buffer {
  const content = Buffer.from(XMP + packet);
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

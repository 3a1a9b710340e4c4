import { jpegSegments, type JpegSegment } from './jpeg-segments.ts';

const APP0 = 0xe0;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;

/**
 * Copies a JPEG without its EXIF, XMP, thumbnails and comments, and without what follows its end.
 * Undefined if it is not a complete JPEG.
 */
export function stripJpeg(bytes: Buffer): Buffer | undefined {
  const kept = jpegSegments(bytes)?.filter(decidesLook);
  return kept && Buffer.concat([bytes.subarray(0, 2), ...kept.map((segment) => segment.bytes)]);
}

/** The application segments that are kept: JFIF without a thumbnail, colour profiles, Adobe's colour transform. */
function decidesLook({ marker, content }: JpegSegment): boolean {
  const named = (name: string) => content.subarray(0, name.length).equals(Buffer.from(name));
  if (marker === APP0) return named('JFIF\0') && content.length === 14;
  if (marker === APP2) return named('ICC_PROFILE\0');
  if (marker === APP14) return named('Adobe');
  return marker !== COM && !(marker > APP0 && marker <= APP15);
}

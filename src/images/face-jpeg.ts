import { fitted } from './fitted.ts';
import { JPEG_SETTINGS } from './jpeg-settings.ts';
import { readable } from './picture-unreadable.ts';

/** SDXL's own size. A face model looks at far less. */
const LONGEST_SIDE = 1024;

/**
 * Decodes a stranger's picture and makes a JPEG of it: upright, sRGB on white, at most 1024 pixels
 * on its longest side, without metadata (EXIF, GPS, XMP, ICC). Rejects with PictureUnreadable.
 */
export function faceJpeg(file: Uint8Array): Promise<Buffer> {
  return readable(() =>
    fitted(file, LONGEST_SIDE).flatten({ background: '#ffffff' }).jpeg(JPEG_SETTINGS).toBuffer(),
  );
}

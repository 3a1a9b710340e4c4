import { MOST_PIXELS } from './inspect-photo.ts';
import { readable } from './picture-unreadable.ts';
import { sharp } from './sharp.ts';

/** SDXL's own size. A face model looks at far less. */
const LONGEST_SIDE = 1024;
const JPEG_QUALITY = 95;

/**
 * Decodes a stranger's picture and makes a JPEG of it: upright, sRGB on white, at most 1024 pixels
 * on its longest side, without metadata (EXIF, GPS, XMP, ICC). Rejects with PictureUnreadable.
 */
export function faceJpeg(file: Uint8Array): Promise<Buffer> {
  return readable(() =>
    sharp(file, { failOn: 'warning', limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
      .toBuffer(),
  );
}

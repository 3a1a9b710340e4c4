import { MOST_MADE_PIXELS } from './made-picture.ts';
import { markGenerated } from './mark-generated.ts';
import { readable } from './picture-unreadable.ts';
import { sharp } from './sharp.ts';

/** Discord shows a thumbnail with 80 pixels a side, and screens have two or three for each. */
const SIDE = 160;
const QUALITY = 75;

/**
 * A small JPEG of a picture, by which people know it again: some 10 KB. What was transparent becomes white;
 * metadata goes, except the mark that it was generated.
 *
 * Rejects with PictureUnreadable.
 */
export function thumbnail(file: Uint8Array): Promise<Buffer> {
  return readable(async () => {
    const small = await sharp(file, { limitInputPixels: MOST_MADE_PIXELS })
      .autoOrient()
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: QUALITY })
      .toBuffer();
    return markGenerated(small);
  });
}

import { fitted } from './fitted.ts';
import { fittingSide, type Bounds } from './fitting-side.ts';
import { JPEG_SETTINGS } from './jpeg-settings.ts';
import { PictureTooLarge } from './picture-too-large.ts';
import { readable } from './picture-unreadable.ts';
import { sharp } from './sharp.ts';

export interface PlainPictureOptions extends Bounds {
  /** A mask stays as it is drawn: in PNG, which loses nothing. */
  readonly mask: boolean;
  readonly mostBytes: number;
}

/** In RGBA. */
const ALPHA = 3;
const OPAQUE = 255;

/**
 * Decodes a stranger's picture and encodes it anew: upright, sRGB, without metadata. A mask becomes
 * a PNG, and so does a picture with anything transparent in it; any other a JPEG. Rejects with
 * PictureUnreadable, or with PictureTooLarge where more than `mostBytes` come of it.
 */
export async function plainPicture(
  file: Uint8Array,
  { mask, mostBytes, ...bounds }: PlainPictureOptions,
): Promise<Buffer> {
  const made = await readable(async () => {
    const { width, height, hasAlpha } = await sharp(file).metadata();
    const side = fittingSide({ width, height }, bounds);
    return hasAlpha ? withAlpha(file, side, mask) : withoutAlpha(file, side, mask);
  });
  if (made.length <= mostBytes) return made;
  throw new PictureTooLarge(`${made.length} bytes came of it`);
}

function withoutAlpha(file: Uint8Array, side: number, mask: boolean): Promise<Buffer> {
  const picture = fitted(file, side);
  return (mask ? picture.png() : picture.jpeg(JPEG_SETTINGS)).toBuffer();
}

/**
 * Whether anything is transparent is known once all of it is decoded. ComfyUI takes colours and alpha
 * apart, so the colours are those that are seen on white, or for a mask on black: what lies unseen
 * under transparent pixels is nobody's business.
 */
async function withAlpha(file: Uint8Array, side: number, mask: boolean): Promise<Buffer> {
  const { data, info } = await fitted(file, side).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const decoded = () => sharp(data, { raw: { width, height, channels } });
  const alpha = await decoded().extractChannel(ALPHA).raw().toBuffer();
  const flat = decoded().flatten({ background: mask ? '#000000' : '#ffffff' });
  if (!alpha.equals(Buffer.alloc(alpha.length, OPAQUE))) {
    return flat
      .joinChannel(alpha, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
  }
  return (mask ? flat.png() : flat.jpeg(JPEG_SETTINGS)).toBuffer();
}

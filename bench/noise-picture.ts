import { randomBytes } from 'node:crypto';
import sharp from 'sharp';

/** A square PNG of noise, so of about three bytes a pixel. */
export function noisePicture(side: number): Promise<Buffer> {
  const raw = { width: side, height: side, channels: 3 as const };
  return sharp(randomBytes(side * side * 3), { raw })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

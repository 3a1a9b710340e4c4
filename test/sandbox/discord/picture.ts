import sharp from 'sharp';

/** A PNG of that size, in one colour. */
export function picture(width: number, height: number, background = '#7a5cff'): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

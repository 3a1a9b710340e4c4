import sharp from 'sharp';

const SIDE = 96;

/** A picture that is no plain colour, as a person may attach it; another for each `shade`. */
export async function portrait(
  shade = 0,
  format: 'png' | 'jpeg' | 'webp' = 'png',
): Promise<Buffer> {
  const pixels = Buffer.alloc(SIDE * SIDE * 3);
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const [x, y] = [(at % SIDE) - SIDE / 2, Math.floor(at / SIDE) - SIDE / 2];
    const inside = x * x + y * y < (SIDE / 3) ** 2;
    pixels.fill(inside ? 200 - shade : 40 + shade, at * 3, at * 3 + 3);
  }
  const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
  return sharp(pixels, { raw }).toFormat(format).toBuffer();
}

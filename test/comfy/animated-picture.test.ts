import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pictureFrom, pictureOf } from '../../src/images/picture.ts';

const frames = (count: number) =>
  sharp(
    Buffer.from(Array.from({ length: 8 * 8 * count * 3 }, (_, at) => Math.floor(at / 192) * 60)),
    {
      raw: { width: 8, height: 8 * count, channels: 3, ...(count > 1 && { pageHeight: 8 }) },
    },
  );

/** A PNG with a chunk before its pixels; what is in that is nobody's business here. */
function withChunk(png: Buffer, type: string): Buffer {
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8, 0);
  chunk.write(type, 4, 'latin1');
  // The signature and IHDR are 33 bytes.
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

describe('a picture', () => {
  it.each<[string, () => Promise<Buffer>, true | undefined]>([
    [
      'an animated WebP',
      () =>
        frames(3)
          .webp({ delay: [50, 50, 50] })
          .toBuffer(),
      true,
    ],
    ['a WebP', () => frames(1).webp().toBuffer(), undefined],
    ['a lossless WebP', () => frames(1).webp({ lossless: true }).toBuffer(), undefined],
    ['an animated PNG', async () => withChunk(await frames(1).png().toBuffer(), 'acTL'), true],
    [
      'a PNG with a note',
      async () => withChunk(await frames(1).png().toBuffer(), 'tEXt'),
      undefined,
    ],
    ['a PNG', () => frames(1).png().toBuffer(), undefined],
    ['a JPEG', () => frames(1).jpeg().toBuffer(), undefined],
    [
      'a PNG that is cut off',
      async () => (await frames(1).png().toBuffer()).subarray(0, 35),
      undefined,
    ],
  ])('is known to move or not: %s', async (_, make, animated) => {
    const bytes = await make();
    expect(pictureOf(bytes)?.animated).toBe(animated);
    expect((await pictureFrom(bytes.toString('base64')))?.animated).toBe(animated);
  });
});

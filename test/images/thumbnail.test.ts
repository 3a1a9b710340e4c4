import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PictureUnreadable } from '../../src/images/picture-task.ts';
import { thumbnail } from '../../src/images/result-jpeg.ts';

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .png()
    .toBuffer();

describe('thumbnail', () => {
  it.each([
    [800, 400, 160, 80],
    [100, 1000, 16, 160],
    [50, 40, 50, 40],
  ])('makes a small JPEG of the same shape of %i × %i', async (width, height, w, h) => {
    const small = await sharp(await thumbnail(await plain(width, height))).metadata();
    expect([small.format, small.width, small.height]).toEqual(['jpeg', w, h]);
  });

  it('marks it as generated, and puts what is transparent on white', async () => {
    const made = sharp(await thumbnail(await plain(200, 200)));
    expect((await made.metadata()).xmpAsString).toContain('trainedAlgorithmicMedia');
    expect((await made.stats()).channels.map(({ min }) => min)).toEqual([255, 255, 255]);
  });

  it('refuses what is no picture', async () => {
    await expect(thumbnail(Buffer.from('no picture'))).rejects.toThrow(PictureUnreadable);
  });
});

import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { smallerJpeg } from '../../src/images/result-jpeg.ts';

/** Noise, which no encoder can make much smaller. */
function noise(side: number, channels: 3 | 4 = 3): Promise<Buffer> {
  const raw = { width: side, height: side, channels };
  return sharp(randomBytes(side * side * channels), { raw })
    .png()
    .toBuffer();
}

describe('smallerJpeg', () => {
  it.each([500_000, 120_000, 30_000])('makes a JPEG of at most %i bytes', async (mostBytes) => {
    const small = await smallerJpeg(await noise(600), mostBytes);
    expect(small.length).toBeLessThanOrEqual(mostBytes);
    expect((await sharp(small).metadata()).format).toBe('jpeg');
  });

  it('marks it as generated, and makes room for the mark', async () => {
    const file = await noise(300);
    const { length } = await smallerJpeg(file, 500_000);
    const fitting = await smallerJpeg(file, length);
    const smaller = await smallerJpeg(file, length - 1);
    for (const small of [fitting, smaller]) {
      expect((await sharp(small).metadata()).xmpAsString).toContain('trainedAlgorithmicMedia');
    }
    expect([fitting.length, smaller.length < length]).toEqual([length, true]);
  });

  it('keeps every pixel where less quality is enough', async () => {
    const { width, height } = await sharp(await smallerJpeg(await noise(300), 80_000)).metadata();
    expect([width, height]).toEqual([300, 300]);
  });

  it('keeps the shape where pixels have to go', async () => {
    const raw = { width: 800, height: 400, channels: 3 } as const;
    const wide = await sharp(randomBytes(800 * 400 * 3), { raw })
      .png()
      .toBuffer();
    const { width, height } = await sharp(await smallerJpeg(wide, 40_000)).metadata();
    expect(width).toBeLessThan(800);
    expect(width / height).toBeCloseTo(2, 1);
  });

  it('puts what is transparent on white', async () => {
    const clear = await sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const { channels } = await sharp(await smallerJpeg(clear, 10_000)).stats();
    expect(channels.map(({ min }) => min)).toEqual([255, 255, 255]);
  });

  it('takes the metadata off', async () => {
    const said = await sharp(await noise(50))
      .withExif({ IFD0: { Copyright: 'a prompt' } })
      .png()
      .toBuffer();
    expect((await smallerJpeg(said, 100_000)).includes('a prompt')).toBe(false);
  });

  it.each([
    ['no step is enough', () => noise(600), 200],
    ['it is no picture', () => Promise.resolve(Buffer.from('no picture')), 1_000],
  ])('rejects where %s', async (_, make, mostBytes) => {
    await expect(smallerJpeg(await make(), mostBytes)).rejects.toThrow();
  });
});

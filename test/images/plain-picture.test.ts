import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { normalisePicture } from '../../src/images/photos.ts';
import { plainPicture, type PlainPictureOptions } from '../../src/images/plain-picture.ts';

const OPTIONS: PlainPictureOptions = {
  maxSide: 2048,
  maxPixels: 24e6,
  mask: false,
  mostBytes: 7_000_000,
};

const prepare = (file: Buffer, options: Partial<PlainPictureOptions> = {}) =>
  normalisePicture(file, (bytes) => plainPicture(bytes, { ...OPTIONS, ...options }));

/** A picture of one colour, `alpha` from 0 to 1, whose left half may be of another alpha. */
function coloured(alpha: number, left = alpha): Sharp {
  const pixels = Buffer.alloc(40 * 20 * 4);
  for (let at = 0; at < 40 * 20; at += 1) {
    pixels.set([200, 40, 0, Math.round(255 * (at % 40 < 20 ? left : alpha))], at * 4);
  }
  return sharp(pixels, { raw: { width: 40, height: 20, channels: 4 } });
}

/** What lies at one pixel, in as many channels as there are. */
async function pixelAt(picture: Buffer, left: number, top: number): Promise<number[]> {
  const area = { left, top, width: 1, height: 1 };
  return [...(await sharp(picture).extract(area).raw().toBuffer())];
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } });

describe('a picture to work on', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('is a JPEG, made of a %s', async (format) => {
    const made = await prepare(await plain(200, 100).toFormat(format).toBuffer());
    expect(made).toMatchObject({ format: 'jpeg', width: 200, height: 100 });
    expect(made.sha256).toBe(createHash('sha256').update(made.bytes).digest('hex'));
    const { format: encoded, chromaSubsampling } = await sharp(made.bytes).metadata();
    expect([encoded, chromaSubsampling]).toEqual(['jpeg', '4:4:4']);
  });

  it.each([
    [3000, 1500, 2048, 2048, 1024],
    [3000, 1500, 500, 500, 250],
    [700, 1000, 333, 233, 333],
    [40, 20, 2048, 40, 20],
    [4000, 1, 2048, 2048, 1],
  ])('of %i × %i fits into %i as %i × %i', async (width, height, maxSide, ...size) => {
    const made = await prepare(await plain(width, height).png().toBuffer(), { maxSide });
    expect([made.width, made.height]).toEqual(size);
  });

  it.each([
    [1344, 768, 1344, 768],
    [3000, 1500, 1448, 724],
    [1500, 3000, 724, 1448],
    [2048, 2048, 1024, 1024],
  ])('of %i × %i has a megapixel as %i × %i', async (width, height, ...size) => {
    const file = await plain(width, height).png().toBuffer();
    const made = await prepare(file, { maxPixels: 1024 * 1024 });
    expect([made.width, made.height]).toEqual(size);
  });

  it.each(['jpeg', 'png', 'webp'] as const)('is upright without metadata: %s', async (format) => {
    const file = await plain(100, 60)
      .withExif({ IFD0: { Copyright: 'Ada' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .toFormat(format)
      .toBuffer();
    for (const mask of [false, true]) {
      const made = await prepare(file, { mask });
      expect([made.width, made.height]).toEqual([60, 100]);
      const { exif, xmp, icc, iptc, comments } = await sharp(made.bytes).metadata();
      expect([exif, xmp, icc, iptc, comments]).toEqual(Array(5).fill(undefined));
    }
  });

  it.each(['png', 'webp'] as const)(
    'stays a PNG where a %s shows what is behind it',
    async (of) => {
      const file = await coloured(1, 0.5).toFormat(of, { lossless: true }).toBuffer();
      const made = await prepare(file);
      expect(made).toMatchObject({ format: 'png', width: 40, height: 20 });
      const [, , , half] = await pixelAt(made.bytes, 5, 5);
      expect(half).toBe(128);
      expect(await pixelAt(made.bytes, 30, 5)).toEqual([200, 40, 0, 255]);
    },
  );

  it('with transparency fits as well', async () => {
    const file = await coloured(1, 0).png().toBuffer();
    const made = await prepare(file, { maxSide: 20 });
    expect(made).toMatchObject({ format: 'png', width: 20, height: 10 });
    expect(await pixelAt(made.bytes, 2, 5)).toEqual([255, 255, 255, 0]);
    expect(await pixelAt(made.bytes, 17, 5)).toEqual([200, 40, 0, 255]);
  });

  it('whose alpha channel hides nothing has none', async () => {
    expect(await prepare(await coloured(1).png().toBuffer())).toMatchObject({ format: 'jpeg' });
    const mask = await prepare(await coloured(1).png().toBuffer(), { mask: true });
    expect(await pixelAt(mask.bytes, 5, 5)).toEqual([200, 40, 0]);
  });

  it('says nothing of what is hidden in it, which becomes white, or black in a mask', async () => {
    const file = await coloured(0).png().toBuffer();
    expect(await pixelAt(file, 5, 5)).toEqual([200, 40, 0, 0]);
    expect(await pixelAt((await prepare(file)).bytes, 5, 5)).toEqual([255, 255, 255, 0]);
    const mask = await prepare(file, { mask: true });
    expect(await pixelAt(mask.bytes, 5, 5)).toEqual([0, 0, 0, 0]);
  });

  it('that is a mask keeps every pixel', async () => {
    const noise = Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 7919) % 256));
    const file = await sharp(noise, { raw: { width: 10, height: 10, channels: 3 } })
      .png()
      .toBuffer();
    const made = await prepare(file, { mask: true });
    expect(made.format).toBe('png');
    expect(await sharp(made.bytes).raw().toBuffer()).toEqual(noise);
  });

  it.each([
    ['grey', coloured(0.5).toColourspace('b-w'), 'png'],
    ['sixteen bits a channel', coloured(0.5).toColourspace('rgb16'), 'png'],
    ['a palette', coloured(1, 0).png({ palette: true }), 'png'],
    ['CMYK', plain(40, 20).toColourspace('cmyk').jpeg(), 'jpeg'],
  ])('becomes sRGB of eight bits: %s', async (_, picture, format) => {
    const file = await (format === 'png' ? picture.png() : picture).toBuffer();
    const made = await prepare(file);
    const { space, depth, isPalette } = await sharp(made.bytes).metadata();
    expect([made.format, space, depth, isPalette]).toEqual([format, 'srgb', 'uchar', false]);
  });

  it('is refused where more comes of it than may be sent', async () => {
    const file = await plain(200, 100).png().toBuffer();
    const { length } = (await prepare(file, { mask: true })).bytes;
    await expect(prepare(file, { mask: true, mostBytes: length })).resolves.toBeDefined();
    const refused = prepare(file, { mask: true, mostBytes: length - 1 });
    await expect(refused).rejects.toThrow(BotError);
    await expect(refused).rejects.toMatchObject({ code: 'pictures_too_large' });
  });

  it.each([0.1, 0.5, 0.95])('is refused where it was cut: %f', async (share) => {
    const file = await coloured(0.5).png().toBuffer();
    const cut = file.subarray(0, Math.floor(file.length * share));
    await expect(prepare(cut)).rejects.toMatchObject({ code: 'not_a_picture' });
  });
});

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { faceJpeg } from '../../src/images/plain-picture.ts';
import { normalisePicture as normalise } from '../../src/images/photos.ts';

/** In this process, since none of these files takes long. */
const normalisePicture = (file: Buffer) => normalise(file, faceJpeg);

/** A picture of the given size: red on the left half, blue on the right. */
function twoHalves(width: number, height: number): Sharp {
  const raw = { width, height, channels: 3 } as const;
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    pixels[at * 3 + (at % width < width / 2 ? 0 : 2)] = 255;
  }
  return sharp(pixels, { raw });
}

/** Colour of one pixel, red, green and blue. */
async function colourAt(picture: Buffer, left: number, top: number): Promise<number[]> {
  const area = { left, top, width: 1, height: 1 };
  return [...(await sharp(picture).extract(area).raw().toBuffer())];
}

async function codeOf(file: Buffer): Promise<string> {
  try {
    await normalisePicture(file);
  } catch (error) {
    if (error instanceof BotError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('normalisePicture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('makes a JPEG of a %s', async (format) => {
    const face = await normalisePicture(await twoHalves(200, 100).toFormat(format).toBuffer());
    const { format: made, width, height, chromaSubsampling } = await sharp(face.bytes).metadata();
    expect([made, width, height, chromaSubsampling]).toEqual(['jpeg', 200, 100, '4:4:4']);
    expect([face.width, face.height]).toEqual([200, 100]);
    expect(face.sha256).toBe(createHash('sha256').update(face.bytes).digest('hex'));
  });

  it('gives the same bytes for the same file', async () => {
    const file = await twoHalves(64, 64).png().toBuffer();
    expect((await normalisePicture(file)).sha256).toBe((await normalisePicture(file)).sha256);
  });

  it.each([
    [3000, 1500, 1024, 512],
    [500, 2048, 250, 1024],
    [1024, 1024, 1024, 1024],
    [40, 20, 40, 20],
    [4000, 1, 1024, 1],
  ])('makes %i × %i into %i × %i', async (width, height, toWidth, toHeight) => {
    const face = await normalisePicture(await twoHalves(width, height).png().toBuffer());
    expect([face.width, face.height]).toEqual([toWidth, toHeight]);
  });

  it('turns a photo upright that was taken sideways', async () => {
    const file = await twoHalves(100, 60).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const face = await normalisePicture(file);
    expect([face.width, face.height]).toEqual([60, 100]);
    const [red] = await colourAt(face.bytes, 30, 10);
    const [, , blue] = await colourAt(face.bytes, 30, 90);
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeGreaterThan(200);
  });

  it('lays what is transparent on white', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const create = { width: 50, height: 50, channels: 4, background: clear } as const;
    const face = await normalisePicture(await sharp({ create }).png().toBuffer());
    expect(await colourAt(face.bytes, 25, 25)).toEqual([255, 255, 255]);
  });

  it.each(['grey', 'cmyk'] as const)('makes sRGB of %s', async (kind) => {
    const space = kind === 'grey' ? 'b-w' : 'cmyk';
    const file = await twoHalves(64, 64).toColourspace(space).jpeg().toBuffer();
    expect((await sharp(file).metadata()).channels).toBe(kind === 'grey' ? 1 : 4);
    const made = await sharp((await normalisePicture(file)).bytes).metadata();
    expect([made.space, made.channels]).toEqual(['srgb', 3]);
  });

  it('reads sixteen bits a channel', async () => {
    const file = await twoHalves(64, 64).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(file).metadata()).depth).toBe('ushort');
    expect(await codeOf(file)).toBe('accepted');
  });

  it.each(['jpeg', 'png', 'webp'] as const)('leaves no metadata of a %s', async (format) => {
    const file = await twoHalves(64, 64)
      .withExif({ IFD0: { Copyright: 'Ada' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .withIccProfile('p3')
      .toFormat(format)
      .toBuffer();
    expect((await sharp(file).metadata()).exif).toBeDefined();
    const { exif, xmp, icc, iptc, comments } = await sharp(
      (await normalisePicture(file)).bytes,
    ).metadata();
    expect([exif, xmp, icc, iptc, comments]).toEqual(Array(5).fill(undefined));
  });

  it.each(['jpeg', 'png', 'webp'] as const)(
    "drops what hangs on behind a %s, as behind a phone's moving photos",
    async (format) => {
      const file = await twoHalves(64, 64).toFormat(format).toBuffer();
      const polyglot = Buffer.concat([file, Buffer.from('PK\x03\x04<script>alert(1)</script>')]);
      expect((await normalisePicture(polyglot)).bytes.includes('<script>')).toBe(false);
    },
  );

  it('refuses a moving WebP', async () => {
    const [first, second] = [twoHalves(32, 32), twoHalves(32, 32).negate()];
    const frames = [await first.png().toBuffer(), await second.png().toBuffer()];
    const pages = sharp(frames, { join: { animated: true } });
    expect(await codeOf(await pages.webp().toBuffer())).toBe('picture_moves');
  });

  it.each(['jpeg', 'png', 'webp'] as const)('refuses a %s of too many pixels', async (format) => {
    const create = { width: 6000, height: 4001, channels: 3, background: 'grey' } as const;
    const file = await sharp({ create }).toFormat(format).toBuffer();
    expect(await codeOf(file)).toBe('picture_too_many_pixels');
  });

  it('refuses a bomb by its head', async () => {
    const bomb = await twoHalves(8, 8).png().toBuffer();
    bomb.writeUInt32BE(1_000_000, 16);
    bomb.writeUInt32BE(1_000_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    expect(await codeOf(bomb)).toBe('picture_too_many_pixels');
  });

  it.each(['jpeg', 'png', 'webp'] as const)('refuses a %s that was cut', async (format) => {
    const file = await twoHalves(300, 300).toFormat(format).toBuffer();
    for (const share of [0.1, 0.5, 0.95]) {
      const cut = file.subarray(0, Math.floor(file.length * share));
      expect(await codeOf(cut)).toBe('not_a_picture');
    }
  });

  it('refuses a PNG with a broken checksum', async () => {
    const file = await twoHalves(64, 64).png().toBuffer();
    const at = file.indexOf('IDAT') + 12;
    file.writeUInt8(file.readUInt8(at) ^ 0xff, at);
    expect(await codeOf(file)).toBe('not_a_picture');
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>';
  const gif = 'R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==';
  it.each([
    ['nothing', ''],
    ['one byte', '\x89'],
    ['text', 'hello there'],
    ['an SVG', svg],
    ['an SVG with an XML head', `<?xml version="1.0"?>${svg}`],
    ['a GIF', Buffer.from(gif, 'base64').toString('latin1')],
    ['a PDF', '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'],
    ['a little-endian TIFF', 'II*\0\x08\0\0\0\0\0\0\0'],
    ['a big-endian TIFF', 'MM\0*\0\0\0\x08\0\0\0\0'],
    ['an AVIF', '\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'],
    ['a HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['a JPEG XL', '\xff\x0a\xfa\x1f\x01\x90'],
    ['a BMP', 'BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0'],
    ['a PPM', 'P6 1 1 255\nabc'],
    ['an HTML page', '<!doctype html><img src=x onerror=alert(1)>'],
    ['a ZIP', 'PK\x03\x04\x14\0\0\0'],
    ['an MP4', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'],
    ['an ELF', '\x7fELF\x02\x01\x01'],
    ['only the head of a PNG', '\x89PNG\r\n\x1a\n'],
    ['only the head of a JPEG', '\xff\xd8\xff\xe0'],
    ['only the head of a WebP', 'RIFF\x1a\0\0\0WEBPVP8L'],
  ])('refuses %s', async (_, text) => {
    expect(await codeOf(Buffer.from(text, 'latin1'))).toBe('not_a_picture');
  });

  it.each(['gif', 'tiff', 'avif'] as const)('refuses a real %s', async (format) => {
    const file = await twoHalves(32, 32).toFormat(format).toBuffer();
    expect(await codeOf(file)).toBe('not_a_picture');
  });

  it('refuses a JPEG inside a PDF', async () => {
    const jpeg = await twoHalves(32, 32).jpeg().toBuffer();
    const head = Buffer.from('%PDF-1.4\n1 0 obj<</Length 99>>stream\n');
    expect(await codeOf(Buffer.concat([head, jpeg]))).toBe('not_a_picture');
  });
});

import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { stripMetadata } from '../../src/images/metadata.ts';

const face = Buffer.from('a face that nobody else is to see').toString('base64');

/** A picture whose pixels are all different, so that any change would show. */
function picture(channels: 3 | 4 = 3): Sharp {
  const [width, height] = [40, 30];
  const pixels = Buffer.from(
    Array.from({ length: width * height * channels }, (_, at) => (at * 37) % 256),
  );
  return sharp(pixels, { raw: { width, height, channels } });
}

function withMetadata(made: Sharp): Sharp {
  return made.withExif({ IFD0: { ImageDescription: face } }).withXmp(`<x>${face}</x>`);
}

function chunk(type: string, content: string): Buffer {
  const body = Buffer.from(type + content, 'latin1');
  const made = Buffer.alloc(body.length + 8);
  made.writeUInt32BE(body.length - 4, 0);
  body.copy(made, 4);
  made.writeUInt32BE(crc32(body), body.length + 4);
  return made;
}

/** A PNG as ComfyUI writes it: texts between the head and the pixels. */
async function comfyPng(channels: 3 | 4 = 3): Promise<Buffer> {
  const png = await picture(channels).png().toBuffer();
  return Buffer.concat([
    png.subarray(0, 33),
    chunk('tEXt', `prompt\0{"6":{"inputs":{"image":"${face}"}}}`),
    chunk('iTXt', `workflow\0\0\0\0\0${face}`),
    chunk('eXIf', face),
    chunk('prVt', face),
    png.subarray(33),
    Buffer.from(face),
  ]);
}

const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer();

describe('stripMetadata', () => {
  it("takes the graph, with the face in it, out of a worker's PNG", async () => {
    const png = await comfyPng();
    expect(png.includes(face)).toBe(true);
    expect((await stripMetadata(png)).includes(face)).toBe(false);
  });

  it.each([3, 4] as const)('keeps every pixel of a PNG of %i channels', async (channels) => {
    const png = await comfyPng(channels);
    const stripped = await stripMetadata(png);
    expect(await pixels(stripped)).toEqual(await pixels(png));
  });

  it('keeps palette, transparency and depth of a PNG', async () => {
    for (const options of [{ palette: true }, { compressionLevel: 1 }]) {
      const png = await picture(4).toColourspace('rgb16').png(options).toBuffer();
      const stripped = await stripMetadata(png);
      expect(await pixels(stripped)).toEqual(await pixels(png));
      const [now, before] = [await sharp(stripped).metadata(), await sharp(png).metadata()];
      expect([now.depth, now.bitsPerSample]).toEqual([before.depth, before.bitsPerSample]);
    }
  });

  it.each([
    ['JPEG', () => picture().jpeg()],
    ['progressive JPEG', () => picture().jpeg({ progressive: true })],
    ['CMYK JPEG', () => picture().toColourspace('cmyk').jpeg()],
    ['PNG', () => picture().png()],
    ['lossy WebP', () => picture().webp()],
    ['lossless WebP', () => picture().webp({ lossless: true })],
    ['transparent WebP', () => picture(4).webp()],
  ])('takes EXIF and XMP out of a %s and keeps its pixels', async (_, make) => {
    const file = await withMetadata(make()).toBuffer();
    expect(file.includes(face)).toBe(true);
    const stripped = await stripMetadata(file);
    expect(stripped.includes(face)).toBe(false);
    const { exif, xmp } = await sharp(stripped, { failOn: 'warning' }).metadata();
    expect([exif, xmp]).toEqual([undefined, undefined]);
    expect(await pixels(stripped)).toEqual(await pixels(file));
  });

  it('keeps the colour profile, which decides how pixels look', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const file = await picture().withIccProfile('p3').toFormat(format).toBuffer();
      expect((await sharp(await stripMetadata(file)).metadata()).icc).toBeDefined();
    }
  });

  it('takes the comment and the tail off a JPEG', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const comment = Buffer.from(
      `\xff\xfe\0${String.fromCharCode(face.length + 2)}${face}`,
      'latin1',
    );
    const file = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), Buffer.from(face)]);
    const stripped = await stripMetadata(file);
    expect(stripped.includes(face)).toBe(false);
    expect(await pixels(stripped)).toEqual(await pixels(jpeg));
  });

  it('changes nothing the second time', async () => {
    const once = await stripMetadata(await comfyPng());
    expect(await stripMetadata(once)).toEqual(once);
  });

  it.each(['jpeg', 'png', 'webp'] as const)(
    'refuses a %s that was cut anywhere',
    async (format) => {
      const file = await withMetadata(picture()).toFormat(format).toBuffer();
      for (let length = 0; length < file.length - 1; length += 1) {
        await expect(stripMetadata(file.subarray(0, length))).rejects.toBeInstanceOf(BotError);
      }
    },
  );

  it.each(['', 'GIF89a', '<html>', 'RIFF\x04\0\0\0WEBP', '\xff\xd8\xff'])(
    'refuses %j',
    async (text) => {
      await expect(stripMetadata(Buffer.from(text, 'latin1'))).rejects.toMatchObject({
        code: 'result_unreadable',
      });
    },
  );

  it('comes to an end with bytes of any kind', async () => {
    const heads = ['\x89PNG\r\n\x1a\n', '\xff\xd8', 'RIFF\x20\0\0\0WEBP'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 200 }),
        async (head, tail) => {
          const bytes = Buffer.concat([Buffer.from(head, 'latin1'), tail]);
          try {
            expect((await stripMetadata(bytes)).length).toBeLessThanOrEqual(bytes.length);
          } catch (error) {
            expect(error).toBeInstanceOf(BotError);
          }
        },
      ),
    );
  });
});

import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { faceJpeg } from '../../src/images/plain-picture.ts';
import { normalisePicture } from '../../src/images/photos.ts';

const SCRIPT = '<script>alert(document.cookie)</script>';
const ZIP = Buffer.from('PK\x03\x04\x14\0\0\0\b\0META-INF/MANIFEST.MF', 'latin1');
const MEANT = ['not_a_picture', 'picture_moves', 'picture_too_many_pixels'];

const picture = sharp({ create: { width: 24, height: 24, channels: 3, background: '#c84' } });
const [png, jpeg, webp] = await Promise.all([
  picture.clone().png().toBuffer(),
  picture.clone().jpeg().toBuffer(),
  picture.clone().webp().toBuffer(),
]);

/** A chunk of a PNG. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG with more of these behind its head. */
function pngWith(...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

/** A segment of a JPEG, right behind its start. */
function jpegWith(marker: number, text: string): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(text, 'latin1'), jpeg.subarray(2)]);
}

/** What becomes of a file: its new bytes, or the code of why not. */
async function outcome(file: Buffer): Promise<Buffer | string> {
  try {
    return (await normalisePicture(file, faceJpeg)).bytes;
  } catch (error) {
    if (error instanceof BotError) return error.code;
    throw error;
  }
}

describe('a picture that is something else as well', () => {
  const itxt = Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${SCRIPT}`, 'latin1');
  it.each([
    ['a PNG and a ZIP', Buffer.concat([png, ZIP])],
    ['a JPEG and a ZIP', Buffer.concat([jpeg, ZIP])],
    ['a WebP and a ZIP', Buffer.concat([webp, ZIP])],
    ['a PNG and a page', Buffer.concat([png, Buffer.from(SCRIPT)])],
    ['a PNG with a script in its words', pngWith(chunk('tEXt', Buffer.from(`Title\0${SCRIPT}`)))],
    ['a PNG with a script in its XMP', pngWith(chunk('iTXt', itxt))],
    ['a PNG with a chunk of its own', pngWith(chunk('raNd', Buffer.from(SCRIPT)))],
    ['a JPEG with a script in its comment', jpegWith(0xfe, SCRIPT)],
    ['a JPEG with a script for EXIF', jpegWith(0xe1, `Exif\0\0${SCRIPT}`)],
    ['a JPEG with a page in a segment', jpegWith(0xed, `Photoshop 3.0\0${SCRIPT}`)],
  ])('becomes a plain picture: %s', async (_, file) => {
    const made = await outcome(file);
    if (typeof made === 'string') {
      expect(MEANT).toContain(made);
      return;
    }
    expect((await sharp(made).metadata()).format).toBe('jpeg');
    for (const part of ['<script', 'PK\x03\x04', 'MANIFEST']) {
      expect(made.includes(Buffer.from(part, 'latin1'))).toBe(false);
    }
  });

  it.each([
    ['a GIF and a JAR', Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), ZIP])],
    ['a script and a PNG', Buffer.concat([Buffer.from('/*'), png, Buffer.from(`*/${SCRIPT}`)])],
    ['a ZIP and a PNG', Buffer.concat([ZIP, png])],
    ['a BMP and a script', Buffer.from('BM=1;/*\0\0\0\0\0\0\0*/alert(1)', 'latin1')],
    ['an icon that holds a PNG', Buffer.concat([Buffer.from('\0\0\x01\0\x01\0', 'latin1'), png])],
    ['a PSD', Buffer.from('8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x01\0\0\0\x01\0\b\0\x03', 'latin1')],
    ['a JPEG 2000', Buffer.from('\0\0\0\fjP  \r\n\x87\n\0\0\0\x14ftypjp2 ', 'latin1')],
    ['a sound in RIFF', Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0', 'latin1')],
    ['a film in RIFF', Buffer.from('RIFF\x24\0\0\0AVI LIST', 'latin1')],
    ['an OpenEXR', Buffer.from('v/1\x01\x02\0\0\0channels\0', 'latin1')],
    ['a QOI', Buffer.from('qoif\0\0\0\x01\0\0\0\x01\x03\0', 'latin1')],
    ['a Radiance picture', Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n')],
    [
      'a drawing program for ImageMagick',
      Buffer.from('push graphic-context\nimage over 0,0 0,0 "/etc/passwd"'),
    ],
    ['a list for libvips', Buffer.from('csv\n1,2,3\n')],
  ])('is refused where it does not begin as one: %s', async (_, file) => {
    expect(await outcome(file)).toBe('not_a_picture');
  });
});

describe('a file of any bytes', () => {
  const head = fc
    .constantFrom(png, jpeg, webp)
    .chain((file) => fc.nat(file.length).map((length) => file.subarray(0, length)));
  const tail = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

  it('is a picture or is refused, and nothing else happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constant(Buffer.alloc(0)), head), tail, async (first, rest) => {
        const made = await outcome(Buffer.concat([first, rest]));
        if (typeof made === 'string') expect(MEANT).toContain(made);
      }),
      { numRuns: 150 },
    );
  });

  it('that were changed here and there is a picture or is refused', async () => {
    const change = fc.tuple(fc.nat(), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(png, jpeg, webp),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (file, changes) => {
          const changed = Buffer.from(file);
          for (const [at, byte] of changes) changed[at % changed.length] = byte;
          const made = await outcome(changed);
          if (typeof made === 'string') expect(MEANT).toContain(made);
          else expect((await sharp(made).metadata()).format).toBe('jpeg');
        },
      ),
      { numRuns: 150 },
    );
  });
});

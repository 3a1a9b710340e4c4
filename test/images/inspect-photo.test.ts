import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { inspectPhoto } from '../../src/images/inspect-photo.ts';
import { hostileJpeg, HOSTILE_SIZE, jpegSegment } from './hostile-jpeg.ts';

const picture = sharp({ create: { width: 30, height: 20, channels: 3, background: 'teal' } });
const [png, jpeg, webp, webpWithHead, progressive] = await Promise.all([
  picture.clone().png().toBuffer(),
  picture.clone().jpeg().toBuffer(),
  picture.clone().webp().toBuffer(),
  picture.clone().withIccProfile('p3').webp().toBuffer(),
  picture.clone().jpeg({ progressive: true }).toBuffer(),
]);

function withoutFrame(file: Buffer): Buffer {
  const at = file.indexOf(Buffer.from([0xff, 0xc0]));
  return Buffer.concat([file.subarray(0, at), file.subarray(at + 2 + file.readUInt16BE(at + 2))]);
}

/** What is said of a file: its size, or why it is refused. */
function said(file: Buffer): unknown {
  try {
    return inspectPhoto(file);
  } catch (error) {
    if (error instanceof BotError) return error.code;
    throw error;
  }
}

const insert = (file: Buffer, at: number, ...parts: readonly Buffer[]) =>
  Buffer.concat([file.subarray(0, at), ...parts, file.subarray(at)]);

/** Empty chunks, or with some content, as many as are asked for. */
function pngChunks(type: string, count: number, content = ''): Buffer {
  const body = Buffer.from(type + content, 'latin1');
  const one = Buffer.alloc(body.length + 8);
  one.writeUInt32BE(content.length);
  body.copy(one, 4);
  one.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat(Array<Buffer>(count).fill(one));
}

function webpWith(...chunks: readonly Buffer[]): Buffer {
  const file = Buffer.concat([webp, ...chunks]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

describe('a photo, before it is decoded', () => {
  it.each([
    ['JPEG', 'jpeg', jpeg],
    ['PNG', 'png', png],
    ['WebP', 'webp', webp],
    ['WebP with a head', 'webp', webpWithHead],
    ['progressive JPEG', 'jpeg', progressive],
  ])('says what it is, and its size: %s', (_, format, file) => {
    expect(said(file)).toEqual({ format, width: 30, height: 20 });
  });

  it('may have a hundred scans, and no more', () => {
    expect(said(hostileJpeg({ scans: 100 }))).toMatchObject(HOSTILE_SIZE);
    expect(said(hostileJpeg({ scans: 101 }))).toBe('not_a_picture');
    expect(said(hostileJpeg({ scans: 2_600 }))).toBe('not_a_picture');
  });

  it.each([
    ['segments', insert(jpeg, 2, ...Array<Buffer>(1_000).fill(jpegSegment(0xfe)))],
    ['chunks of a PNG', insert(png, 33, pngChunks('tEXt', 10_000, 'a\0b'))],
    ['chunks of a WebP', webpWith(Buffer.from('abcd\0\0\0\0'.repeat(1_000), 'latin1'))],
  ])('is refused for too many %s', (_, file) => {
    expect(said(file)).toBe('not_a_picture');
  });

  it.each([
    ['segments', insert(jpeg, 2, ...Array<Buffer>(900).fill(jpegSegment(0xfe)))],
    ['chunks of a PNG', insert(png, 33, pngChunks('tEXt', 9_000, 'a\0b'))],
    ['chunks of a WebP', webpWith(Buffer.from('abcd\0\0\0\0'.repeat(900), 'latin1'))],
  ])('may have many %s', (_, file) => {
    expect(said(file)).toMatchObject({ width: 30, height: 20 });
  });

  it.each(['acTL', 'fcTL', 'fdAT'])('is refused as a PNG that moves, for %s', (type) => {
    expect(said(insert(png, 33, pngChunks(type, 1, '\0\0\0\x01\0\0\0\0')))).toBe('picture_moves');
  });

  it('is refused as a WebP that moves, by its head or its frames', () => {
    const head = Buffer.from(webpWithHead);
    head.writeUInt8(head.readUInt8(20) | 0x02, 20);
    expect(said(head)).toBe('picture_moves');
    expect(said(webpWith(Buffer.from('ANMF\0\0\0\0', 'latin1')))).toBe('picture_moves');
  });

  it('is refused for its size, which need not be true', () => {
    const bombs = [Buffer.from(jpeg), Buffer.from(png)];
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    bombs[0]?.writeUInt32BE(0xffff_ffff, frame + 5);
    bombs[1]?.writeUInt32BE(2_000_000, 16);
    for (const bomb of bombs) expect(said(bomb)).toBe('picture_too_many_pixels');
  });

  it.each([
    ['a stuffed byte', [0xff, 0x00]],
    ['a stuffed byte behind padding', [0xff, 0xff, 0x00]],
    ['a marker for private use', [0xff, 0x01]],
    ['a restart', [0xff, 0xd0]],
    ['a restart behind padding', [0xff, 0xff, 0xd7]],
    ['a start', [0xff, 0xd8]],
  ])('hides no scans behind %s', (_, marker) => {
    // A decoder passes over it alone, and finds scans in what might be taken for its content.
    const scans = Buffer.concat(Array<Buffer>(99).fill(jpegSegment(0xda, 1, 1, 0, 1, 63, 0)));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(scans.length + 2);
    const disguise = Buffer.concat([Buffer.from(marker), length, scans]);
    const file = hostileJpeg({ scans: 50 });
    for (const place of [2, file.length - 2]) {
      expect(said(insert(file, place, disguise))).toBe('not_a_picture');
    }
  });

  it.each([
    ['no frame', (file: Buffer) => withoutFrame(file)],
    ['two frames', (file: Buffer) => insert(file, 2, jpegSegment(0xc0, Buffer.alloc(9)))],
    ['a frame that is cut', (file: Buffer) => insert(withoutFrame(file), 2, jpegSegment(0xc0, 8))],
  ])('is refused as a JPEG of %s', (_, change) => {
    expect(said(change(jpeg))).toBe('not_a_picture');
  });
});

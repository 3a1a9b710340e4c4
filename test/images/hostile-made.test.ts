import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { markGenerated } from '../../src/images/metadata.ts';
import { pngChunks, pngTexts } from '../../src/images/png.ts';
import { webpChunks, webpFile } from '../../src/images/webp.ts';
import { pngChunk, pngOf, pngWithTexts } from './png-with-texts.ts';

const create = { width: 16, height: 16, channels: 3, background: 'teal' } as const;
const made = sharp({ create });
const PNG = await made.clone().png().toBuffer();
const JPEG = await made.clone().jpeg().toBuffer();
const WEBP = await made.clone().webp().toBuffer();

type Size = readonly [width: number, height: number];

const MOST: readonly Size[] = [
  [16_384, 1],
  [1, 16_384],
  [10_000, 10_000],
  [16_384, 6_103],
];
const TOO_LARGE: readonly Size[] = [
  [16_385, 1],
  [1, 16_385],
  [10_001, 10_000],
  [16_384, 16_384],
  [30_000, 30_000],
];

function u32(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32BE(number, at * 4);
  return bytes;
}

const header = (size: Size) =>
  pngChunk('IHDR', Buffer.concat([u32(...size), Buffer.from([8, 2, 0, 0, 0])]));
const IDAT = pngChunk('IDAT', deflateSync(Buffer.alloc(64)));
const IEND = pngChunk('IEND', Buffer.alloc(0));

const still = (size: Size) => pngOf([header(size), IDAT, IEND]);

/** A small PNG with one frame more, of this size. */
const movingPng = (size: Size) =>
  pngOf([
    header([16, 16]),
    pngChunk('acTL', u32(1, 0)),
    pngChunk('fcTL', Buffer.concat([u32(0, ...size, 0, 0), Buffer.alloc(6)])),
    IDAT,
    IEND,
  ]);

/** The same JPEG, which claims another size. */
function jpeg([width, height]: Size): Buffer {
  const claiming = Buffer.from(JPEG);
  const frame = claiming.indexOf(Buffer.from([0xff, 0xc0]));
  claiming.writeUInt16BE(height, frame + 5);
  claiming.writeUInt16BE(width, frame + 7);
  return claiming;
}

function riff(type: string, content: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function lossless([width, height]: Size): Buffer {
  const bits = Buffer.alloc(5, 0x2f);
  bits.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  return riff('VP8L', bits);
}

function canvas([width, height]: Size, flags = 0): Buffer {
  const content = Buffer.alloc(10, 0);
  content[0] = flags;
  content.writeUIntLE(width - 1, 4, 3);
  content.writeUIntLE(height - 1, 7, 3);
  return riff('VP8X', content);
}

/** A frame of one size whose pixels claim another one. */
function frame([width, height]: Size, pixels: Size): Buffer {
  const head = Buffer.alloc(16);
  head.writeUIntLE(width - 1, 6, 3);
  head.writeUIntLE(height - 1, 9, 3);
  return riff('ANMF', Buffer.concat([head, lossless(pixels)]));
}

const ANIMATION = 0x02;
const SMALL: Size = [16, 16];
const moving = (whole: Size, ...frames: readonly Buffer[]) =>
  webpFile([canvas(whole, ANIMATION), riff('ANIM', Buffer.alloc(6)), ...frames]);

/** Formats that can claim any size, and a picture of each that claims this one. */
const CLAIMS: readonly (readonly [string, (size: Size) => Buffer])[] = [
  ['PNG', still],
  ["PNG's frame", movingPng],
  ['JPEG', jpeg],
  ['WebP', (size) => webpFile([canvas(size), lossless(SMALL)])],
  ["moving WebP's canvas", (size) => moving(size, frame(SMALL, SMALL))],
  ["moving WebP's frame", (size) => moving(SMALL, frame(SMALL, SMALL), frame(size, SMALL))],
];

const claims = (sizes: readonly Size[]) =>
  CLAIMS.flatMap(([what, make]) =>
    sizes.map(([width, height]) => ({ what, width, height, file: make([width, height]) })),
  );

const refused = (code: string) => expect.objectContaining({ code }) as Error;

describe('the size that a picture of a worker claims', () => {
  it.each(claims(MOST))('may be that of a $what of $width × $height', ({ file }) => {
    expect(markGenerated(file).length).toBeGreaterThan(file.length);
  });

  it.each(claims(TOO_LARGE))('may not be that of a $what of $width × $height', ({ file }) => {
    expect(() => markGenerated(file)).toThrow(refused('result_too_many_pixels'));
  });

  it('may not be all that 32 bits hold', () => {
    const file = still([0xffff_ffff, 0xffff_ffff]);
    expect(() => markGenerated(file)).toThrow(refused('result_too_many_pixels'));
  });

  it.each([
    ['a WebP of pixels alone', webpFile([lossless([16_384, 16_384])])],
    ['pixels in a small canvas', webpFile([canvas(SMALL), lossless([16_384, 16_384])])],
    ["a small frame's pixels", moving(SMALL, frame(SMALL, [16_384, 16_384]))],
  ])('may not be larger where it stands twice: %s', (_, file) => {
    expect(() => markGenerated(file)).toThrow(refused('result_too_many_pixels'));
  });

  it.each([
    ['no width', still([0, 16])],
    ['no height, as where a JPEG says it at its end', jpeg([16, 0])],
    ['a header that is cut', pngOf([pngChunk('IHDR', u32(16)), IDAT, IEND])],
    ['a frame that is cut', moving(SMALL, riff('ANMF', Buffer.alloc(15)))],
    ['a frame of chunks without end', moving(SMALL, frame(SMALL, SMALL), endless())],
  ])('has to be there: %s', (_, file) => {
    expect(() => markGenerated(file)).toThrow(refused('result_unreadable'));
  });

  it('is not made up for by scans without end', () => {
    const at = JPEG.indexOf(Buffer.from([0xff, 0xda]));
    const scan = JPEG.subarray(at, -2);
    const parts = [JPEG.subarray(0, at), ...Array.from({ length: 101 }, () => scan)];
    const file = Buffer.concat([...parts, JPEG.subarray(-2)]);
    expect(() => markGenerated(file)).toThrow(refused('result_unreadable'));
  });
});

function endless(): Buffer {
  const nothing = Array.from({ length: 100_000 }, () => riff('none', Buffer.alloc(0)));
  return riff('ANMF', Buffer.concat([Buffer.alloc(16), ...nothing]));
}

/** 64 MB in 64 kB. */
const BOMB = deflateSync(Buffer.alloc(64 * 1024 * 1024));
const typesIn = (file: Buffer) => pngChunks(file)?.map(({ type }) => type) ?? [];

/** The PNG with further chunks after its head. */
const pngWith = (...chunks: readonly Buffer[]) =>
  Buffer.concat([PNG.subarray(0, 33), ...chunks, PNG.subarray(33)]);

const named = (type: string, name: string, ...rest: readonly Buffer[]) =>
  pngChunk(type, Buffer.concat([Buffer.from(`${name}\0`, 'latin1'), ...rest]));
const zText = (packed: Buffer) => named('zTXt', 'prompt', Buffer.from([0]), packed);
const iText = (flag: number, text: Buffer) =>
  named('iTXt', 'prompt', Buffer.from([flag, 0, 0, 0]), text);
const profile = (packed: Buffer) => named('iCCP', 'p3', Buffer.from([0]), packed);

describe('what a worker packed into a PNG', () => {
  it.each([
    ['text', zText(BOMB)],
    ['text in Unicode', iText(1, BOMB)],
    ['text whose name never ends', pngChunk('iTXt', Buffer.alloc(200, 'x'))],
    ['colour profile', profile(BOMB)],
    ['colour profile that cannot be unpacked', profile(Buffer.alloc(100, 7))],
    ['colour profile without a name', pngChunk('iCCP', BOMB)],
    ['short text too', zText(deflateSync('a fox'))],
  ])('is left out: a %s', (_, chunk) => {
    expect(markGenerated(pngWith(chunk))).toEqual(markGenerated(PNG));
  });

  it('is left out but for the first of several colour profiles', () => {
    const small = profile(deflateSync(Buffer.alloc(1024)));
    const marked = markGenerated(pngWith(small, profile(BOMB), small));
    expect(marked).toEqual(markGenerated(pngWith(small)));
    expect(typesIn(marked)).toContain('iCCP');
  });

  it('stays where it is a colour profile of a usual size', async () => {
    const file = await made.clone().withIccProfile('p3').png().toBuffer();
    const { icc } = await sharp(file).metadata();
    expect((await sharp(markGenerated(file)).metadata()).icc).toEqual(icc);
  });

  it('stays where it is a text that is not packed, as ComfyUI writes some 100 kB', () => {
    const texts = { prompt: '{"a":1}'.repeat(30_000), workflow: '{"b":2}'.repeat(60_000) };
    const unicode = named('iTXt', 'parameters', Buffer.from('\0\0\0\0größer'));
    const marked = markGenerated(pngWithTexts(pngWith(unicode), texts));
    expect(Object.fromEntries(pngTexts(marked))).toMatchObject({ ...texts, parameters: 'größer' });
  });
});

describe('a colour profile that takes more than a MiB', () => {
  it('is taken out of a JPEG, with all its parts', () => {
    const part = (at: number) => {
      const content = Buffer.concat([
        Buffer.from(`ICC_PROFILE\0`, 'latin1'),
        Buffer.from([at, 20]),
        Buffer.alloc(65_000),
      ]);
      const head = Buffer.from([0xff, 0xe2, 0, 0]);
      head.writeUInt16BE(content.length + 2, 2);
      return Buffer.concat([head, content]);
    };
    const withParts = (count: number) => {
      const parts = Array.from({ length: count }, (_, at) => part(at + 1));
      return Buffer.concat([JPEG.subarray(0, 2), ...parts, JPEG.subarray(2)]);
    };
    expect(markGenerated(withParts(16)).length).toBeGreaterThan(16 * 65_000);
    expect(markGenerated(withParts(17))).toEqual(markGenerated(JPEG));
  });

  it('is taken out of a WebP, and so is the flag for it', () => {
    const HAS_PROFILE = 0x20;
    const withProfile = (bytes: number) =>
      webpFile([canvas(SMALL, HAS_PROFILE), riff('ICCP', Buffer.alloc(bytes)), lossless(SMALL)]);
    const chunksIn = (file: Buffer) => webpChunks(file)?.map(({ type }) => type);
    const kept = markGenerated(withProfile(1024 * 1024));
    expect(chunksIn(kept)).toEqual(['VP8X', 'ICCP', 'VP8L', 'XMP ']);
    const without = markGenerated(withProfile(1024 * 1024 + 1));
    expect(without).toEqual(markGenerated(webpFile([canvas(SMALL), lossless(SMALL)])));
  });
});

describe('whatever a worker sends', () => {
  const SMALL_BOMB = deflateSync(Buffer.alloc(2 * 1024 * 1024));
  const UNPACKED = new Set(['zTXt', 'iCCP']);
  const size = fc.constantFrom<Size>(SMALL, ...MOST, ...TOO_LARGE, [0xffff, 0xffff]);
  const packed = fc.oneof(
    fc.constant(SMALL_BOMB),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  const chunk = fc.oneof(
    packed.map(zText),
    packed.map(profile),
    fc.tuple(fc.nat(2), packed).map(([flag, text]) => iText(flag, text)),
    fc
      .tuple(fc.constantFrom('fcTL', 'acTL', 'iCCP', 'iTXt', 'IHDR', 'tEXt', 'prVt'), packed)
      .map(([type, content]) => pngChunk(type, content)),
  );
  const png = fc
    .tuple(size, fc.array(chunk, { maxLength: 4 }), fc.array(chunk, { maxLength: 2 }))
    .map(([claimed, before, after]) => pngOf([header(claimed), ...before, IDAT, ...after, IEND]));
  const webp = fc
    .tuple(size, size, size, packed)
    .map(([whole, one, other, extra]) =>
      moving(whole, frame(one, other), riff('EXIF', extra), riff('ANMF', extra)),
    );
  const cut = fc
    .tuple(fc.constantFrom(PNG, JPEG, WEBP), fc.array(fc.tuple(fc.nat(), fc.nat(255))))
    .map(([whole, changes]) => {
      const file = Buffer.from(whole);
      for (const [at, byte] of changes) file[at % file.length] = byte;
      return file;
    });

  it('is refused, or marked with nothing packed in it and no size beyond the bounds', () => {
    fc.assert(
      fc.property(fc.oneof(png, webp, size.map(jpeg), cut), (file) => {
        let marked: Buffer;
        try {
          marked = markGenerated(file);
        } catch (error) {
          expect(error).toBeInstanceOf(BotError);
          return;
        }
        const packed = (pngChunks(marked) ?? []).filter(
          ({ type, content }) => UNPACKED.has(type) && content.includes(SMALL_BOMB),
        );
        expect(packed).toEqual([]);
        expect(typesIn(marked)).not.toContain('zTXt');
        expect(markGenerated(marked)).toEqual(marked);
      }),
    );
  });
});

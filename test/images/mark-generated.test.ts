import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { markGenerated, stripMetadata } from '../../src/images/metadata.ts';

const FOREIGN = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>by a worker</rdf:RDF></x:xmpmeta>';
const WORKFLOW = '{"6":{"inputs":{"text":"a lighthouse at dawn"}}}';

/** A picture whose pixels are all different, so that any change would show. */
function picture(channels: 3 | 4 = 3): Sharp {
  const [width, height] = [41, 30];
  const pixels = Buffer.from(
    Array.from({ length: width * height * channels }, (_, at) => (at * 37) % 256),
  );
  return sharp(pixels, { raw: { width, height, channels } });
}

/** Two pictures that follow one another. */
function moving(): Sharp {
  const raw = { width: 16, height: 32, channels: 4, pageHeight: 16 } as const;
  return sharp(Buffer.from(Array.from({ length: 16 * 32 * 4 }, (_, at) => (at * 37) % 256)), {
    raw,
  }).webp({ delay: [100, 100], loop: 0 });
}

const FORMATS: readonly (readonly [string, () => Sharp])[] = [
  ['PNG', () => picture().png()],
  ['transparent PNG', () => picture(4).png()],
  ['PNG with a palette', () => picture(4).png({ palette: true })],
  ['JPEG', () => picture().jpeg()],
  ['progressive JPEG', () => picture().jpeg({ progressive: true })],
  ['CMYK JPEG', () => picture().toColourspace('cmyk').jpeg()],
  ['lossy WebP', () => picture().webp()],
  ['lossless WebP', () => picture().webp({ lossless: true })],
  ['transparent WebP', () => picture(4).webp()],
  ['transparent lossless WebP', () => picture(4).webp({ lossless: true })],
  ['extended WebP', () => picture().withIccProfile('p3').webp()],
  ['moving WebP', moving],
];

const pixels = (file: Buffer) => sharp(file, { animated: true }).raw().toBuffer();
const metadata = (file: Buffer) => sharp(file, { failOn: 'warning', animated: true }).metadata();

/** The source that a picture's own metadata names, as far as a reader finds it. */
async function sourceOf(file: Buffer): Promise<string | undefined> {
  const { xmpAsString: xmp = '' } = await metadata(file);
  return /Iptc4xmpExt:DigitalSourceType="([^"]*)"/.exec(xmp)?.[1];
}

const packets = (file: Buffer) => file.toString('latin1').split('<rdf:RDF').length - 1;

function chunk(type: string, ...content: readonly (string | Buffer)[]): Buffer {
  const parts = content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...parts]);
  const made = Buffer.alloc(body.length + 8);
  made.writeUInt32BE(body.length - 4, 0);
  body.copy(made, 4);
  made.writeUInt32BE(crc32(body), body.length + 4);
  return made;
}

function segment(marker: number, content: string): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, Buffer.from(content, 'latin1')]);
}

const insert = (file: Buffer, at: number, ...parts: readonly Buffer[]) =>
  Buffer.concat([file.subarray(0, at), ...parts, file.subarray(at)]);

describe('markGenerated', () => {
  it.each(FORMATS)('says of a %s that a model made it, and keeps its pixels', async (_, make) => {
    const file = await make().toBuffer();
    const marked = markGenerated(file);
    expect(await sourceOf(marked)).toBe(
      'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
    );
    expect((await metadata(marked)).xmpAsString).toContain('xmp:CreatorTool="Darkroom"');
    expect(await pixels(marked)).toEqual(await pixels(file));
    const same = { xmp: undefined, xmpAsString: undefined, size: undefined };
    expect({ ...(await metadata(marked)), ...same }).toEqual({
      ...(await metadata(file)),
      ...same,
    });
  });

  it.each(FORMATS)('leaves one mark in a %s that has one', async (_, make) => {
    const once = markGenerated(await make().toBuffer());
    expect(packets(once)).toBe(1);
    expect(markGenerated(once)).toEqual(once);
  });

  it.each(FORMATS)('puts it in the place of what a worker wrote into a %s', async (_, make) => {
    const file = await make().withXmp(FOREIGN).toBuffer();
    expect((await metadata(file)).xmpAsString).toContain('by a worker');
    const marked = markGenerated(file);
    expect(await sourceOf(marked)).toBeDefined();
    const another = await make().withXmp(FOREIGN.replace('worker', 'person')).toBuffer();
    expect(marked.equals(markGenerated(another))).toBe(true);
    expect(packets(marked)).toBe(1);
    expect(await pixels(marked)).toEqual(await pixels(file));
  });

  it.each(FORMATS)('marks a %s that was stripped', async (_, make) => {
    const file = await make().withXmp(FOREIGN).toBuffer();
    const marked = markGenerated(await stripMetadata(file));
    expect([packets(marked), await sourceOf(marked)]).toEqual([1, expect.any(String)]);
    expect(await pixels(marked)).toEqual(await pixels(file));
  });

  it.each(['jpeg', 'png', 'webp'] as const)(
    'keeps what else is in a %s: colour profile and EXIF',
    async (format) => {
      const file = await picture()
        .withIccProfile('p3')
        .withExif({ IFD0: { ImageDescription: WORKFLOW } })
        .toFormat(format)
        .toBuffer();
      const { icc, exif } = await metadata(markGenerated(file));
      const before = await metadata(file);
      expect([icc, exif]).toEqual([before.icc, before.exif]);
      expect(exif?.includes(WORKFLOW)).toBe(true);
    },
  );
});

describe('a PNG', () => {
  const texts = [
    chunk('tEXt', `prompt\0${WORKFLOW}`),
    chunk('iTXt', `workflow\0\0\0\0\0${WORKFLOW}`),
  ];

  it("keeps ComfyUI's texts, byte for byte", async () => {
    const png = await picture().png().toBuffer();
    const marked = markGenerated(insert(png, 33, ...texts));
    for (const text of texts) expect(marked.includes(text)).toBe(true);
    expect(await sourceOf(marked)).toBeDefined();
  });

  it('has its mark before its pixels, with the right checksum', async () => {
    const marked = markGenerated(await picture().png().toBuffer());
    const at = marked.indexOf('iTXtXML:com.adobe.xmp\0');
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(marked.indexOf('IDAT'));
    const end = at + 4 + marked.readUInt32BE(at - 4);
    expect(marked.readUInt32BE(end)).toBe(crc32(marked.subarray(at, end)));
  });

  it('loses other packets wherever they are, and however they are written', async () => {
    const png = await picture().png().toBuffer();
    const packed = deflateSync(FOREIGN);
    const packet = (flag: string, text: string | Buffer) =>
      chunk('iTXt', `XML:com.adobe.xmp\0${flag}\0\0\0`, text);
    const file = Buffer.concat([
      insert(png.subarray(0, -12), 33, packet('\x01', packed), ...texts),
      packet('\0', FOREIGN),
      chunk('zTXt', 'Raw profile type xmp\0\0', packed),
      png.subarray(-12),
    ]);
    const marked = markGenerated(file);
    expect([packets(marked), marked.includes(packed)]).toEqual([1, false]);
    expect(marked).toEqual(markGenerated(insert(png, 33, ...texts)));
  });

  it.each([
    ['begins with no head', (png: Buffer) => insert(png, 8, chunk('tEXt', 'a\0b'))],
    ['has no pixels', (png: Buffer) => Buffer.concat([png.subarray(0, 33), png.subarray(-12)])],
  ])('is refused where it %s', async (_, change) => {
    const file = change(await picture().png().toBuffer());
    expect(() => markGenerated(file)).toThrow(BotError);
  });
});

describe('a JPEG', () => {
  it('has its mark behind JFIF and EXIF, which want to be first', async () => {
    const jpeg = await picture()
      .withExif({ IFD0: { ImageDescription: WORKFLOW } })
      .jpeg()
      .toBuffer();
    const jfif = segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0');
    const marked = markGenerated(insert(jpeg, 2, jfif));
    const places = ['JFIF\0', 'Exif\0\0', 'http://ns.adobe.com/xap/1.0/\0'];
    const found = places.map((place) => marked.indexOf(place));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found).not.toContain(-1);
    expect(await sourceOf(marked)).toBeDefined();
  });

  it('loses the parts of a packet that was too long for one segment', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const part = segment(0xe1, `http://ns.adobe.com/xmp/extension/\0${FOREIGN}`);
    const comment = segment(0xfe, WORKFLOW);
    const marked = markGenerated(insert(jpeg, 2, part, comment));
    expect([packets(marked), marked.includes(comment)]).toEqual([1, true]);
  });

  it('is refused where it has no pixels', () => {
    const file = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xfe, 'a'),
      Buffer.from([0xff, 0xd9]),
    ]);
    expect(() => markGenerated(file)).toThrow(BotError);
  });
});

describe('a WebP', () => {
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  const webp = (...chunks: readonly string[]) => {
    const file = Buffer.concat([head, Buffer.from(chunks.join(''), 'latin1')]);
    file.writeUInt32LE(file.length - 8, 4);
    return file;
  };

  it.each([
    ['1 × 1', 1, 1],
    ['1 × 16383', 1, 16383],
    ['16383 × 1', 16383, 1],
  ])('says its own size in a head that is new: %s', async (_, width, height) => {
    for (const lossless of [true, false]) {
      const create = { width, height, channels: 3, background: 'teal' } as const;
      const file = await sharp({ create }).webp({ lossless, effort: 0 }).toBuffer();
      expect(file.includes('VP8X')).toBe(false);
      const marked = markGenerated(file);
      expect(marked.toString('latin1', 12, 16)).toBe('VP8X');
      expect([marked.readUIntLE(24, 3) + 1, marked.readUIntLE(27, 3) + 1]).toEqual([width, height]);
      expect(marked.readUInt32LE(4)).toBe(marked.length - 8);
    }
  });

  it.each([
    ['has no chunk', webp()],
    ['has a head alone', webp('VP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0')],
    ['has a head that is cut', webp('VP8X\x02\0\0\0\0\0', 'VP8L\x02\0\0\0\x2f\0')],
    ['begins with another chunk', webp('ICCP\x02\0\0\0ab', 'VP8L\x05\0\0\0\x2f\0\0\0\0\0')],
    ['has lossy pixels without a start code', webp(`VP8 \x0a\0\0\0${'\x01'.repeat(10)}`)],
    ['has lossy pixels of no width', webp('VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\0\0\x01\0')],
    ['has lossy pixels that are cut', webp('VP8 \x06\0\0\0\0\0\0\x9d\x01\x2a')],
    ['has lossless pixels without a signature', webp('VP8L\x05\0\0\0\0\0\0\0\0\0')],
    ['has lossless pixels that are cut', webp('VP8L\x02\0\0\0\x2f\0')],
  ])('is refused where it %s', (_, file) => {
    expect(() => markGenerated(file)).toThrow(BotError);
  });
});

describe('what is no whole picture', () => {
  it.each(['', 'GIF89a', '<html>', 'RIFF\x04\0\0\0WEBP', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff\xd9'])(
    'is refused: %j',
    (text) => {
      const refused = expect.objectContaining({ code: 'result_unreadable' }) as Error;
      expect(() => markGenerated(Buffer.from(text, 'latin1'))).toThrow(refused);
    },
  );

  it.each(FORMATS)('is refused: a %s that was cut anywhere', async (_, make) => {
    const file = await make().withXmp(FOREIGN).toBuffer();
    for (let length = 0; length < file.length - 1; length += 1) {
      expect(() => markGenerated(file.subarray(0, length))).toThrow(BotError);
    }
  });

  it('is refused or marked, and nothing else happens', async () => {
    const files = await Promise.all(FORMATS.map(([, make]) => make().withXmp(FOREIGN).toBuffer()));
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), flips, (whole, cut, changes) => {
        const file = Buffer.from(whole.subarray(0, Math.max(1, whole.length - (cut % 20))));
        // The first bytes decide most.
        for (const [at, byte] of changes) file[at % (at % 2 ? file.length : 60)] = byte;
        try {
          const marked = markGenerated(file);
          expect(marked.includes('trainedAlgorithmicMedia')).toBe(true);
          expect(markGenerated(marked)).toEqual(marked);
        } catch (error) {
          expect(error).toBeInstanceOf(BotError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

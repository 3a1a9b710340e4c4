import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jpegSegments } from '../../src/images/jpeg.ts';
import { jpegSegment } from './hostile-jpeg.ts';

const HEAD = Buffer.concat([Buffer.from([0xff, 0xd8]), jpegSegment(0xda, 0)]);
const END = Buffer.from([0xff, 0xd9]);

/** Whether a pair of bytes among coded pixels belongs to them: a stuffed byte, or a restart. */
const isCoded = (next: number) => next === 0 || (next >= 0xd0 && next <= 0xd7);

/** As the standard has it, a byte at a time. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = from; at + 1 < file.length; at += 1) {
    if (file[at] !== 0xff) continue;
    if (!isCoded(file[at + 1] ?? 0)) return at;
    at += 1;
  }
  return file.length;
}

/** What is read of a file byte by byte, and how often a search begins. */
function watched(file: Buffer) {
  const counts = { bytes: 0, searches: 0 };
  const bytes = new Proxy(file, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) counts.bytes += 1;
      if (key === 'indexOf') counts.searches += 1;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { bytes, counts };
}

const PIXELS = 100_000;

/** Coded pixels with a stuffed byte every so many bytes. */
function file(gap: number): Buffer {
  const pixels = Buffer.alloc(PIXELS, 1);
  for (let at = 0; at + 1 < PIXELS; at += gap) pixels.set([0xff, 0], at);
  return Buffer.concat([HEAD, pixels, END]);
}

describe('the coded pixels of a JPEG', () => {
  it('end where they end, read a byte at a time', () => {
    const some = fc.constantFrom(0xff, 0xff, 0, 0xd0, 0xd7, 0xd8, 1, 1, 1);
    const runs = fc.tuple(some, fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(fc.array(runs, { maxLength: 30 }), (pieces) => {
        const pixels = pieces.flatMap(([byte, times]) =>
          Array<number>(byte === 1 ? times : 1).fill(byte),
        );
        const whole = Buffer.concat([HEAD, Buffer.from(pixels), END]);
        const end = endOfScan(whole, HEAD.length);
        const isWhole =
          whole[end + 1] === 0xd9 || whole.subarray(end).every((byte) => byte === 0xff);
        fc.pre(isWhole);
        expect(jpegSegments(whole)?.[0]?.bytes.length).toBe(end - 2);
      }),
    );
  });

  it('are leapt over where they are like those of a photo', () => {
    const { bytes, counts } = watched(file(256));
    expect(jpegSegments(bytes)).toHaveLength(2);
    expect(counts.bytes).toBeLessThan(PIXELS / 10);
  });

  it.each([2, 3, 15, 16, 17, 18, 19, 40])(
    'are not searched from each marker where one comes every %i bytes, nor read again and again',
    (gap) => {
      const { bytes, counts } = watched(file(gap));
      expect(jpegSegments(bytes)).toHaveLength(2);
      expect(counts.searches).toBeLessThan(PIXELS / 16);
      expect(counts.bytes).toBeLessThan(2 * PIXELS);
    },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, pictureFrom } from '../../src/images/picture.ts';
import { turnsDuring } from '../support/turns-during.ts';
import { PNG } from './pictures.ts';

const decode = (text: string) => decodeBase64(Buffer.from(text));

/** Bytes that are not all the same. */
const bytesOf = (length: number) => Buffer.from(Array.from({ length }, (_, at) => at % 251));

describe('base64', () => {
  it('is decoded as Node decodes it, wrapped or not, in either alphabet', async () => {
    const length = fc.integer({ min: 0, max: 300_000 });
    const line = fc.integer({ min: 1, max: 200_000 });
    const space = fc.constantFrom('', '\n', '\r\n', ' \t');
    const alphabet = fc.constantFrom('base64' as const, 'base64url' as const);
    await fc.assert(
      fc.asyncProperty(length, line, space, alphabet, async (size, wrap, between, encoding) => {
        const bytes = bytesOf(size);
        const lines = bytes.toString(encoding).match(new RegExp(`.{1,${wrap}}`, 'g')) ?? [];
        expect((await decode(lines.join(between) + between))?.equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['!', '=', '\0', 'é', '"', '%'])('is none with %j in it, wherever', async (sign) => {
    const text = bytesOf(300_000).toString('base64');
    for (const at of [0, 1, 98_303, 98_304, 200_000, text.length - 1]) {
      expect(await decode(`${text.slice(0, at)}${sign}${text.slice(at)}A`)).toBeUndefined();
    }
  });

  it('is not decoded all at once', async () => {
    expect(await turnsDuring(decode('A'.repeat(4 * 1024 * 1024)))).toBeGreaterThan(30);
  });
});

describe('a picture', () => {
  const picture = Buffer.concat([PNG, bytesOf(200_000)]);

  it.each([
    ['as bytes', ''],
    ['behind a prefix', 'data:image/png;base64,'],
    ['behind space and a prefix', ' \n data:image/png;base64,'],
  ])('is read %s', async (_, prefix) => {
    const data = prefix + picture.toString('base64');
    expect((await pictureFrom(Buffer.from(data)))?.bytes.equals(picture)).toBe(true);
    expect((await pictureFrom(data))?.bytes.equals(picture)).toBe(true);
  });

  it('is none with a sign in its middle that is no base64', async () => {
    const data = picture.toString('base64');
    const broken = `${data.slice(0, 150_000)}#${data.slice(150_001)}`;
    expect(await pictureFrom(Buffer.from(broken))).toBeUndefined();
  });

  it('is not decoded where its first bytes are of no format', async () => {
    const data = Buffer.from(bytesOf(4_000_000).toString('base64'));
    expect(await turnsDuring(pictureFrom(data))).toBeLessThan(3);
  });
});

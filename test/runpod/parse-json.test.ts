import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONG_TEXT_BYTES, parseJson } from '../../src/runpod/answer-json.ts';
import { turnsDuring } from '../support/turns-during.ts';

const parse = (text: string) => parseJson(Buffer.from(text));
const MB = 1024 * 1024;
const long = 'x'.repeat(LONG_TEXT_BYTES + 1);

/** With bytes as the text that they are. */
function asText(value: unknown): unknown {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asText(each)]));
}

describe('a long text', () => {
  it('comes as a view of the body, and a shorter one as text', async () => {
    const short = 'y'.repeat(LONG_TEXT_BYTES);
    const body = Buffer.from(JSON.stringify({ a: [long, short], b: { c: long } }));
    const parsed = await parseJson(body);
    const views = { a: [Buffer.from(long), short], b: { c: Buffer.from(long) } };
    expect(parsed).toEqual({ value: views });
    const { value } = parsed as { value: { a: [Buffer] } };
    expect(value.a[0].buffer).toBe(body.buffer);
  });

  it.each([
    ['line breaks', 'abcd\r\n'],
    ['quotes and backslashes', '\\"\\\\"'],
    ['other signs', 'é – 猫 \u0001 \b\f\t/'],
  ])('loses its escapes: %s', async (_, part) => {
    const text = part.repeat(60_000);
    expect(asText(await parse(JSON.stringify({ text })))).toEqual({ value: { text } });
  });

  it('may have escapes that nobody needs, wherever its slices end', async () => {
    for (let shift = 0; shift < 8; shift += 1) {
      const padding = 'x'.repeat(128 * 1024 - shift);
      const parsed = await parse(`["${padding}\\u002f\\/\\u00e9\\ud83d${padding}"]`);
      expect(asText(parsed)).toEqual({ value: [`${padding}//é\ufffd${padding}`] });
    }
  });

  it('stands where its own mark cannot be written by anybody else', async () => {
    expect(asText(await parse(JSON.stringify({ [long]: long, a: '0', b: ':0' })))).toMatchObject({
      value: { a: '0', b: ':0' },
    });
  });
});

describe('JSON of any kind', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((part) => part.repeat(1_000)),
  );
  const any = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.constantFrom(true, null, []),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        text.map((key) => key.slice(0, 99)),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value;

  it('is read as JSON.parse reads it', async () => {
    await fc.assert(
      fc.asyncProperty(any, fc.boolean(), async (value, indented) => {
        const written = JSON.stringify(value, null, indented ? 2 : 0);
        const parsed = asText(await parse(written));
        expect(JSON.stringify(parsed)).toBe(JSON.stringify(asText({ value })));
      }),
      { numRuns: 100 },
    );
  });

  it('is no JSON where it breaks off, however long its last text is', async () => {
    const whole = JSON.stringify({ status: 'COMPLETED', output: { a: 'x'.repeat(MB), b: [1] } });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        expect(await parse(whole.slice(0, length))).toBe('not JSON');
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is not parsed', () => {
  it.each(['[', '{"a":', '[{"a":['])('is what nests deeper than 64: %s', async (opening) => {
    expect(await parse(opening.repeat(50_000))).toBe('too deep');
  });

  it('is not what has many brackets beside each other, or in a text', async () => {
    const flat = { a: Array.from({ length: 1_000 }, () => [{}]), b: '['.repeat(9_000), c: '[{"' };
    expect(asText(await parse(JSON.stringify(flat)))).toEqual({ value: flat });
  });

  it.each([
    ['numbers', `[${'0,'.repeat(MB)}0]`],
    ['short texts', `[${'"picture",'.repeat(MB / 8)}0]`],
    ['objects', `[${'{},'.repeat(MB)}0]`],
    ['spaces', `${' '.repeat(MB)}0`],
  ])('is too much to be parsed in one go: %s', async (_, text) => {
    expect(await parse(text)).toBe('too large');
  });

  it('is looked at no further than to where it is too much', async () => {
    const looked = turnsDuring(parseJson(Buffer.alloc(24 * MB, ' ')));
    expect(await looked).toBeLessThan(24);
  });
});

it.each([
  ['plain', 'A'.repeat(12 * MB), 80],
  ['with escapes, which is looked at twice', 'A\\n'.repeat(4 * MB), 160],
])('a long text, %s, leaves turns to the event loop', async (_, text, turns) => {
  const body = Buffer.from(`["${text}"]`);
  expect(await turnsDuring(parseJson(body))).toBeGreaterThan(turns);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Enclosures, StreamedJson } from '../../src/runpod/streamed-json.ts';

async function textOf(json: StreamedJson): Promise<string> {
  let text = '';
  for await (const chunk of json) text += chunk;
  return text;
}

/** Some words and some bytes, and some of them more than one chunk. */
const anything = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
    fc.integer({ min: 196_600, max: 196_620 }).map((size) => Buffer.alloc(size, 251)),
  ),
  { maxLength: 6 },
);

describe('JSON with bytes enclosed', () => {
  it('is what it would be with their base64 in the value, and as long as it says', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (parts) => {
        const enclosures = new Enclosures();
        const value = parts.map((part) =>
          typeof part === 'string' ? { part } : { part: enclosures.add(part) },
        );
        const json = new StreamedJson({ value }, enclosures);
        const text = await textOf(json);
        const whole = parts.map((part) => ({
          part: typeof part === 'string' ? part : part.toString('base64'),
        }));
        expect(text).toBe(JSON.stringify({ value: whole }));
        expect(json.length).toBe(Buffer.byteLength(text));
      }),
    );
  });

  it('has them within a string, and as often as they are named', async () => {
    const enclosures = new Enclosures();
    const image = enclosures.add(Buffer.from('a picture'));
    const json = new StreamedJson({ first: `data:image/png;base64,${image}`, image }, enclosures);
    const base64 = Buffer.from('a picture').toString('base64');
    const whole = { first: `data:image/png;base64,${base64}`, image: base64 };
    expect(JSON.parse(await textOf(json))).toEqual(whole);
  });

  it('is the same once more', async () => {
    const enclosures = new Enclosures();
    const json = new StreamedJson({ image: enclosures.add(Buffer.alloc(300_000, 7)) }, enclosures);
    expect(await textOf(json)).toBe(await textOf(json));
  });

  it('leaves alone what only looks like something that stands for bytes', async () => {
    const prompt = new Enclosures().add(Buffer.from('bytes of another request'));
    const enclosures = new Enclosures();
    const image = enclosures.add(Buffer.from('a picture'));
    const text = await textOf(new StreamedJson({ prompt, image }, enclosures));
    expect(JSON.parse(text)).toMatchObject({ prompt });
  });

  it('lets others have their turn before each of its chunks', async () => {
    const enclosures = new Enclosures();
    const json = new StreamedJson({ image: enclosures.add(Buffer.alloc(1_000_000)) }, enclosures);
    let turns = 0;
    const count = () => {
      turns += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    await textOf(json);
    clearImmediate(turning);
    expect(turns).toBeGreaterThanOrEqual(5);
  });
});

import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { formBody } from '../../../src/discord/wire/form-body.ts';

/** What a server reads of it, and what was sent. */
async function read(form: FormData) {
  const { headers, body } = formBody(form);
  const sent = await text(body);
  let received = new FormData();
  const app = new Hono().post('/', async (c) => {
    received = await c.req.formData();
    return c.body(null, 204);
  });
  await app.request('/', { method: 'POST', body: sent, headers });
  return { received, sent, length: Number(headers['content-length']) };
}

describe('a form', () => {
  it('comes as it was, and is as long as it says', async () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' }).map((each) => each.trim() || 'x');
    const value = fc.string({ unit: 'grapheme-ascii' });
    await fc.assert(
      fc.asyncProperty(name, value, fc.string(), async (fileName, field, content) => {
        const form = new FormData();
        form.append('payload_json', JSON.stringify({ field }));
        form.append('files[0]', new Blob([content], { type: 'image/png' }), fileName);
        const { received, sent, length } = await read(form);
        expect(length).toBe(Buffer.byteLength(sent));
        expect(received.get('payload_json')).toBe(JSON.stringify({ field }));
        const file = received.get('files[0]');
        if (!(file instanceof File)) throw new Error('no file came');
        expect([file.name, file.type, await file.text()]).toEqual([fileName, 'image/png', content]);
      }),
    );
  });

  it('lets no name end its own line', async () => {
    const form = new FormData();
    form.append('a"\r\nb', new Blob(['x']), '"; filename="b');
    expect((await read(form)).sent).toContain('name="a%22%0D%0Ab"; filename="%22; filename=%22b"');
  });

  it('is read no further than it is sent', async () => {
    const form = new FormData();
    form.append('files[0]', new Blob([Buffer.alloc(4_000_000)]), 'a.png');
    const { body, bytes } = formBody(form);
    let pieces = 0;
    for await (const piece of body) {
      expect(Buffer.from(piece as Uint8Array).length).toBeLessThan(bytes / 8);
      pieces += 1;
    }
    expect(pieces).toBeGreaterThan(8);
  });
});

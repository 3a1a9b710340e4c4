import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { formBody } from '../../../src/discord/rest/transport.ts';
import { Upload } from '../../../src/discord/rest/message-payload.ts';

/** What a server reads of it, and what was sent. */
async function read(upload: Upload) {
  const { headers, body } = formBody(upload);
  const sent = await text(body);
  let received = new FormData();
  const app = new Hono().post('/', async (c) => {
    received = await c.req.formData();
    return c.body(null, 204);
  });
  await app.request('/', { method: 'POST', body: sent, headers });
  return { received, sent, length: Number(headers['content-length']) };
}

/** Bytes that are not in memory, of so many pieces. */
function stored(pieces: readonly Uint8Array[]) {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  return {
    size,
    pieces: async function* () {
      for (const piece of pieces) yield await Promise.resolve(piece);
    },
  };
}

describe('a form', () => {
  it('comes as it was, and is as long as it says', async () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' }).map((each) => each.trim() || 'x');
    const value = fc.string({ unit: 'grapheme-ascii' });
    await fc.assert(
      fc.asyncProperty(name, value, fc.string(), async (fileName, field, content) => {
        const bytes = Buffer.from(content);
        const upload = new Upload({ field }, [
          { name: fileName, type: 'image/png', data: bytes },
          { name: fileName, data: stored([bytes, bytes]) },
        ]);
        const { received, sent, length } = await read(upload);
        expect(length).toBe(Buffer.byteLength(sent));
        expect(received.get('payload_json')).toBe(JSON.stringify({ field }));
        const file = received.get('files[0]');
        if (!(file instanceof File)) throw new Error('no file came');
        expect([file.name, file.type, await file.text()]).toEqual([fileName, 'image/png', content]);
        const second = received.get('files[1]');
        if (!(second instanceof File)) throw new Error('no second file came');
        expect([second.type, await second.text()]).toEqual([
          'application/octet-stream',
          content + content,
        ]);
      }),
    );
  });

  it('lets no name end its own line', async () => {
    const upload = new Upload({}, [{ name: '"; \r\nfilename="b', data: Buffer.from('x') }]);
    expect((await read(upload)).sent).toContain(
      'name="files[0]"; filename="%22; %0D%0Afilename=%22b"',
    );
  });

  it('is read no further than it is sent', async () => {
    const asked: number[] = [];
    const data = {
      size: 32 * 125_000,
      pieces: async function* () {
        for (let piece = 0; piece < 32; piece += 1) {
          asked.push(piece);
          yield await Promise.resolve(Buffer.alloc(125_000));
        }
      },
    };
    for (const each of [data, Buffer.alloc(data.size)]) {
      const { body, bytes } = formBody(new Upload({}, [{ name: 'a.png', data: each }]));
      let pieces = 0;
      for await (const piece of body) {
        expect(Buffer.from(piece as Uint8Array).length).toBeLessThan(bytes / 8);
        if (pieces === 2) expect(asked.length).toBeLessThan(8);
        pieces += 1;
      }
      expect(pieces).toBeGreaterThan(8);
      asked.length = 0;
    }
  });

  it('reads nothing more of a file once it is given up', async () => {
    let isClosed = false;
    const pieces = async function* () {
      try {
        for (;;) yield await Promise.resolve(Buffer.alloc(1_000));
      } finally {
        isClosed = true;
      }
    };
    const { body } = formBody(new Upload({}, [{ name: 'a.png', data: { size: 1e6, pieces } }]));
    for await (const piece of body) if ((piece as Uint8Array).length === 1_000) break;
    expect(isClosed).toBe(true);
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BOT_ORDERS,
  DISCORD_MODES,
  GPU_MODES,
} from '../../../../packages/stand-ins/playground/wire.ts';
import { ask } from './asked.ts';
import { servePage } from './served-page.ts';

describe('the page', () => {
  it('comes with its policy, and is kept nowhere', async () => {
    const { page } = await servePage();
    const { headers, status } = await fetch(`${page.url}/`);
    expect([status, Object.fromEntries(headers)]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'",
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      }),
    ]);
  });

  it.each(['/index.html', '/page/main.tsx', '/../package.json', '/%2e%2e/wire.ts', '/page.js.map'])(
    'is all that there is: %s is not',
    async (path) => {
      const { page } = await servePage();
      expect((await ask(page.url, { headers: {} })).status).toBe(200);
      const { port } = new URL(page.url);
      const socket = connect(Number(port), '127.0.0.1');
      socket.end(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      const [head] = (await once(socket, 'data')) as [Buffer];
      expect(head.toString()).toMatch(/^HTTP\/1\.1 404 /);
      socket.destroy();
    },
  );
});

describe('an action', () => {
  it('comes with its files', async () => {
    const { act, acts } = await servePage();
    const action = { kind: 'command', channel: '2', name: 'a', options: { face: { file: 'f1' } } };
    const response = await act({ by: '1', action }, { f1: new File(['12345'], 'me.png') });
    expect([response.status, await response.json()]).toEqual([200, { kind: 'done' }]);
    const [{ request, files } = { request: undefined, files: new Map<string, File>() }] = acts;
    expect(request).toEqual({ by: '1', action });
    expect([...files.keys()]).toEqual(['f1']);
    expect(await files.get('f1')?.text()).toBe('12345');
    expect(files.get('f1')?.name).toBe('me.png');
  });

  it('is done or refused, whatever is sent', async () => {
    const { act } = await servePage();
    const word = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString'));
    const leaf = fc.oneof(word, fc.double(), fc.boolean(), fc.constant(null));
    const part = fc.oneof(leaf, fc.dictionary(word, leaf), fc.array(leaf));
    const kinds = ['command', 'autocomplete', 'message-command', 'button', 'modal', 'say'];
    const action = fc.record(
      {
        kind: fc.constantFrom(...kinds),
        channel: part,
        name: part,
        subcommand: part,
        options: part,
        focused: part,
        message: part,
        customId: part,
        interaction: part,
        fields: part,
        content: part,
      },
      { requiredKeys: ['kind'] },
    );
    const request = fc.oneof(fc.record({ by: word, action }), part, fc.json());
    await fc.assert(
      fc.asyncProperty(request, async (what) => {
        const response = await act(what);
        const outcome: unknown = await response.json();
        if (response.status === 200) expect(outcome).toEqual({ kind: 'done' });
        else {
          expect(response.status).toBe(400);
          expect(outcome).toMatchObject({ kind: 'refused' });
        }
      }),
    );
  });

  it('is refused where it is larger than any form', async () => {
    const { page, acts } = await servePage();
    const headers = {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 64 * 1024 * 1024 + 1,
    };
    const answer = await ask(`${page.url}/actions`, { method: 'POST', headers, body: '--x' });
    expect(answer.status).toBe(413);
    expect(acts).toEqual([]);
  });
});

describe('switches', () => {
  it.each([
    ...GPU_MODES.map((gpu) => ({ gpu })),
    ...DISCORD_MODES.map((discord) => ({ discord })),
    { gpu: 'cold', discord: 'slow' },
  ])('turn as the page says: %j', async (switches) => {
    const { post, done } = await servePage();
    expect((await post('/switches', JSON.stringify(switches))).status).toBe(204);
    expect(done).toEqual([{ switches }]);
  });
});

describe('an order', () => {
  it.each(BOT_ORDERS)('reaches the bot: %s', async (order) => {
    const { post, done } = await servePage();
    expect((await post('/bot', JSON.stringify({ order }))).status).toBe(204);
    expect(done).toEqual([{ order }]);
  });

  it('ends the tokens', async () => {
    const { post, done } = await servePage();
    expect((await post('/end-tokens', '')).status).toBe(204);
    expect(done).toEqual(['end tokens']);
  });
});

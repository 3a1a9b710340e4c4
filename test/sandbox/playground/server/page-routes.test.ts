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

const SAY = { by: '1', action: { kind: 'say', channel: '2', content: 'hello' } };

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

  it.each<[string, unknown]>([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['null', 'null'],
    ['nobody', { action: SAY.action }],
    ['an unknown kind', { ...SAY, action: { kind: 'shout' } }],
    ['no words', { ...SAY, action: { ...SAY.action, content: '  ' } }],
    ['too many words', { ...SAY, action: { ...SAY.action, content: 'x'.repeat(2_001) } }],
    [
      'an option that is a list',
      { by: '1', action: { kind: 'command', channel: '2', name: 'a', options: { b: [] } } },
    ],
    [
      'an option that is nothing',
      { by: '1', action: { kind: 'command', channel: '2', name: 'a', options: { b: null } } },
    ],
    [
      'a number where a field is text',
      { by: '1', action: { kind: 'modal', interaction: '2', fields: { a: 1 } } },
    ],
    ['far too deep a nest', '['.repeat(100_000)],
  ])('of %s is refused, by a sentence', async (_, action) => {
    const { act, acts } = await servePage();
    const response = await act(action);
    expect([response.status, await response.json()]).toEqual([
      400,
      { kind: 'refused', problem: expect.stringMatching(/\w/) as unknown },
    ]);
    expect(acts).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a form whose boundary is missing', 'multipart/form-data', 'hello'],
    [
      'a form that breaks off',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-d',
    ],
    ['a form that is none', 'multipart/form-data; boundary=x', 'hello'],
    ['an empty form', 'multipart/form-data; boundary=x', ''],
    ['a body of another type', 'application/json', JSON.stringify(SAY)],
    ['a body of no type', '', 'action=1'],
    [
      'a file in its place',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="action"; filename="a"\r\n\r\n{}\r\n--x--\r\n',
    ],
  ])('in %s is refused, by a sentence', async (_, type, body) => {
    const { page, acts } = await servePage();
    const headers = type === '' ? {} : { 'content-type': type };
    const answer = await ask(`${page.url}/actions`, { method: 'POST', headers, body });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      400,
      { kind: 'refused', problem: expect.stringMatching(/\w/) as unknown },
    ]);
    expect(acts).toEqual([]);
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

  it('harms nobody where its page goes in the middle of it', async () => {
    const { page, act, acts } = await servePage();
    const { port } = new URL(page.url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = [
      'POST /actions HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 1000',
      '',
      '--x\r\nContent-Disposition: form-data; name="action"\r\n\r\n{',
    ];
    const come = once(page.server, 'request');
    socket.write(head.join('\r\n'));
    await come;
    const gone = once(socket, 'close');
    socket.destroy();
    await gone;
    expect((await act(SAY)).status).toBe(200);
    expect(acts).toHaveLength(1);
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

describe.each(['/switches', '/bot'])('the body for %s', (path) => {
  it.each(['', 'hello', 'null', '[]', '"start"', '{"gpu":"fast"}{', '{"gpu":1,"order":1}'])(
    'is refused where it is %j',
    async (body) => {
      const { post, done } = await servePage();
      const response = await post(path, body);
      expect([response.status, await response.json()]).toEqual([
        400,
        { kind: 'refused', problem: expect.stringMatching(/\w/) as unknown },
      ]);
      expect(done).toEqual([]);
    },
  );

  it('is refused where it is larger than any', async () => {
    const { page, done } = await servePage();
    const headers = { 'content-length': 64 * 1024 * 1024 + 1 };
    const answer = await ask(`${page.url}${path}`, { method: 'POST', headers, body: '{' });
    expect(answer.status).toBe(413);
    expect(done).toEqual([]);
  });
});

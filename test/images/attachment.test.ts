import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Clock, systemClock } from '../../src/engines/clock.ts';
import { BotError } from '../../src/errors/errors.ts';
import { downloadAttachment, LARGEST_ATTACHMENT_BYTES } from '../../src/images/attachment.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';
import { ManualClock } from '../support/manual-clock.ts';

const hurried: Clock = { now: () => 0, sleep: () => Promise.resolve() };
const photo = Buffer.from('any bytes: what they are is looked at later');

let server: Loopback;
/** By which answers are late: never, unless a test moves it. */
let network: ManualClock;

beforeEach(async () => {
  network = new ManualClock();
  server = new Loopback(systemClock);
  await server.listen();
  server.app.get('/a/photo.png', () => new Response(photo));
});
afterEach(() => server.close());

const url = () => `${server.url}/a/photo.png?ex=1&hm=signature`;

function download(options: { url?: string; size?: number; signal?: AbortSignal } = {}) {
  return downloadAttachment(
    { url: options.url ?? url(), size: options.size ?? photo.length },
    { origins: [server.url], clock: hurried, networkClock: network, signal: options.signal },
  );
}

/** The first answers are late, so many of them. */
async function late(tries: number): Promise<void> {
  for (let asked = 1; asked <= tries; asked += 1) {
    await expect.poll(() => server.requests.length).toBe(asked);
    await network.advance(15_000);
  }
}

async function failureOf(call: Promise<unknown>): Promise<BotError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof BotError) return error;
    throw error;
  }
  throw new Error('the download succeeded');
}

describe('downloadAttachment', () => {
  it('fetches the bytes from the signed address', async () => {
    expect(await download()).toEqual(photo);
    expect(server.requests[0]?.path).toBe('/a/photo.png?ex=1&hm=signature');
  });

  it('looks at the size before it asks', async () => {
    const error = await failureOf(download({ size: LARGEST_ATTACHMENT_BYTES + 1 }));
    expect(error.code).toBe('picture_too_large');
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    'not a URL',
    '/a/photo.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'blob:ORIGIN/photo.png',
    'ftp://127.0.0.1/photo.png',
    'https://127.0.0.1:PORT/photo.png',
    'http://127.0.0.1:1/photo.png',
    'http://localhost:PORT/photo.png',
    'http://[::1]:PORT/photo.png',
    'http://127.0.0.1.example.com:PORT/photo.png',
    'http://user@127.0.0.1:PORT/photo.png',
    'http://:word@127.0.0.1:PORT/photo.png',
    'http://127.0.0.1:PORT@evil.example/photo.png',
    'http://169.254.169.254/latest/meta-data',
  ])('does not go to %s', async (template) => {
    const { port } = new URL(server.url);
    const elsewhere = template.replace('PORT', port).replace('ORIGIN', server.url);
    expect((await failureOf(download({ url: elsewhere }))).code).toBe('photo_refused');
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['a redirect', { status: 302, headers: { location: '/b' } }, 'photo_refused'],
    ['403', { status: 403 }, 'photo_gone'],
    ['404', { status: 404 }, 'photo_gone'],
    ['410', { status: 410 }, 'photo_gone'],
    ['418', { status: 418 }, 'photo_gone'],
    ['no bytes', { status: 200, body: '' }, 'not_a_picture'],
    ['204', { status: 204 }, 'not_a_picture'],
    ['more than it said', 'endless', 'picture_too_large'],
  ] as const)('asks once and tells %s', async (_, answer, code) => {
    server.fault({ path: /./, answer });
    expect((await failureOf(download())).code).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  it('leaves a file unread whose head says that it is too large', async () => {
    server.app.get('/huge', (c) => {
      c.env.outgoing.writeHead(200, { 'content-length': LARGEST_ATTACHMENT_BYTES + 1 });
      c.env.outgoing.write('x');
      return RESPONSE_ALREADY_SENT;
    });
    const error = await failureOf(download({ url: `${server.url}/huge` }));
    expect(error.code).toBe('picture_too_large');
  });

  it('takes a file of just the limit', async () => {
    server.app.get('/full', () => new Response(Buffer.alloc(LARGEST_ATTACHMENT_BYTES, 1)));
    const size = LARGEST_ATTACHMENT_BYTES;
    expect(await download({ url: `${server.url}/full`, size })).toHaveLength(size);
  });

  const passing = [
    ['a reset', 'reset'],
    ['no answer', 'hang'],
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['an HTML 502', { status: 502, body: '<html>' }],
  ] as const;

  it.each(passing)('comes through %s', async (_, answer) => {
    server.fault({ path: /./, answer });
    const file = download();
    if (answer === 'hang') await late(1);
    expect(await file).toEqual(photo);
    expect(server.requests).toHaveLength(2);
  });

  it.each(passing)('gives up after two times %s', async (_, answer) => {
    server.fault({ path: /./, times: 9, answer });
    const failure = failureOf(download());
    if (answer === 'hang') await late(2);
    expect((await failure).code).toBe('photo_unreachable');
    expect(server.requests).toHaveLength(2);
  });

  it('does not wait for ever for a body that stops or breaks', async () => {
    server.app.get('/stops', (c) => {
      c.env.outgoing.writeHead(200, { 'content-length': 1000 });
      c.env.outgoing.write('half of');
      if (server.requests.length === 1) c.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    });
    const failure = failureOf(download({ url: `${server.url}/stops` }));
    // The first one breaks by itself.
    await expect.poll(() => server.requests.length).toBe(2);
    await network.advance(15_000);
    expect((await failure).code).toBe('photo_unreachable');
    expect(server.requests).toHaveLength(2);
  });

  it.each(['/a/photo.png?hm=signature', 'https://evil.example/?hm=signature', '//?hm=signature'])(
    'never shows the signed address %s in an error',
    async (address) => {
      server.fault({ path: /./, times: 2, answer: 'reset' });
      const full = address.startsWith('/a') ? server.url + address : address;
      let error: unknown = await failureOf(download({ url: full }));
      while (error instanceof Error) {
        expect(inspect(error)).not.toMatch(/signature/);
        error = error.cause;
      }
    },
  );

  it("rejects with the caller's reason, before and during the request", async () => {
    const reason = new Error('shutting down');
    await expect(download({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);

    const stop = new AbortController();
    server.app.get('/slow', () => {
      stop.abort(reason);
      return new Response('late', { status: 503 });
    });
    const late = download({ url: `${server.url}/slow`, signal: stop.signal });
    await expect(late).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { REST, RateLimitError, Routes } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/engines/clock.ts';
import { CallsSpent, RefusedCalls } from '../../../src/discord/rest/refused-calls.ts';
import { restOptions } from '../../../src/discord/rest/rest.ts';
import { discordTransport } from '../../../src/discord/rest/transport.ts';
import { sending } from '../../../src/discord/rest/message-payload.ts';
import { Loopback } from '../../../packages/stand-ins/loopback.ts';

const ROUTE = Routes.channelMessage('1', '2');
const JSON_HEADERS = { 'content-type': 'application/json' };
const LIMITED = JSON.stringify({ message: 'You are being rate limited.', retry_after: 0.01 });

async function open(timeout = 15_000) {
  const server = new Loopback(systemClock);
  await server.listen();
  onTestFinished(() => server.close());
  const rest = new REST({ ...restOptions(server.url), timeout, retries: 1 }).setToken('token');
  return { server, rest };
}

describe('a request to Discord', () => {
  it('carries files and fields as a form, with its length', async () => {
    const { server, rest } = await open();
    const received: FormData[] = [];
    server.app.patch('/v10/channels/1/messages/2', async (c) => {
      received.push(await c.req.formData());
      return c.json({ id: '2' });
    });
    const files = [{ name: 'a.png', data: Buffer.from('pixels') }];
    expect(await rest.patch(ROUTE, sending({ content: 'hello' }, files))).toEqual({ id: '2' });
    const [form] = received;
    expect(form?.get('payload_json')).toBe('{"content":"hello"}');
    const file = form?.get('files[0]');
    expect(file instanceof File && [file.name, await file.text()]).toEqual(['a.png', 'pixels']);
    const [request] = server.requests;
    expect(Number(request?.headers.get('content-length'))).toBeGreaterThan(0);
    expect(request?.headers.get('authorization')).toBe('Bot token');
  });

  it('with files has a connection of its own', async () => {
    const { server, rest } = await open();
    const ports: (number | undefined)[] = [];
    server.app.patch('/v10/channels/1/messages/2', async (c) => {
      await c.req.arrayBuffer();
      ports.push(c.env.incoming.socket.remotePort);
      return c.json({ id: '2' });
    });
    const files = [{ name: 'a.png', data: Buffer.from('pixels') }];
    await rest.patch(ROUTE, sending({}, files));
    // By then that connection is free.
    await nextTurn();
    await rest.patch(ROUTE, { body: {} });
    expect(new Set(ports).size).toBe(2);
  });

  it('is answered by nothing where there is no content', async () => {
    const { server, rest } = await open();
    server.app.delete('/v10/channels/1/messages/2', (c) => c.body(null, 204));
    expect(await rest.delete(ROUTE)).toEqual(new ArrayBuffer(0));
  });

  it.each([
    ['names its length', new Uint8Array(8 * 1024 * 1024 + 1).fill(32)],
    ['does not end', 'endless'],
  ] as const)('fails by an answer above 8 MiB that %s', async (_, body) => {
    const { server, rest } = await open();
    server.fault({
      path: /./,
      times: 9,
      answer: typeof body === 'string' ? body : { status: 200, headers: JSON_HEADERS, body },
    });
    await expect(rest.get(ROUTE)).rejects.toThrow(/max response size|exceeded/i);
  });

  it('fails by an answer whose body never comes, within its time limit', async () => {
    const { server, rest } = await open(5_000);
    server.app.get('/v10/channels/1/messages/2', () => {
      return new Response(
        new ReadableStream({
          start: (body) => {
            body.enqueue(Buffer.from('{'));
          },
        }),
      );
    });
    await expect(rest.get(ROUTE)).rejects.toThrow(/abort/);
    expect(server.requests).toHaveLength(2);
  });

  it('has the more time the more it sends', async () => {
    const server = new Loopback(systemClock);
    await server.listen();
    onTestFinished(() => server.close());
    const makeRequest = discordTransport({ timeoutMs: 300 });
    const rest = new REST({ ...restOptions(server.url), makeRequest }).setToken('token');
    server.app.patch('/v10/channels/1/messages/2', (c) => c.json({ id: '2' }));
    server.fault({ path: /./, times: 2, delayMs: 1_000 });
    await expect(rest.patch(ROUTE, { body: {} })).rejects.toThrow('timeout');
    const files = [{ name: 'a.png', data: Buffer.alloc(400_000) }];
    expect(await rest.patch(ROUTE, sending({}, files))).toEqual({ id: '2' });
  });

  it('follows no redirect', async () => {
    const { server, rest } = await open();
    server.fault({ path: /./, answer: { status: 302, headers: { location: '/elsewhere' } } });
    await rest.get(ROUTE);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a request that Discord refuses', () => {
  it('is counted, and no more are made about a channel that refused too many', async () => {
    const server = new Loopback(systemClock);
    await server.listen();
    onTestFinished(() => server.close());
    const refusedCalls = new RefusedCalls(systemClock);
    const rest = new REST(restOptions(server.url, { refusedCalls })).setToken('token');
    server.app.patch('/v10/channels/1/messages/2', (c) => c.json({ id: '2' }));
    await rest.patch(ROUTE, { body: {} });
    expect(refusedCalls.size).toBe(0);
    server.fault({ path: /./, times: 99, answer: { status: 403 } });
    for (let calls = 1; calls <= 50; calls += 1) {
      await expect(rest.patch(ROUTE, { body: {} })).rejects.toMatchObject({ status: 403 });
      expect(refusedCalls.size).toBe(calls);
    }
    await expect(rest.patch(ROUTE, { body: {} })).rejects.toThrow(CallsSpent);
    expect(server.requests).toHaveLength(51);
  });
});

describe('requests to Discord', () => {
  it('are held to 50 a second, and those to a server on this machine are not', () => {
    const perSecond = (url: string) => restOptions(url).globalRequestsPerSecond;
    expect(perSecond('https://discord.com/api')).toBe(50);
    expect(perSecond('http://127.0.0.1:1234')).toBeGreaterThan(1_000);
  });
});

describe('a 429', () => {
  it.each([
    ['of Cloudflare, without headers', { 'content-type': 'text/html' }],
    ['whose time is no number', { ...JSON_HEADERS, 'retry-after': 'soon' }],
    ['of one route for long', { ...JSON_HEADERS, 'retry-after': '300' }],
    [
      'of the whole bot for long',
      { ...JSON_HEADERS, 'retry-after': '300', 'x-ratelimit-global': 'true' },
    ],
    [
      'of a shared resource for long',
      { ...JSON_HEADERS, 'retry-after': '300', 'x-ratelimit-scope': 'shared' },
    ],
  ])('%s ends the call, and later ones there are not even sent', async (_, headers) => {
    const { server, rest } = await open();
    server.fault({ path: /./, times: 99, answer: { status: 429, headers, body: LIMITED } });
    for (let calls = 0; calls < 20; calls += 1) {
      await expect(rest.patch(ROUTE, { body: {} })).rejects.toThrow(RateLimitError);
    }
    expect(server.requests).toHaveLength(1);
  });

  it('of the whole bot stops calls elsewhere too', async () => {
    const { server, rest } = await open();
    server.fault({ path: /./, times: 99, answer: { status: 429, body: '<html>' } });
    await expect(rest.patch(ROUTE, { body: {} })).rejects.toThrow(RateLimitError);
    const elsewhere = Routes.webhookMessage('3', 'token', '4');
    await expect(rest.patch(elsewhere, { body: {}, auth: false })).rejects.toThrow(RateLimitError);
    expect(server.requests).toHaveLength(1);
  });

  it('for a short time is waited for', async () => {
    const { server, rest } = await open();
    server.app.patch('/v10/channels/1/messages/2', (c) => c.json({ id: '2' }));
    const headers = { ...JSON_HEADERS, 'retry-after': '0.01' };
    server.fault({ path: /./, answer: { status: 429, headers, body: LIMITED } });
    expect(await rest.patch(ROUTE, { body: {} })).toEqual({ id: '2' });
  });

  it.each([
    ['an edit', ROUTE, 6],
    ['a first answer', Routes.interactionCallback('3', 'token'), 4],
  ] as const)('that comes again and again ends %s after a few', async (_, route, most) => {
    const { server, rest } = await open();
    const headers = { ...JSON_HEADERS, 'retry-after': '0.01' };
    server.fault({ path: /./, times: 999, answer: { status: 429, headers, body: LIMITED } });
    await expect(rest.post(route, { body: {} })).rejects.toThrow(RateLimitError);
    expect(server.requests.length).toBeLessThanOrEqual(most);
  });
});

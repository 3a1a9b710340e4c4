import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InteractionsEndpoint } from '../../packages/stand-ins/discord/interactions-endpoint.ts';
import { interactionRoutes } from '../../src/http/interactions.ts';
import { webhookRoutes } from '../../src/http/webhooks.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { openHttpBench, rest } from './http-bench.ts';

const MINUTE_MS = 60_000;
const COMMAND = JSON.stringify({ type: 2, id: '1577222805332688897', data: { name: 'é' } });
const MEGABYTE = 1024 * 1024;

/** What is published of the requests of this test. */
function outcomes(): readonly unknown[] {
  const published: unknown[] = [];
  const note = (message: unknown) => published.push(message);
  subscribe('darkroom:interaction', note);
  onTestFinished(() => {
    unsubscribe('darkroom:interaction', note);
  });
  return published;
}

interface Options {
  readonly aheadMs?: number;
  readonly isStopping?: boolean;
  readonly bodyWithinMs?: number;
}

async function open({ aheadMs, isStopping = false, ...bounds }: Options = {}) {
  const published = outcomes();
  const clock = new ManualClock();
  const discord = new InteractionsEndpoint(clock);
  const taken: unknown[] = [];
  const bench = await openHttpBench((app) => {
    interactionRoutes(app, {
      publicKey: discord.publicKey,
      take: (payload) => !isStopping && taken.push(payload) > 0,
      clock: { now: () => clock.now() + (aheadMs ?? 0) },
      clockAheadMs: () => aheadMs,
      ...bounds,
    });
    webhookRoutes(app, { addresses: { read: () => undefined }, hint: () => 'unknown' });
  });
  const url = `${bench.url}/interactions`;
  const post = async (body: string, headers = discord.headersFor(body), to = url) =>
    fetch(to, { method: 'POST', body, headers });
  return { ...bench, clock, discord, taken, published, post, url };
}

/** A request as it goes over the wire. */
function request(headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return ['POST /interactions HTTP/1.1', 'host: x', ...lines, '', body].join('\r\n');
}

describe('an interaction that Discord posts', () => {
  it('is accepted without a body, and taken as it is', async () => {
    const { post, taken, published } = await open();
    const response = await post(COMMAND);
    expect([response.status, await response.text()]).toEqual([202, '']);
    expect(taken).toEqual([JSON.parse(COMMAND)]);
    expect(published).toEqual([{ outcome: 'accepted' }]);
  });

  it('arrives behind a path that a proxy has left there', async () => {
    const { post, taken, url } = await open();
    const to = url.replace('/interactions', '/behind/a/proxy/interactions');
    expect((await post(COMMAND, undefined, to)).status).toBe(202);
    expect(taken).toHaveLength(1);
  });

  it('is answered where it is a PING', async () => {
    const { post, taken, published } = await open();
    const response = await post(JSON.stringify({ type: 1, id: '1' }));
    expect([response.status, await response.json()]).toEqual([200, { type: 1 }]);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(taken).toEqual([]);
    expect(published).toEqual([{ outcome: 'ping' }]);
  });

  it('is taken once, however often it is sent', async () => {
    const { post, taken, published, clock, discord } = await open();
    const headers = discord.headersFor(COMMAND);
    for (let times = 0; times < 3; times += 1) {
      expect((await post(COMMAND, headers)).status).toBe(202);
      await clock.advance(MINUTE_MS);
    }
    expect(taken).toHaveLength(1);
    const [accepted, ...repeats] = published;
    expect(accepted).toEqual({ outcome: 'accepted' });
    expect(repeats).toEqual([{ outcome: 'repeat' }, { outcome: 'repeat' }]);
  });

  it('is refused five minutes later, when it is no longer remembered in the end', async () => {
    const { post, taken, clock, discord } = await open();
    const headers = discord.headersFor(COMMAND);
    expect((await post(COMMAND, headers)).status).toBe(202);
    await clock.advance(6 * MINUTE_MS);
    expect((await post(COMMAND, headers)).status).toBe(401);
    await clock.advance(6 * MINUTE_MS);
    expect((await post(COMMAND, headers)).status).toBe(401);
    expect((await post(COMMAND)).status).toBe(202);
    expect(taken).toHaveLength(2);
  });

  it('is not refused because of a wrong clock, where the difference is known', async () => {
    const { post } = await open({ aheadMs: 20 * MINUTE_MS });
    expect((await post(COMMAND)).status).toBe(202);
  });

  it('is left to others where the bot is stopping, and not taken for a repeat then', async () => {
    const { post, taken, published } = await open({ isStopping: true });
    for (let times = 0; times < 2; times += 1) expect((await post(COMMAND)).status).toBe(503);
    expect(taken).toEqual([]);
    expect(published).toEqual([{ outcome: 'stopping' }, { outcome: 'stopping' }]);
  });

  it('may be as long as a form', async () => {
    const { post, taken } = await open();
    const long = JSON.stringify({ type: 5, id: '1', data: 'é'.repeat(60_000) });
    expect((await post(long)).status).toBe(202);
    expect(taken).toHaveLength(1);
  });

  it.each(['not JSON', '[]', '{"type":2}', '{"type":2,"id":"x"}', 'null'])(
    'that is unreadable (%s) is refused',
    async (body) => {
      const { post, taken, published, logged } = await open();
      expect((await post(body)).status).toBe(400);
      expect(taken).toEqual([]);
      expect(published).toEqual([{ outcome: 'unreadable' }]);
      expect(logged).toEqual([]);
    },
  );
});

describe('a request that Discord did not sign', () => {
  const other = new InteractionsEndpoint(new ManualClock());
  const change = (text: string) => (text.startsWith('0') ? '1' : '0') + text.slice(1);

  it.each([
    ['without a signature', () => ({})],
    ['with the signature of another application', () => other.headersFor(COMMAND)],
    [
      'with a changed signature',
      (headers: Record<string, string>) => ({
        ...headers,
        'x-signature-ed25519': change(headers['x-signature-ed25519'] ?? ''),
      }),
    ],
    [
      'with the signature of another time',
      (headers: Record<string, string>) => ({
        ...headers,
        'x-signature-timestamp': String(Number(headers['x-signature-timestamp']) + 1),
      }),
    ],
    [
      'with a signature that is too short',
      (headers: Record<string, string>) => ({ ...headers, 'x-signature-ed25519': 'ab' }),
    ],
    [
      'with no number as its time',
      (headers: Record<string, string>) => ({ ...headers, 'x-signature-timestamp': '-1e3' }),
    ],
  ])('%s is refused', async (_, headersOf) => {
    const { post, discord, taken, published, logged } = await open();
    const headers = headersOf(discord.headersFor(COMMAND)) as Record<string, string>;
    const response = await post(COMMAND, headers);
    expect([response.status, await response.text()]).toEqual([401, '']);
    expect(taken).toEqual([]);
    expect(published).toEqual([{ outcome: 'forged' }]);
    expect(logged).toEqual([]);
  });

  it('is refused with one byte more or less in its body', async () => {
    const { post, discord, taken } = await open();
    const headers = discord.headersFor(COMMAND);
    for (const body of [`${COMMAND} `, COMMAND.slice(0, -1), '']) {
      expect((await post(body, headers)).status).toBe(401);
    }
    expect(taken).toEqual([]);
  });

  it('is refused before its body comes', async () => {
    const { connect } = await open();
    const socket = await connect();
    socket.write(request({ 'content-length': String(MEGABYTE) }, ''));
    expect(await rest(socket)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('is refused by its announced size', async () => {
    const { connect, discord } = await open();
    const socket = await connect();
    const headers = discord.headersFor(COMMAND);
    socket.write(request({ ...headers, 'content-length': String(MEGABYTE) }, ''));
    expect(await rest(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('is refused once it is too large', async () => {
    const { connect, discord } = await open();
    const socket = await connect();
    const headers = { ...discord.headersFor(COMMAND), 'transfer-encoding': 'chunked' };
    const chunk = Buffer.alloc(64 * 1024);
    socket.write(request(headers, ''));
    for (let sent = 0; sent <= 2 * MEGABYTE && !socket.destroyed; sent += chunk.length) {
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      socket.write('\r\n');
    }
    expect(await rest(socket)).toMatch(/^(HTTP\/1\.1 400 .*)?$/s);
  });

  it('that never ends is dropped', async () => {
    const { connect, discord, taken, post } = await open({ bodyWithinMs: 50 });
    const socket = await connect();
    const headers = { ...discord.headersFor(COMMAND), 'content-length': String(COMMAND.length) };
    socket.write(request(headers, COMMAND.slice(0, 10)));
    await rest(socket);
    expect(taken).toEqual([]);
    expect((await post(COMMAND)).status).toBe(202);
  });

  it('cannot have many long ones read at a time, and short ones are read all the same', async () => {
    const { connect, discord, post } = await open();
    const headers = { ...discord.headersFor(COMMAND), 'content-length': '200000' };
    const sockets = await Promise.all(Array.from({ length: 65 }, () => connect()));
    const refused = Promise.race(sockets.map((socket) => rest(socket)));
    for (const socket of sockets) socket.write(request(headers, 'x'.repeat(20_000)));
    expect(await refused).toMatch(/^HTTP\/1\.1 400 /);
    expect((await post(COMMAND)).status).toBe(202);
  });

  it('that is cut off is dropped', async () => {
    const { connect, discord, taken, logged, post } = await open();
    const socket = await connect();
    const headers = { ...discord.headersFor(COMMAND), 'content-length': String(COMMAND.length) };
    socket.end(request(headers, COMMAND.slice(0, 10)));
    await rest(socket);
    expect((await post(COMMAND)).status).toBe(202);
    expect(taken).toHaveLength(1);
    expect(logged).toEqual([]);
  });
});

it('other paths are left to webhooks', async () => {
  const { url, post, published } = await open();
  expect((await post(COMMAND, undefined, url.replace('interactions', 'runpod'))).status).toBe(404);
  expect((await fetch(url)).status).toBe(404);
  expect(published).toEqual([]);
});

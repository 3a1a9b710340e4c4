import { RateLimitError, RequestMethod, Routes } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Loopback } from '../../../packages/stand-ins/loopback.ts';
import { systemClock } from '../../../src/engines/clock.ts';
import { closeRestClients, openRestClients, RestCalls } from '../../../src/discord/rest/rest.ts';
import { CallsSpent, RefusedCalls } from '../../../src/discord/rest/refused-calls.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const HOUR_MS = 3_600_000;
const APPLICATION = '100000000000000000';
const GLOBAL_LIMIT = { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' };
const JSON_HEADERS = { 'content-type': 'application/json' };

/** Edits of one message each, by a token of its own or in a channel of its own. */
async function open(clock?: ManualClock, refusedCalls?: RefusedCalls) {
  const server = new Loopback(systemClock);
  await server.listen();
  onTestFinished(() => server.close());
  const heard = { ...(clock && { clock }), refusedCalls };
  const clients = openRestClients({ apiUrl: server.url, botToken: 'secret', ...heard });
  onTestFinished(() => {
    closeRestClients(clients);
  });
  const { signal: halt } = new AbortController();
  const calls = new RestCalls(clients, { botToken: 'secret', clock: systemClock, halt });
  server.app.patch('/v10/*', (c) => c.json({ id: '1' }));
  server.app.post('/v10/*', (c) => c.json({}));
  const method = RequestMethod.Patch;
  const byToken = (n = 0, message = '1') => {
    const fullRoute = Routes.webhookMessage(APPLICATION, `token-${n}`, message);
    return calls.byToken({ method, fullRoute, body: {} });
  };
  const asBot = (n = 0) => {
    const fullRoute = Routes.channelMessage(`${10n ** 17n + BigInt(n)}`, '1');
    return calls.asBot({ method, fullRoute, body: {} });
  };
  const firstAnswer = () => {
    const fullRoute = Routes.interactionCallback('1', 'token-0');
    return calls.byToken({ method: RequestMethod.Post, fullRoute, body: {} });
  };
  /** One 429 to the next request. */
  const limit = (headers: Readonly<Record<string, string>>) => {
    const body = JSON.stringify({ message: 'You are being rate limited.' });
    server.fault({
      path: /./,
      answer: { status: 429, headers: { ...JSON_HEADERS, ...headers }, body },
    });
  };
  return { server, clients, byToken, asBot, firstAnswer, limit };
}

function times<T>(count: number, call: (n: number) => Promise<T>) {
  return Promise.allSettled(Array.from({ length: count }, (_, n) => call(n)));
}

const outcomes = (settled: readonly PromiseSettledResult<unknown>[]) => ({
  made: settled.filter(({ status }) => status === 'fulfilled').length,
  held: settled.filter((one) => one.status === 'rejected' && one.reason instanceof RateLimitError)
    .length,
});

describe('calls by tokens', () => {
  it("have no part in the bot's requests a second", async () => {
    const { server, clients, byToken, asBot } = await open();
    // A second that does not end, of which calls as the bot have what Discord gives them.
    for (const rest of [clients.bot, clients.token]) rest.globalReset = Date.now() + HOUR_MS;
    clients.bot.globalRemaining = 50;
    const [edits, botEdits] = await Promise.all([times(200, byToken), times(60, asBot)]);
    expect(outcomes(edits)).toEqual({ made: 200, held: 0 });
    expect(outcomes(botEdits)).toEqual({ made: 50, held: 10 });
    expect(server.requests).toHaveLength(250);
  });

  it('have no number of their own, and those as the bot have 50 at Discord', () => {
    const clients = openRestClients({ apiUrl: 'https://discord.com/api', botToken: 'x' });
    closeRestClients(clients);
    expect(clients.bot.options.globalRequestsPerSecond).toBe(50);
    expect(clients.token.options.globalRequestsPerSecond).toBe(Infinity);
  });

  it('never have the bot token with them', async () => {
    const { server, clients, byToken, asBot } = await open();
    await asBot();
    await byToken();
    const sent = server.requests.map(({ headers }) => headers.get('authorization'));
    expect(sent).toEqual(['Bot secret', null]);
    const fullRoute = Routes.webhookMessage(APPLICATION, 'token-0', '1');
    await expect(clients.token.patch(fullRoute)).rejects.toThrow('Expected token to be set');
  });

  it('keep to what Discord says of each token', async () => {
    const { server, byToken } = await open();
    const headers = {
      ...JSON_HEADERS,
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '3600',
      'x-ratelimit-bucket': 'abcd1234',
    };
    server.fault({ path: /token-1/, answer: { status: 200, headers, body: '{"id":"1"}' } });
    await byToken(1);
    // The second goes by what the first one's answer named the bucket.
    server.fault({ path: /token-1/, answer: { status: 200, headers, body: '{"id":"1"}' } });
    await byToken(1);
    await expect(byToken(1)).rejects.toThrow(RateLimitError);
    await byToken(2);
    expect(server.requests).toHaveLength(3);
  });

  it('leave no queue behind that is not forgotten in time', async () => {
    const { clients, byToken } = await open();
    // So that none is forgotten before it is looked at.
    closeRestClients(clients);
    await times(30, byToken);
    expect(clients.token.handlers.size).toBe(30);
    expect([...clients.token.handlers.values()].every(({ inactive }) => inactive)).toBe(true);
    expect(clients.token.options.handlerSweepInterval).toBe(15_000);
    expect(clients.token.hashes.size).toBeLessThanOrEqual(1);
  });
});

describe('what Discord refuses', () => {
  it('is counted of both clients together', async () => {
    const refusedCalls = new RefusedCalls(systemClock);
    const { server, byToken, asBot } = await open(undefined, refusedCalls);
    server.fault({
      path: /./,
      times: 2,
      answer: { status: 403, headers: JSON_HEADERS, body: '{}' },
    });
    await expect(byToken()).rejects.toMatchObject({ status: 403 });
    await expect(asBot()).rejects.toMatchObject({ status: 403 });
    expect(refusedCalls.size).toBe(2);
    const url = `${server.url}/v10/webhooks/1/token`;
    for (let n = 2; n < 2_000; n += 1) refusedCalls.note(url, 401, new Headers());
    await expect(byToken()).rejects.toThrow(CallsSpent);
    await expect(asBot()).rejects.toThrow(CallsSpent);
    expect(server.requests).toHaveLength(2);
  });
});

describe('a global 429', () => {
  it('to a call as the bot holds back no call by token', async () => {
    const { server, byToken, asBot, limit } = await open();
    limit({ 'retry-after': '300', ...GLOBAL_LIMIT });
    await expect(asBot(1)).rejects.toThrow(RateLimitError);
    await expect(asBot(2)).rejects.toThrow(RateLimitError);
    await byToken();
    expect(server.requests).toHaveLength(2);
  });

  it('to a call by token holds back those by other tokens, and none as the bot', async () => {
    const { server, byToken, asBot, limit } = await open();
    limit({ 'retry-after': '300', ...GLOBAL_LIMIT });
    await expect(byToken(1)).rejects.toThrow(RateLimitError);
    await expect(byToken(2)).rejects.toThrow(RateLimitError);
    await asBot();
    expect(server.requests).toHaveLength(2);
  });

  it('to a first answer holds back edits by token, and no other first answer', async () => {
    const { server, byToken, asBot, firstAnswer, limit } = await open();
    limit({ 'retry-after': '300', ...GLOBAL_LIMIT });
    await expect(firstAnswer()).rejects.toThrow(RateLimitError);
    await expect(byToken()).rejects.toThrow(RateLimitError);
    await firstAnswer();
    await asBot();
    expect(server.requests).toHaveLength(3);
  });

  it('to a call by token gives them 50 a second, for ten minutes', async () => {
    const clock = new ManualClock(Date.now());
    const { clients, byToken, limit } = await open(clock);
    const perSecond = () => clients.token.options.globalRequestsPerSecond;
    limit({ 'retry-after': '0.01', ...GLOBAL_LIMIT });
    await byToken();
    expect(perSecond()).toBe(50);
    // What it says, and no more, has to be waited for.
    await clock.advance(599_000);
    await byToken();
    expect(perSecond()).toBe(50);
    clients.token.globalReset = Date.now() + HOUR_MS;
    clients.token.globalRemaining = 50;
    expect(outcomes(await times(60, byToken))).toEqual({ made: 50, held: 10 });
    clients.token.globalReset = -1;
    await clock.advance(1_000);
    await byToken();
    expect(perSecond()).toBe(Infinity);
  });
});

describe('a 429 of what stands before Discord', () => {
  it.each([
    ['bot', {}],
    ['token', {}],
    ['bot', { 'retry-after': '300' }],
    ['token', { 'retry-after': '300' }],
  ] as const)('to a call of the %s client holds back both kinds, with %j', async (as, headers) => {
    const { server, byToken, asBot, firstAnswer, limit } = await open();
    limit({ 'content-type': 'text/html', ...headers });
    const told = as === 'bot' ? asBot() : byToken();
    await expect(told).rejects.toThrow(RateLimitError);
    await expect(byToken(1)).rejects.toThrow(RateLimitError);
    await expect(asBot(1)).rejects.toThrow(RateLimitError);
    expect(server.requests).toHaveLength(1);
    // Whoever it is for waits for three seconds only, so that it is tried all the same.
    await firstAnswer();
  });
});

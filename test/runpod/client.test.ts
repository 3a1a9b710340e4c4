import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { RunPodClient } from '../../src/runpod/client.ts';
import type { Loopback } from '../../packages/stand-ins/loopback.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { failureOf, openEndpoint, type NotedClock } from './endpoint.ts';

let server: Loopback;
let client: RunPodClient;
let clock: NotedClock;
/** By which answers are late: never, unless a test moves it. */
let network: ManualClock;

beforeEach(async () => {
  network = new ManualClock();
  ({ server, client, clock } = await openEndpoint({ timeoutMs: 30_000, networkClock: network }));
  server.app.get('/v2/ep/status/:id', (c) => c.json({ id: c.req.param('id'), status: 'QUIRKY' }));
  server.app.get('/v2/ep/health', (c) => c.json({ jobs: { inQueue: 1 }, workers: { idle: 2 } }));
});
afterEach(() => server.close());

const path = /./;

describe('status', () => {
  it('gives what RunPod said, whatever the status', async () => {
    expect((await client.status('ep', 'job-1'))?.status).toBe('QUIRKY');
  });

  it('encodes ids, so that none can change the path', async () => {
    await client.status('ep', 'a/../b?c#d');
    expect(server.requests[0]?.path).toBe('/v2/ep/status/a%2F..%2Fb%3Fc%23d');
  });

  it('takes 404 for gone, without another try', async () => {
    server.fault({ path, answer: { status: 404, body: '<html>not found</html>' } });
    expect(await client.status('ep', 'job-1')).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['a reset', 'reset'],
    ['no answer', 'hang'],
    ['429', { status: 429 }],
    ['an HTML 502', { status: 502, body: '<html>' }],
    ['a broken body', { status: 200, body: '{"status":' }],
    ['an empty body', { status: 200 }],
    ['a 204', { status: 204 }],
    ['a body that is something else', { status: 200, body: '[]' }],
  ] as const)('comes through two times %s', async (_, answer) => {
    server.fault({ path, times: 2, answer });
    const asked = client.status('ep', 'job-1');
    for (let tries = 1; answer === 'hang' && tries <= 2; tries += 1) {
      await expect.poll(() => server.requests.length).toBe(tries);
      await network.advance(30_000);
    }
    expect((await asked)?.status).toBe('QUIRKY');
    expect(server.requests).toHaveLength(3);
    expect(clock.waits).toEqual([500, 1000]);
  });

  it('gives up after the third', async () => {
    server.fault({ path, times: 9, answer: { status: 503 } });
    const error = await failureOf(client.status('ep', 'job-1'));
    expect([error.kind, error.status]).toEqual(['http', 503]);
    expect(server.requests).toHaveLength(3);
  });

  it.each([401, 403])('does not try again on %i', async (status) => {
    server.fault({ path, answer: { status } });
    expect((await failureOf(client.status('ep', 'job-1'))).isKeyRefused).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('waits as long as it was asked to', async () => {
    const retryAfter = new Date(clock.now() + 9000).toUTCString();
    server.fault({ path, answer: { status: 429, headers: { 'retry-after': retryAfter } } });
    await client.status('ep', 'job-1');
    expect(clock.waits).toEqual([9500]);
  });

  it('waits no longer once the caller aborts', async () => {
    const time = new ManualClock();
    const opened = await openEndpoint({ clock: time });
    onTestFinished(() => opened.server.close());
    opened.server.fault({ path, times: Infinity, answer: { status: 503 } });
    const reason = new Error('shutting down');
    const stop = new AbortController();
    const call = opened.client.status('ep', 'job-1', { signal: stop.signal });
    await expect.poll(() => time.sleeping).toBe(1);
    stop.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  it("leaves nothing behind on the caller's signal", async () => {
    const { signal } = new AbortController();
    for (let calls = 0; calls < 3; calls += 1) await client.status('ep', 'job-1', { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it("rejects with the caller's reason and does not try again", async () => {
    const reason = new Error('shutting down');
    const stop = new AbortController();
    server.app.get('/v2/slow/status/:id', () => {
      stop.abort(reason);
      return new Response('late', { status: 503 });
    });
    await expect(client.status('slow', 'job-1', { signal: stop.signal })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

describe('cancel', () => {
  it.each([
    ['204 without a body', { status: 204 }],
    ['200 with JSON', { status: 200, body: '{"id":"job-1","status":"CANCELLED"}' }],
    ['200 with anything', { status: 200, body: '<html>' }],
    ['200 with a body that never ends', 'endless'],
    ['404, which means that it is over', { status: 404 }],
  ] as const)('is done with %s', async (_, answer) => {
    server.fault({ method: 'POST', path: /^\/v2\/ep\/cancel\/job-1$/, answer });
    await client.cancel('ep', 'job-1');
    expect(server.requests).toHaveLength(1);
  });

  it('is tried again where that may help', async () => {
    server.app.post('/v2/ep/cancel/:id', (c) => c.body(null, 204));
    server.fault({ path, times: 2, answer: 'reset' });
    await client.cancel('ep', 'job-1');
    expect(server.requests).toHaveLength(3);
  });

  it('says whether there was one to stop', async () => {
    server.fault({ path, answer: { status: 200 } });
    expect(await client.cancel('ep', 'job-1')).toBe(true);
    server.fault({ path, answer: { status: 404 } });
    expect(await client.cancel('ep', 'job-1')).toBe(false);
  });

  it('tells of a refusal', async () => {
    server.fault({ path, answer: { status: 400 } });
    expect((await failureOf(client.cancel('ep', 'job-1'))).status).toBe(400);
  });
});

describe('health', () => {
  it('counts jobs and workers', async () => {
    const health = await client.health('ep');
    expect([health?.jobs.inQueue, health?.workers.idle]).toEqual([1, 2]);
  });

  it('is tried again where that may help', async () => {
    server.fault({ path, times: 2, answer: { status: 500 } });
    await client.health('ep');
    expect(server.requests).toHaveLength(3);
  });

  it('says that an endpoint is unknown', async () => {
    expect((await failureOf(client.health('nobody'))).isNotFound).toBe(true);
  });
});

describe("one of RunPod's public endpoints", () => {
  const openPublic = async () => {
    const opened = await openEndpoint({ publicEndpoints: new Set(['model']) });
    onTestFinished(() => opened.server.close());
    return opened;
  };
  const job = { input: {}, policy: { executionTimeout: 1, ttl: 2 } };

  it.each([404, 403, 400, 200])(
    'is asked for no health, but for a job that there is not: a %i says that RunPod is there',
    async (status) => {
      const opened = await openPublic();
      const body = '{"status":"FAILED"}';
      opened.server.fault({ path: /status/, answer: { status, body } });
      expect(await opened.client.health('model')).toBeUndefined();
      expect(opened.server.requests.map((request) => request.path)).toEqual([
        expect.stringMatching(/^\/v2\/model\/status\/0{8}-/),
      ]);
    },
  );

  it('is not there where that has no answer, or the key is wrong', async () => {
    const opened = await openPublic();
    opened.server.fault({ path, times: 3, answer: { status: 503 } });
    expect((await failureOf(opened.client.health('model'))).status).toBe(503);
    opened.server.fault({ path, answer: { status: 401 } });
    expect((await failureOf(opened.client.health('model'))).isKeyRefused).toBe(true);
  });

  it('refuses a request by a 403, and never the key', async () => {
    const opened = await openPublic();
    opened.server.fault({ path, times: Infinity, answer: { status: 403 } });
    for (const call of [
      opened.client.submit('model', job),
      opened.client.status('model', 'job-1'),
      opened.client.cancel('model', 'job-1'),
    ]) {
      expect(await failureOf(call)).toMatchObject({ isKeyRefused: false, isPassing: false });
    }
    expect(opened.server.requests).toHaveLength(3);
  });
});

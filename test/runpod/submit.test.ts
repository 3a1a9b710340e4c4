import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunPodClient } from '../../src/runpod/client.ts';
import { Enclosures } from '../../src/runpod/streamed-json.ts';
import type { Loopback } from '../../packages/stand-ins/loopback.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { API_KEY, failureOf, openEndpoint } from './endpoint.ts';

const job = { input: { '1': { class_type: 'X' } }, policy: { executionTimeout: 1, ttl: 2 } };
const path = /\/run$/;

let server: Loopback;
let client: RunPodClient;
/** By which answers are late: never, unless a test moves it. */
let network: ManualClock;

beforeEach(async () => {
  network = new ManualClock();
  ({ server, client } = await openEndpoint({ timeoutMs: 30_000, networkClock: network }));
});
afterEach(() => server.close());

describe('submit', () => {
  it('posts input and policy as JSON with the key', async () => {
    const bodies: unknown[] = [];
    server.app.post('/v2/ep/run', async (c) => {
      bodies.push(await c.req.json());
      return c.json({ id: 'job-1', status: 'IN_QUEUE' }, 202);
    });
    expect(await client.submit('ep', job)).toEqual({ id: 'job-1', status: 'IN_QUEUE' });
    expect(bodies).toEqual([job]);
    const headers = server.requests[0]?.headers;
    expect(headers?.get('authorization')).toBe(`Bearer ${API_KEY}`);
    expect(headers?.get('content-type')).toBe('application/json');
  });

  it('posts what is enclosed in base64, and says how long all of it is', async () => {
    const bodies: string[] = [];
    server.app.post('/v2/ep/run', async (c) => {
      bodies.push(await c.req.text());
      return c.json({ id: 'job-1', status: 'IN_QUEUE' });
    });
    const enclosures = new Enclosures();
    const bytes = Buffer.alloc(700_000, 7);
    await client.submit('ep', { ...job, input: { image: enclosures.add(bytes) }, enclosures });
    const [body = ''] = bodies;
    expect(JSON.parse(body)).toEqual({ ...job, input: { image: bytes.toString('base64') } });
    expect(server.requests[0]?.headers.get('content-length')).toBe(String(body.length));
  });

  it.each([
    ['10 MB are', 7_499_900, 1],
    ['more than 10 MB are not', 7_500_000, 0],
  ])('%s sent', async (_, size, requests) => {
    server.fault({ path, answer: { status: 200, body: '{"id":"j"}' } });
    const enclosures = new Enclosures();
    const input = { image: enclosures.add(Buffer.alloc(size)) };
    const sent = client.submit('ep', { ...job, input, enclosures });
    if (requests > 0) await sent;
    else {
      const error = await failureOf(sent);
      expect(error).toMatchObject({ kind: 'too_large', arrived: 'no', isPassing: false });
      expect(error.message).toMatch(/was not sent: it has 100000\d\d bytes$/);
    }
    expect(server.requests).toHaveLength(requests);
  });

  it.each([200, 201, 202])('takes %i with an id for accepted', async (status) => {
    server.fault({ path, answer: { status, body: '{"id":"j"}' } });
    expect((await client.submit('ep', job)).id).toBe('j');
  });

  it.each([
    ['a reset', 'reset', 'transport', 'maybe', undefined],
    ['no answer', 'hang', 'transport', 'maybe', undefined],
    ['a body without end', 'endless', 'schema', 'maybe', 200],
    ['400', { status: 400, body: '{}' }, 'http', 'no', 400],
    ['401', { status: 401 }, 'http', 'no', 401],
    ['404', { status: 404 }, 'http', 'no', 404],
    ['429', { status: 429 }, 'http', 'no', 429],
    ['500', { status: 500 }, 'http', 'maybe', 500],
    ['an HTML 502', { status: 502, body: '<html>bad gateway</html>' }, 'http', 'no', 502],
    ['an empty 503', { status: 503 }, 'http', 'no', 503],
    ['a 502 in JSON', { status: 502, body: '{"error":"no"}' }, 'http', 'maybe', 502],
    ['an HTML 504', { status: 504, body: '<html>time-out</html>' }, 'http', 'maybe', 504],
    ['a long HTML 530', { status: 530, body: '<p>'.repeat(1e6) }, 'http', 'no', 530],
    ['an empty 200', { status: 200 }, 'schema', 'maybe', 200],
    ['a 204', { status: 204 }, 'schema', 'maybe', 204],
    ['an HTML 200', { status: 200, body: '<html>hello</html>' }, 'schema', 'maybe', 200],
    ['a 200 without an id', { status: 200, body: '{"id":null}' }, 'schema', 'maybe', 200],
  ] as const)('sends once and tells %s', async (_, answer, kind, arrived, status) => {
    server.fault({ path, answer });
    const failure = failureOf(client.submit('ep', job));
    if (answer === 'hang') {
      await expect.poll(() => server.requests.length).toBe(1);
      await network.advance(30_000);
    }
    const error = await failure;
    expect([error.kind, error.arrived, error.status]).toEqual([kind, arrived, status]);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['breaks off', 'does not end'])(
    'keeps the doubt where the words of a failure are not to be had: the body %s',
    async (how) => {
      server.app.post('/v2/ep/run', ({ env: { outgoing } }) => {
        outgoing.writeHead(502, { 'content-length': 1000 });
        outgoing.write('<html>', () => {
          if (how === 'breaks off') outgoing.destroy();
        });
        return RESPONSE_ALREADY_SENT;
      });
      const steps = vi.spyOn(network, 'sleep');
      const failure = failureOf(client.submit('ep', job));
      if (how === 'does not end') {
        // One for the head, and one for the body.
        await expect.poll(() => steps.mock.calls.length).toBe(2);
        await network.advance(30_000);
      }
      const error = await failure;
      expect([error.kind, error.arrived, error.status]).toEqual(['http', 'maybe', 502]);
    },
  );

  it('knows that a refused connection took nothing there', async () => {
    await server.close();
    const error = await failureOf(client.submit('ep', job));
    expect([error.kind, error.arrived]).toEqual(['transport', 'no']);
    await server.listen();
  });

  it('follows no redirect', async () => {
    const location = `${server.url}/v2/other/run`;
    server.fault({ path, answer: { status: 307, headers: { location } } });
    const error = await failureOf(client.submit('ep', job));
    expect([error.status, error.arrived, error.isPassing]).toEqual([307, 'no', false]);
    expect(server.requests).toHaveLength(1);
  });

  it('says how long a 429 asked to wait', async () => {
    server.fault({ path, answer: { status: 429, headers: { 'retry-after': '4' } } });
    expect((await failureOf(client.submit('ep', job))).retryAfterMs).toBe(4000);
  });

  it('shows neither key nor body in its errors', async () => {
    server.fault({ path, answer: { status: 200, body: 'a secret body' } });
    const error = await failureOf(client.submit('ep', job));
    expect(error.message).toBe(
      `POST ${server.url}/v2/ep/run answered 200 with a body that is not JSON`,
    );
    expect(JSON.stringify(error) + String(error.stack)).not.toMatch(/secret/);
    expect(error.cause).toBeUndefined();
  });

  it("rejects with the caller's reason, before and during the request", async () => {
    const reason = new Error('shutting down');
    await expect(client.submit('ep', job, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);

    const stop = new AbortController();
    server.app.post('/v2/ep/run', (c) => {
      stop.abort(reason);
      return c.json({ id: 'late' });
    });
    await expect(client.submit('ep', job, stop.signal)).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

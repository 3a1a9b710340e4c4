import { describe, expect, it, onTestFinished } from 'vitest';
import { RunPodSandbox } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { Billing } from '../../src/runpod/billing.ts';
import { failureOf, NotedClock } from './endpoint.ts';

const DAY_MS = 24 * 60 * 60_000;
const SINCE = Date.UTC(2026, 10, 1);
const DAYS = { since: SINCE, until: SINCE + 3 * DAY_MS - 5 };

async function open({ key }: { readonly key?: string } = {}) {
  const runpod = await RunPodSandbox.start();
  onTestFinished(() => runpod.close());
  const { restUrl, apiKey, endpointId } = runpod;
  const billing = new Billing({ restUrl, apiKey: key ?? apiKey, clock: new NotedClock() });
  return { runpod, billing, own: { endpointId, isPublic: false } };
}

describe("RunPod's bill", () => {
  it('is that of the endpoints in use, by day, and of public ones together', async () => {
    const { runpod, billing, own } = await open();
    const { endpointId } = own;
    runpod.bills.days.push(
      { endpointId, at: SINCE, dollars: 1 },
      { endpointId, at: SINCE + DAY_MS, dollars: 2 },
      { endpointId: undefined, at: SINCE + DAY_MS, dollars: 0.5 },
      { endpointId: 'another', at: SINCE, dollars: 100 },
      { endpointId, at: SINCE - DAY_MS, dollars: 100 },
      { endpointId, at: SINCE + 3 * DAY_MS, dollars: 100 },
    );
    expect(await billing.of([own], DAYS)).toEqual(
      new Map([
        [SINCE, 1],
        [SINCE + DAY_MS, 2],
      ]),
    );
    const several = [own, { endpointId: 'flux', isPublic: true }];
    expect((await billing.of(several, DAYS)).get(SINCE + DAY_MS)).toBe(2.5);
    expect(runpod.http.requests[0]?.path).toMatch(
      /^\/rest\/v2\/billing\/serverless\?startTime=2026-11-01T.*&bucketSize=day&serverlessId=/,
    );
  });

  it.each([
    [403, 'sandbox-stranger-key'],
    [401, 'a wrong key'],
  ])('is refused with a %i', async (status, key) => {
    const { billing, own } = await open({ key });
    expect((await failureOf(billing.of([own], DAYS))).status).toBe(status);
  });

  it.each([
    ['a 503', { status: 503 }],
    ['another shape', { status: 200, body: '{"records":[{"startTime":"1","totalAmount":1}]}' }],
    [
      'a negative amount',
      { status: 200, body: '{"records":[{"startTime":"2026-11-01T00:00:00Z","totalAmount":-1}]}' },
    ],
  ])('is asked for once, and not known after %s', async (_, answer) => {
    const { runpod, billing, own } = await open();
    runpod.http.fault({ path: /billing/, times: 1, answer });
    await failureOf(billing.of([own], DAYS));
    expect(runpod.http.requests).toHaveLength(1);
  });

  it('ends with the signal', async () => {
    const { billing, own } = await open();
    const signal = AbortSignal.abort(new Error('over'));
    await expect(billing.of([own], DAYS, signal)).rejects.toThrow('over');
  });
});

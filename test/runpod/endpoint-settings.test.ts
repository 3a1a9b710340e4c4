import { describe, expect, it, onTestFinished } from 'vitest';
import { EndpointSettings } from '../../src/runpod/endpoint-settings.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { failureOf, NotedClock } from './endpoint.ts';

async function open(options: RunPodSandboxOptions & { readonly key?: string } = {}) {
  const runpod = await RunPodSandbox.start(options);
  onTestFinished(() => runpod.close());
  const clock = new NotedClock();
  const { restUrl, apiKey, endpointId } = runpod;
  const settings = new EndpointSettings({
    restUrl,
    apiKey: options.key ?? apiKey,
    clock,
    random: () => 1,
  });
  return { runpod, settings, clock, endpointId };
}

describe("an endpoint's settings", () => {
  it('say how many workers it may have, and can be set', async () => {
    const { runpod, settings, endpointId } = await open();
    expect(await settings.workers(endpointId)).toEqual({ min: 0, max: 3 });
    runpod.scale.toNothing();
    expect(await settings.workers(endpointId)).toEqual({ min: 0, max: 0 });
    expect(await settings.setWorkers(endpointId, { min: 0, max: 2 })).toEqual({ min: 0, max: 2 });
    expect(runpod.scale.maxWorkers).toBe(2);
  });

  it('are asked for by an id that cannot change the path', async () => {
    const { runpod, settings } = await open();
    await failureOf(settings.workers('../pods'));
    expect(runpod.http.requests[0]?.path).toBe('/rest/v2/serverless/..%2Fpods');
  });

  it.each([
    [401, 'a wrong key', true],
    [403, 'sandbox-stranger-key', true],
    [404, undefined, false],
  ])('are refused with a %i, once', async (status, key, isKeyRefused) => {
    const { runpod, settings, endpointId } = await open(key === undefined ? {} : { key });
    const error = await failureOf(settings.workers(key === undefined ? 'nowhere' : endpointId));
    expect([error.status, error.isKeyRefused]).toEqual([status, isKeyRefused]);
    expect(runpod.http.requests).toHaveLength(1);
  });

  it.each([
    ['a reset', 'reset'],
    ['429', { status: 429 }],
    ['an HTML 502', { status: 502, body: '<html>' }],
    ['a body that is something else', { status: 200, body: '{"workers":{"max":"3"}}' }],
  ] as const)('come through two times %s, when read and when set', async (_, answer) => {
    const { runpod, settings, clock, endpointId } = await open();
    const fault = { path: /serverless/, times: 2, answer };
    runpod.http.fault({ ...fault, method: 'GET' });
    runpod.http.fault({ ...fault, method: 'PATCH' });
    expect((await settings.workers(endpointId)).max).toBe(3);
    expect((await settings.setWorkers(endpointId, { min: 0, max: 1 })).max).toBe(1);
    expect(clock.waits).toEqual([500, 1_000, 500, 1_000]);
  });

  it('are given up after three tries, and are never read without end', async () => {
    const { runpod, settings, endpointId } = await open();
    runpod.http.fault({ path: /serverless/, times: 9, answer: 'endless' });
    expect((await failureOf(settings.workers(endpointId))).isTooMuch).toBe(true);
    runpod.http.clearFaults();
    runpod.http.fault({ path: /serverless/, times: 9, answer: { status: 503 } });
    expect((await failureOf(settings.workers(endpointId))).status).toBe(503);
    expect(runpod.http.requests).toHaveLength(4);
  });
});

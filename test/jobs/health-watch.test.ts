import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HealthWatch } from '../../src/jobs/endpoint-health.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { ManualClock } from '../support/manual-clock.ts';

async function open(options: RunPodSandboxOptions = {}, isPublic = false) {
  const clock = new ManualClock();
  const runpod = await RunPodSandbox.start({ clock, ...options });
  onTestFinished(() => runpod.close());
  const { apiUrl, apiKey, endpointId } = runpod;
  const health = new HealthWatch({
    runpod: new RunPodClient({
      apiUrl,
      apiKey,
      clock,
      publicEndpoints: new Set(isPublic ? [endpointId] : []),
    }),
    endpointId,
    isPublic,
    clock,
    logger: pino({ level: 'silent' }),
    signal: new AbortController().signal,
  });
  return { clock, runpod, health };
}

describe('the health of the endpoint', () => {
  it('is asked for once, however many want to know at the same time', async () => {
    const { runpod, health } = await open({ workers: 2 });
    const answers = await Promise.all([health.latest(), health.latest(), health.latest()]);
    expect(answers.map((one) => one?.workers.idle)).toEqual([2, 2, 2]);
    expect(runpod.http.requests).toHaveLength(1);
  });

  it('is asked for again after ten seconds, not sooner', async () => {
    const { clock, runpod, health } = await open();
    await health.latest();
    await clock.advance(9_999);
    await health.latest();
    expect(runpod.http.requests).toHaveLength(1);
    await clock.advance(1);
    await health.latest();
    expect(runpod.http.requests).toHaveLength(2);
  });

  it('is asked for again by whoever wants no answer from before', async () => {
    const { runpod, health } = await open();
    await health.latest();
    health.forget();
    await health.latest();
    await health.latest();
    expect(runpod.http.requests).toHaveLength(2);
  });

  it.each([
    [401, 'key_refused'],
    [403, 'key_refused'],
    [404, 'endpoint_unknown'],
    [400, 'service_unreachable'],
  ] as const)('says why it cannot be had after a %i: %s', async (status, code) => {
    const { runpod, health } = await open();
    runpod.http.fault({ path: /health/, answer: { status } });
    await expect(health.latest()).rejects.toMatchObject({ code });
  });

  it('is unknown, and no error, to whoever cannot wait, once it cannot be had', async () => {
    const { clock, runpod, health } = await open();
    await health.latest();
    runpod.http.fault({ path: /health/, answer: { status: 401 } });
    await clock.advance(10_000);
    await health.latest().catch(() => undefined);
    expect(health.lastSeen()).toBeUndefined();
  });

  it('is looked at for whoever cannot wait', async () => {
    const { health } = await open({ workers: 1 });
    await expect.poll(() => health.lastSeen()?.workers.idle).toBe(1);
  });

  it('is given as last seen to whoever cannot wait, and looked at meanwhile', async () => {
    const { health } = await open({ workers: 1 });
    expect(health.lastSeen()).toBeUndefined();
    await health.latest();
    expect(health.lastSeen()?.workers.idle).toBe(1);
  });

  it("is not asked for on the way where it is one of RunPod's public endpoints", async () => {
    const { runpod, health } = await open({ worker: 'runpod-public' }, true);
    health.refresh();
    expect(health.lastSeen()).toBeUndefined();
    expect(runpod.http.requests).toEqual([]);
    // Whether RunPod can be reached at all can be asked.
    expect(await health.latest()).toBeUndefined();
    expect(runpod.http.requests.map(({ path }) => path)).toEqual([
      expect.stringContaining('/status/'),
    ]);
  });
});

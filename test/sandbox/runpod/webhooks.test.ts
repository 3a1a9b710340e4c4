import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RunPodSandbox } from '../../../packages/stand-ins/runpod/runpod-sandbox.ts';
import type { Outcome } from '../../../packages/stand-ins/runpod/job.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { serve } from '../../support/serve.ts';

/** Whoever is told, and answers so. */
async function receiver(...statuses: readonly number[]) {
  const told: unknown[] = [];
  const { server, url } = await serve((request, response) => {
    void json(request).then((body) => {
      response.statusCode = statuses[told.length] ?? 200;
      told.push(body);
      response.end();
      server.emit('told');
    });
  });
  return { told, server, url: `${url}/hook` };
}

async function sandboxWith(outcome: Outcome, webhook: string) {
  const clock = new ManualClock();
  const sandbox = await RunPodSandbox.start({ clock });
  onTestFinished(() => sandbox.close());
  sandbox.script(outcome);
  const response = await fetch(`${sandbox.apiUrl}/${sandbox.endpointId}/run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ input: { face: 'a photo' }, webhook }),
  });
  expect(response.status).toBe(202);
  return { sandbox, clock };
}

describe("the webhook of the sandbox's RunPod", () => {
  it.each([
    ['COMPLETED', { output: { images: [] } }],
    ['FAILED', { error: 'no' }],
  ] as const)('says that a job is %s, with its input', async (status, outcome) => {
    const { told, server, url } = await receiver();
    const heard = once(server, 'told');
    const { sandbox } = await sandboxWith(outcome, url);
    await heard;
    const [job] = sandbox.jobs;
    expect(told).toMatchObject([{ id: job?.id, status, ...outcome, input: { face: 'a photo' } }]);
  });

  it('comes three times, 10 s apart, where it is not taken', async () => {
    const { told, server, url } = await receiver(500, 404, 500);
    let heard = once(server, 'told');
    const { clock } = await sandboxWith({ output: {} }, url);
    const cameAt: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      await heard;
      cameAt.push(clock.now());
      heard = once(server, 'told');
      // It waits for its answer before it waits for the next time.
      await expect.poll(() => times === 2 || clock.sleeping > 0).toBe(true);
      await clock.advance(10_000);
    }
    await clock.advance(60_000);
    expect(cameAt.map((at) => at - (cameAt[0] ?? 0))).toEqual([0, 10_000, 20_000]);
    expect(told).toHaveLength(3);
  });
});

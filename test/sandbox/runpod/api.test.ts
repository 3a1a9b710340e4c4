import { describe, it, expect } from 'vitest';
import { clientOf } from './client.ts';
import { smallGraph, start } from './setup.ts';

const UUID = /^[0-9a-f]{8}-/;

describe('the API of RunPod', () => {
  it('accepts a job with 202 by the contract', async () => {
    const { run } = await start();
    expect(await run(smallGraph)).toEqual({
      status: 202,
      body: { id: expect.stringMatching(UUID) as string, status: 'IN_QUEUE' },
    });
  });

  it('accepts a job with 200 as the live service', async () => {
    const { run } = await start({ dialect: 'live' });
    expect(await run(smallGraph)).toMatchObject({ status: 200, body: { status: 'IN_QUEUE' } });
  });

  it('answers a cancel with 204 and nothing by the contract', async () => {
    const { sandbox, submit, cancel } = await start();
    sandbox.hold();
    const job = await submit();
    expect(await cancel(job.id)).toEqual({ status: 204, body: '' });
    expect(job).toMatchObject({ status: 'CANCELLED', cancelRequested: true });
  });

  it('answers a cancel with 200 and JSON as the live service', async () => {
    const { sandbox, submit, cancel } = await start({ dialect: 'live' });
    sandbox.hold();
    const { id } = await submit();
    expect(await cancel(id)).toEqual({ status: 200, body: { id, status: 'CANCELLED' } });
  });

  it('leaves a finished job as it is when it is cancelled', async () => {
    const { finish, cancel } = await start({ dialect: 'live' });
    const job = await finish(smallGraph);
    expect(await cancel(job.id)).toEqual({
      status: 200,
      body: { id: job.id, status: 'COMPLETED' },
    });
    expect(job.status).toBe('COMPLETED');
  });

  it.each(['run', 'status/x', 'cancel/x', 'health'])(
    'refuses /%s to a wrong key with 401, and to a key without access with 403',
    async (path) => {
      const { sandbox } = await start();
      const method = path === 'health' || path.startsWith('status') ? 'GET' : 'POST';
      const address = `${sandbox.endpointId}/${path}`;
      const wrong = await clientOf(sandbox, 'wrong').call(method, address);
      const stranger = await clientOf(sandbox, sandbox.strangerKey).call(method, address);
      expect([wrong.status, stranger.status]).toEqual([401, 403]);
    },
  );

  it('does not know another endpoint', async () => {
    const { call, sandbox } = await start();
    expect((await call('POST', 'another/run', { input: smallGraph })).status).toBe(404);
    expect(sandbox.submissions()).toBe(0);
  });

  it('does not know a job that never was', async () => {
    const { status, cancel } = await start();
    expect((await status('never-was')).status).toBe(404);
    expect((await cancel('never-was')).status).toBe(404);
  });

  it.each([
    ['no JSON', '{"input":'],
    ['no input', {}],
    ['an execution timeout below 5 s', { input: smallGraph, policy: { executionTimeout: 4999 } }],
    ['a ttl above a week', { input: smallGraph, policy: { ttl: 604_800_001 } }],
  ])('refuses %s with 400', async (_, body) => {
    const { call, sandbox } = await start();
    expect((await call('POST', `${sandbox.endpointId}/run`, body)).status).toBe(400);
    expect(sandbox.submissions()).toBe(0);
  });

  it('refuses a body over 10 MB with 400, and takes one just below', async () => {
    const { run, sandbox } = await start();
    sandbox.script({ output: {} });
    expect((await run('x'.repeat(10_000_000))).status).toBe(400);
    expect((await run('x'.repeat(9_999_900))).status).toBe(202);
  });

  it('plays a scripted fault, and shows the request that met it', async () => {
    const { run, sandbox } = await start();
    sandbox.http.fault({ method: 'POST', path: /\/run$/, answer: { status: 429 } });
    expect((await run(smallGraph)).status).toBe(429);
    expect((await run(smallGraph)).status).toBe(202);
    expect(sandbox.submissions()).toBe(1);
    expect(sandbox.http.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v2/sandbox-endpoint/run',
      'POST /v2/sandbox-endpoint/run',
    ]);
  });

  it('accepts a job whose answer is lost on the way back', async () => {
    const { run, sandbox } = await start();
    sandbox.http.fault({ path: /\/run$/, when: 'after', answer: 'reset' });
    await expect(run(smallGraph)).rejects.toThrow();
    expect(sandbox.submissions()).toBe(1);
  });

  it('counts workers and jobs in its health', async () => {
    const { sandbox, submit, finish, health } = await start({ workers: 2 });
    await finish(smallGraph);
    await finish({});
    sandbox.hold();
    for (let job = 0; job < 3; job += 1) await submit();
    await sandbox.waitFor((job) => job === sandbox.jobs[3] && job.status === 'IN_PROGRESS');
    expect(await health()).toEqual({
      status: 200,
      body: {
        jobs: { completed: 1, failed: 1, inProgress: 2, inQueue: 1, retried: 0 },
        workers: { idle: 0, initializing: 0, ready: 2, running: 2, throttled: 0, unhealthy: 0 },
      },
    });
  });

  it('has no workers where the endpoint was cut to none, and leaves jobs in the queue', async () => {
    const { submit, status, health } = await start({ workers: 0 });
    const { id } = await submit();
    expect((await status(id)).body).toEqual({ id, status: 'IN_QUEUE' });
    expect((await health()).body).toMatchObject({ workers: { idle: 0, ready: 0 } });
  });
});

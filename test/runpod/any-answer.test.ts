import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/engines/clock.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import { RunPodError } from '../../src/runpod/errors.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { NotedClock } from './endpoint.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const STATUSES = [
  'IN_QUEUE',
  'IN_PROGRESS',
  'RUNNING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'PONDERING',
];

const any = fc.jsonValue({ maxDepth: 3 });
const amount = fc.oneof(fc.integer(), fc.double(), any);
const statusBody = fc.record(
  {
    id: any,
    status: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...STATUSES) }, any),
    output: fc.oneof(
      any,
      fc.record({ images: fc.array(fc.record({ data: fc.oneof(fc.string(), any), type: any })) }),
      fc.record({ type: fc.constant('progress'), value: amount, max: amount, percent: amount }),
      fc.record({ error: any, success: any, outputs: any }, { requiredKeys: [] }),
    ),
    error: any,
    delayTime: amount,
    executionTime: amount,
    workerId: any,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  { weight: 5, arbitrary: statusBody.map((json) => JSON.stringify(json)) },
  any.map((json) => JSON.stringify(json)),
  fc.record({ jobs: any, workers: any }).map((json) => JSON.stringify(json)),
  fc.string({ unit: 'binary' }),
);
const code = fc.oneof(
  { weight: 5, arbitrary: fc.constant(200) },
  fc.constantFrom(201, 202, 206, 301, 400, 401, 404, 418, 429, 500, 502, 503),
);

describe('an answer of any kind', () => {
  it('is read, or is an error of its own sort', async () => {
    const server = new Loopback(systemClock);
    await server.listen();
    onTestFinished(() => server.close());
    const client = new RunPodClient({
      apiUrl: server.url,
      apiKey: 'key',
      clock: new NotedClock(),
    });
    const calls = [
      () => client.submit('ep', { input: {}, policy: { executionTimeout: 1, ttl: 1 } }),
      () => client.status('ep', 'id'),
      () => client.cancel('ep', 'id'),
      () => client.health('ep'),
    ];
    await fc.assert(
      fc.asyncProperty(code, body, fc.constantFrom(...calls), async (status, text, call) => {
        server.clearFaults();
        server.fault({ path: /./, times: 3, answer: { status, body: text } });
        const error = await call().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(RunPodError);
      }),
      { numRuns: 200 },
    );
  });

  it('brings every job to an end, and never stops the others', async () => {
    const bench = await RunnerBench.open();
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 4 }), async (bodies) => {
        bench.runpod.http.clearFaults();
        for (const text of bodies) {
          const answer = { status: 200, body: text };
          bench.runpod.http.fault({ path: /\/status\//, answer });
        }
        bench.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
        const job = await bench.end(await bench.ask());
        expect(['completed', 'failed', 'cancelled', 'expired']).toContain(job.state);
        expect(job.errorCode).not.toBe('unexpected');
      }),
      { numRuns: 60 },
    );
    expect(bench.logged.join('')).not.toContain('failed unexpectedly');
  });
});

describe('a status that is no word of RunPod', () => {
  it('is not quoted', async () => {
    const bench = await RunnerBench.open();
    const said = JSON.stringify({ status: 'a secret wish, echoed' });
    bench.runpod.http.fault({ path: /\/status\//, answer: { status: 200, body: said } });
    bench.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
    expect((await bench.end(await bench.ask())).state).toBe('completed');
    expect(bench.logged.join('')).toContain('UNREADABLE');
    expect(bench.logged.join('')).not.toContain('wish');
  });
});

import { describe, expect, it } from 'vitest';
import { type HoldUp, holdUpOf } from '../../src/jobs/observations.ts';
import { healthAnswer } from '../../src/runpod/schema.ts';
import type { WorkerCounts } from '../../packages/stand-ins/runpod/health.ts';
import { RunnerBench } from '../support/runner-bench.ts';

const NONE = { idle: 0, running: 0, initializing: 0, ready: 0, throttled: 0, unhealthy: 0 };

const after = (waitedMs: number, workers: Partial<WorkerCounts>) =>
  holdUpOf(healthAnswer.parse({ jobs: {}, workers }), waitedMs);

describe('what holds a job up', () => {
  it.each<[string, Partial<WorkerCounts>, HoldUp | undefined]>([
    ['a worker that is free', { idle: 1, throttled: 3 }, undefined],
    ['a worker that is busy', { running: 1, unhealthy: 2 }, undefined],
    ['a worker that is ready', { ready: 1, initializing: 1 }, undefined],
    ['a worker that starts', { initializing: 1, throttled: 1, unhealthy: 1 }, 'cold'],
    ['workers that get no GPU', { throttled: 2, unhealthy: 1 }, 'throttled'],
    ['workers that do not come up', { unhealthy: 3 }, 'unhealthy'],
    ['no worker at all', {}, 'none'],
  ])('follows from %s', (_, workers, holdUp) => {
    expect(after(3_600_000, { ...NONE, ...workers })).toBe(holdUp);
  });

  it('is a cold start at first where there is no worker', () => {
    expect([after(29_999, NONE), after(30_000, NONE)]).toEqual(['cold', 'none']);
  });

  it('is unknown where RunPod does not count its workers', () => {
    expect(after(3_600_000, {})).toBeUndefined();
  });
});

describe('a job in the queue of an endpoint', () => {
  it.each<[string, Partial<WorkerCounts>, HoldUp]>([
    ['without workers', {}, 'none'],
    ['whose workers get no GPU', { throttled: 1 }, 'throttled'],
    ['whose workers do not come up', { unhealthy: 1 }, 'unhealthy'],
    ['whose first worker starts', { initializing: 1 }, 'cold'],
  ])('%s is seen to be held up, and until when', async (_, workers, holdUp) => {
    const bench = await RunnerBench.open({ runpod: { workers: 0 } });
    bench.runpod.showWorkers(workers);
    const job = await bench.ask();
    const seen = () => bench.context.observations.of(job.id).holdUp;
    await bench.until(job, () => seen() === holdUp);
    bench.runpod.showWorkers({ idle: 1 });
    await bench.until(job, () => seen() === undefined);
  });

  it('that RunPod has scaled to nothing is seen to sleep, from the beginning and until it has workers', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.scale.toNothing();
    const job = await bench.ask();
    const seen = () => bench.context.observations.of(job.id).holdUp;
    await bench.until(job, () => seen() === 'asleep');
    expect(bench.time.now() - job.createdAt).toBeLessThan(30_000);
    bench.runpod.showWorkers({ initializing: 1 });
    await bench.until(job, () => seen() === 'cold');
  });

  it('without workers ends in time, as one that no GPU took', async () => {
    const bench = await RunnerBench.open({ runpod: { workers: 0 } });
    const job = await bench.end(await bench.ask());
    expect(job).toMatchObject({ state: 'expired', errorCode: 'no_gpu_in_time' });
    expect(bench.runpod.jobs[0]?.status).toBe('CANCELLED');
  });
});

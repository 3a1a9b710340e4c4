import { expect, it } from 'vitest';
import { gpuWork, promptOf, queueMsOf, runMsOf, WIDE } from '../../bench/gpu-work.ts';
import { plainGraph } from '../../bench/plain-graph.ts';
import { mean, percentile } from '../../bench/percentiles.ts';

const graph = (words: number, steps = 20, aspectRatio = '1:1') =>
  plainGraph({ prompt: `number ${words}`, steps, aspectRatio, seed: 1 });

const many = Array.from({ length: 2_000 }, (_, index) => index);

it('a run takes as long as its steps and pixels say, give or take a little', () => {
  const usualMs = 1_200 + 300 * 20 * 1.048576;
  const shares = many.map((words) => Math.log(runMsOf(graph(words)) / usualMs));
  expect(Math.abs(mean(shares))).toBeLessThan(0.01);
  const spread = Math.sqrt(mean(shares.map((share) => share ** 2)));
  expect(spread).toBeCloseTo(0.08, 2);
});

it('twice the steps take nearly twice as long, and fewer pixels less', () => {
  expect(runMsOf(graph(1, 40))).toBeGreaterThan(1.8 * runMsOf(graph(1, 20)));
  expect(runMsOf(graph(1, 20, '16:9'))).toBeLessThan(runMsOf(graph(1, 20)));
});

it('what a graph takes does not hang on who sends it, nor on the seed', () => {
  const input = { ...graph(3), '1': { class_type: 'CheckpointLoaderSimple', inputs: {} } };
  expect(runMsOf(input)).toBe(runMsOf(graph(3)));
  expect(queueMsOf({ input })).toBe(queueMsOf({ input: graph(3) }));
  expect(promptOf(input)).toBe('number 3');
});

it('RunPod keeps a job for 0.3 to 1 s before a worker has it', () => {
  const waits = many.map((words) => queueMsOf({ input: graph(words) }));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(300);
  expect(Math.max(...waits)).toBeLessThan(1_000);
  expect(percentile(waits, 0.5)).toBeCloseTo(650, -2);
});

it('run times that vary widely are lognormal, and a fifth of the jobs waits for a cold worker', () => {
  const runs = many.map((words) => WIDE.runMs(graph(words)));
  expect(percentile(runs, 0.5) / 18_000).toBeCloseTo(1, 1);
  expect(percentile(runs, 0.95) / 45_000).toBeCloseTo(1, 1);
  const cold = many.map((words) => WIDE.queueMs(graph(words))).filter((ms) => ms > 1_000);
  expect(cold.length / many.length).toBeCloseTo(0.2, 1);
  expect(Math.min(...cold)).toBeGreaterThanOrEqual(30_000);
  expect(Math.max(...cold)).toBeLessThanOrEqual(50_000);
});

it('the worker sleeps for that long, and has the picture then', async () => {
  const input = graph(5);
  const slept: number[] = [];
  const ending = await gpuWork('cGljdHVyZQ==')({
    job: {
      endpointId: 'ep',
      id: 'a',
      input,
      policy: {},
      status: 'IN_PROGRESS',
      submittedAt: 0,
      cancelRequested: false,
    },
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
    over: new AbortController().signal,
    progress: () => undefined,
  });
  expect(slept).toEqual([runMsOf(input)]);
  expect(ending).toMatchObject({
    status: 'COMPLETED',
    output: { images: [{ data: 'cGljdHVyZQ==', type: 'image/png' }] },
  });
});

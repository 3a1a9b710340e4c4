import { describe, expect, it } from 'vitest';
import { beganAt, paramsOfPart, partsOf } from '../../src/jobs/parts.ts';
import { LogBench } from '../support/log-bench.ts';

describe('a request for several pictures', () => {
  it('is one job of a worker whose answer fits, and else one for each', async () => {
    const job = { ...(await new LogBench().jobIn('ready')), count: 4 };
    expect(partsOf(job, { fitsAnswers: true })).toBe(1);
    expect(partsOf(job, { fitsAnswers: false })).toBe(4);
  });

  it('is one job of a workflow from a folder, which may save more than one picture', async () => {
    const job = { ...(await new LogBench().jobIn('ready')), count: 4 };
    const wanted = { ...job.wanted, recipe: 'workflow:sketch' };
    expect(partsOf({ ...job, wanted }, { fitsAnswers: false })).toBe(1);
  });
});

it.each([
  [0, 7, 7],
  [3, 7, 10],
  [1, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER],
  [2, Number.MAX_SAFE_INTEGER - 1, 0],
  [3, Number.MAX_SAFE_INTEGER - 1, 1],
])('after %i pictures of the seed %i the next one has %i', (made, seed, expected) => {
  const params = { prompt: 'a fox', count: 4, seed };
  expect(paramsOfPart(params, made)).toEqual({ prompt: 'a fox', count: 1, seed: expected });
});

it('a run counts from where its earlier parts would have begun', async () => {
  const job = await new LogBench().jobIn('running');
  const madeSoFar = ['a.png', 'b.png'].map((file) => ({ file, format: 'png' as const }));
  const made = { ...job, count: 4, madeSoFar };
  expect(beganAt(made, 10_000, 8_000)).toBe(6_000);
  expect(beganAt({ ...job, count: 4 }, 10_000, 8_000)).toBe(10_000);
  expect(beganAt(made, 10_000)).toBe(10_000);
});

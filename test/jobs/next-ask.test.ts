import { describe, expect, it } from 'vitest';
import { mayBeDone, pauseBeforePoll } from '../../src/jobs/poll-schedule.ts';
import { LogBench } from '../support/log-bench.ts';
import { EMPTY_MEMORY, type PollMemory } from '../../src/jobs/poll-memory.ts';

const times = {
  p50: 10_000,
  p90: 11_200,
  p95: 11_500,
  middle: 10_000,
  spread: 0.08,
  doubt: 0.02,
};
const began = Date.UTC(2030, 0, 1);

describe('a job', () => {
  it.each<[string, Partial<PollMemory>, number | undefined, number, boolean]>([
    ['runs for as long as others did', { run: { startedAt: began, unsureMs: 0 } }, began, 9, true],
    ['runs for a short while', { run: { startedAt: began, unsureMs: 0 } }, began, 8, false],
    ['runs for far longer', { run: { startedAt: began, unsureMs: 0 } }, began, 600, false],
    ['is in the queue', {}, undefined, 600, false],
    ['ran before a restart', { resumed: true }, began, 9, true],
    ['ran before a long downtime', { resumed: true }, began, 3_600, true],
    ['had just begun before a restart', { resumed: true }, began, 8, false],
    ['is said to be done', { webhook: { attempt: 1, at: began } }, began, 1, true],
    [
      'was said to be done before it was sent again',
      { webhook: { attempt: 0, at: began } },
      began,
      1,
      false,
    ],
    ['was in the queue before a restart', { resumed: true }, undefined, 3_600, false],
  ])('that %s is taken to be done, or not', (_, known, startedAt, afterS, expected) => {
    const memory = { ...EMPTY_MEMORY, times, ...known };
    expect(mayBeDone({ startedAt, attempt: 1 }, memory, began + afterS * 1_000)).toBe(expected);
  });
});

describe('a job that RunPod has wrongly said to be over', () => {
  it.each([
    ['just now', 0, 250],
    ['long ago', -60_000, 4_800],
    ['before the clock was set back', 3_600_000, 4_800],
  ])('%s is asked about again after a while', async (_, saidMs, pause) => {
    const job = await new LogBench().jobIn('running');
    const memory = { ...EMPTY_MEMORY, webhook: { attempt: job.attempt, at: began + saidMs } };
    const context = {
      pastRuns: { timesOf: () => Promise.resolve(undefined) },
      destinations: { at: () => undefined },
      observations: { of: () => ({}), count: 1 },
      clock: { now: () => began, sleep: () => Promise.resolve() },
      pollIntervalMs: 5_000,
    };
    expect(pauseBeforePoll(job, context, memory)).toBe(pause);
  });
});

import { expect, it } from 'vitest';
import { jobStream, type StreamKind } from '../../bench/job-stream.ts';

const kind: StreamKind = { name: 'new', jobs: 100, forMs: 60_000, alike: false };

it('a stream of a name is the same for whoever is asked, and another of another name', () => {
  expect(jobStream(kind)).toEqual(jobStream(kind));
  expect(jobStream({ ...kind, name: 'known' })).not.toEqual(jobStream(kind));
});

it('jobs come in order within the time, some close together, and differ', () => {
  const jobs = jobStream(kind);
  const moments = jobs.map(({ atMs }) => atMs);
  expect(moments).toEqual(moments.toSorted((one, other) => one - other));
  expect(moments[0]).toBeGreaterThanOrEqual(0);
  expect(moments.at(-1)).toBeLessThan(60_000);
  // Of 99 pauses with a mean of 600 ms, about 15 are shorter than 100 ms.
  const short = moments.filter((at, index) => at - (moments[index - 1] ?? -Infinity) < 100);
  expect(short.length).toBeGreaterThan(5);
  expect(new Set(jobs.map(({ prompt }) => prompt)).size).toBe(100);
  expect(new Set(jobs.map(({ steps }) => steps)).size).toBeGreaterThan(3);
  expect(new Set(jobs.map(({ aspectRatio }) => aspectRatio)).size).toBe(6);
});

it('jobs that are alike differ in their words alone', () => {
  const jobs = jobStream({ ...kind, alike: true });
  expect(new Set(jobs.map(({ steps, aspectRatio }) => `${steps} ${aspectRatio}`))).toEqual(
    new Set(['20 1:1']),
  );
  expect(new Set(jobs.map(({ prompt }) => prompt)).size).toBe(100);
});

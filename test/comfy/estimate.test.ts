import { describe, expect, it } from 'vitest';
import { lateTime, readyTime } from '../../src/recipes/estimates.ts';

describe('readyTime', () => {
  const start = 1_900_000_000_000;

  it.each<[string, number | undefined, number | undefined, number | undefined]>([
    ['nothing', undefined, undefined, undefined],
    ['what to expect', undefined, 20_000, 20_000],
    ['progress that tells little, and nothing to expect', 0.09, undefined, undefined],
    ['progress that tells little', 0.09, 20_000, 20_000],
    ['progress that tells', 0.5, 20_000, 10_000],
    ['that all is done', 1, 20_000, 5_000],
  ])('after five seconds is told from %s', (_, progress, expectedMs, afterMs) => {
    const ready = readyTime(start + 5_000, { startedAt: start, progress, expectedMs });
    expect(ready).toBe(afterMs === undefined ? undefined : start + afterMs);
  });

  it.each<[string, number, number | undefined, number | undefined, number | undefined]>([
    ['moved just now', 60, 59, undefined, 120],
    ['has not moved for less than a while', 60, 41, undefined, 120],
    ['has not moved for a while', 60, 40, undefined, undefined],
    ['has never moved', 60, undefined, undefined, undefined],
    ['has not moved for a while, but past runs took longer', 60, 30, 90, 90],
    ['has not moved for a while, and past runs were over by now', 60, 30, 59, undefined],
  ])('from a percent that %s', (_, at, movedAt, expected, ready) => {
    const seconds = (count: number | undefined) => count && start + count * 1_000;
    expect(
      readyTime(start + at * 1_000, {
        startedAt: start,
        progress: 0.5,
        movedAt: seconds(movedAt),
        expectedMs: expected && expected * 1_000,
      }),
    ).toBe(seconds(ready));
  });

  it.each<[string, number | undefined, number, number | undefined]>([
    ['nothing is reported, and it is a little late', undefined, 40_000, 20_000],
    ['nothing is reported, and it is late', undefined, 40_001, undefined],
    ['too little is reported, and it is not late yet', 0.05, 20_000, 20_000],
    ['too little is reported, and it is late', 0.05, 20_001, undefined],
  ])('from what was expected where %s', (_, progress, afterMs, readyMs) => {
    const now = start + afterMs;
    const run = { startedAt: start, movedAt: now, expectedMs: 20_000 };
    expect(readyTime(now, { ...run, progress })).toBe(readyMs && start + readyMs);
  });
});

describe('a run of a kind that takes 20 s as a rule, and 100 s where it is slow', () => {
  const start = 1_900_000_000_000;
  const run = { startedAt: start, expectedMs: 20_000, slowMs: 100_000 };

  it.each<[string, number, number | undefined, [number?, number?]]>([
    ['begins', 0, undefined, [20_000, 100_000]],
    ['has reported too little', 5_000, 0.05, [20_000, 100_000]],
    ['has reported how far it is', 10_000, 0.2, [50_000]],
    ['is slow', 90_000, undefined, [20_000, 100_000]],
    ['is slower than nearly all', 100_001, undefined, []],
  ])('promises no more than is known when it %s', (_, afterMs, progress, expected) => {
    const now = start + afterMs;
    const seen = { ...run, movedAt: now, progress };
    const times = [readyTime(now, seen), lateTime(now, seen)];
    expect(times).toEqual([0, 1].map((n) => expected[n] && start + expected[n]));
  });

  it.each([
    [20_000, 29_999],
    [5_000, 14_999],
    [60_000, 75_000],
  ])('is told by its median alone where runs are much alike: %i ms and %i ms', (usual, slow) => {
    expect(lateTime(start, { startedAt: start, expectedMs: usual, slowMs: slow })).toBeUndefined();
  });
});

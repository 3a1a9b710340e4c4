import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isLikelyDone,
  pauseInQueue,
  pauseOnceTold,
  pauseUntilTold,
  pauseWhileRunning,
} from '../../src/jobs/when-to-ask.ts';
import type { Health } from '../../src/runpod/schema.ts';

const times = { p5: 9_000, p10: 9_200, p50: 10_000, p90: 11_200, p95: 11_500 };
const longestMs = 5_000;

describe('a job that runs', () => {
  // The square root of 50 ms times the 2,000 ms in which most runs end.
  const between = 316;

  it.each<[string, number, number]>([
    ['has just begun', 0, 5_000],
    ['may not be done for a while', 5_500, 3_500],
    ['is about to be done', 8_900, between],
    ['may be done', 9_500, between],
    ['is among the last', 11_400, between],
    ['is a little late', 12_000, between],
    ['is late', 14_700, 1_600],
    ['is very late', 90_000, 5_000],
  ])('that %s is asked about after as long as pays', (_, ranMs, pause) => {
    expect(pauseWhileRunning({ ranMs, unsureMs: 0, times, longestMs })).toBeCloseTo(pause, -1);
  });

  it('is asked about sooner, and for longer, where nobody saw it begin', () => {
    const unsure = { ranMs: 12_000, unsureMs: 3_000, times, longestMs };
    expect(pauseWhileRunning(unsure)).toBeCloseTo(500, 0);
    expect(pauseWhileRunning({ ...unsure, ranMs: 6_000 })).toBe(3_000);
    expect(pauseWhileRunning({ ...unsure, ranMs: 15_400 })).toBeCloseTo(500, 0);
  });

  it('is asked about as one that may take anything where nothing is known', () => {
    const unknown = { unsureMs: 0, times: undefined, longestMs };
    expect(pauseWhileRunning({ ...unknown, ranMs: 0 })).toBe(2_000);
    expect(pauseWhileRunning({ ...unknown, ranMs: 10_000 })).toBeCloseTo(1_049, 0);
  });

  it.each<[number, boolean]>([
    [8_000, false],
    [9_000, true],
    [20_000, true],
    [24_000, false],
  ])('for %i ms is likely done: %s', (ranMs, expected) => {
    expect(isLikelyDone({ ranMs, unsureMs: 0, times })).toBe(expected);
  });
});

describe('a job in the queue', () => {
  const workers = (counts: Health['workers'], inQueue = 1): Health => ({
    jobs: { inQueue },
    workers: counts,
  });
  const queued = { waitedMs: 1_000, ahead: 0, times, longestMs };

  it.each<[string, Partial<Parameters<typeof pauseInQueue>[0]>, number]>([
    ['nothing is known of the endpoint', { health: undefined }, 1_000],
    ['a worker is free', { health: workers({ idle: 1 }) }, 1_000],
    ['none is up yet', { health: workers({ initializing: 1 }), waitedMs: 9_000 }, 3_000],
    ['none comes', { health: workers({ throttled: 1 }), waitedMs: 60_000 }, 5_000],
    ['it is next', { health: workers({ running: 1 }) }, 1_000],
    ['one is before it', { health: workers({ running: 2 }, 9), ahead: 1 }, 2_500],
    ['many are before it', { health: workers({ running: 2 }, 9), ahead: 8 }, 5_000],
    ['no more are there than it', { health: workers({ running: 2 }, 1), ahead: 8 }, 1_000],
  ])('where %s is asked about after as long as pays', (_, parts, pause) => {
    expect(pauseInQueue({ ...queued, health: undefined, ...parts })).toBe(pause);
  });

  it('is not left alone until it may be over', () => {
    const short = { p5: 1_500, p10: 1_600, p50: 1_800, p90: 2_000, p95: 2_100 };
    const health = workers({ initializing: 1 });
    const again = { ...queued, health, times: short };
    expect(pauseInQueue({ ...again, waitedMs: 9_000 })).toBe(1_500);
    expect(pauseInQueue({ ...again, waitedMs: 40_000 })).toBe(4_000);
  });
});

describe('a job of which RunPod says when it is over', () => {
  it.each<[string, number, number]>([
    ['has just begun', 0, 11_500],
    ['runs for as long as others did', 10_000, 5_000],
    ['takes longer than all others', 60_000, 5_000],
  ])('that %s is left alone until it is late', (_, ranMs, pause) => {
    expect(pauseUntilTold({ ranMs, unsureMs: 0, times, longestMs })).toBe(pause);
  });

  it('is asked about soon once it is late, however long the longest pause is', () => {
    const late = { ranMs: 12_000, unsureMs: 0, times, longestMs: 60_000 };
    expect(pauseUntilTold(late)).toBe(5_000);
  });

  it('is never left alone for longer than half a minute', () => {
    const slow = { ...times, p95: 600_000 };
    expect(pauseUntilTold({ ranMs: 0, unsureMs: 0, times: slow, longestMs })).toBe(30_000);
    const seldom = { ranMs: 0, unsureMs: 0, times: slow, longestMs: 60_000 };
    expect(pauseUntilTold(seldom)).toBe(60_000);
  });

  it.each([
    [2_000, 2_000],
    [60_000, 5_000],
  ])('that has waited %i ms in the queue is asked about half as often', (waitedMs, pause) => {
    const queued = { waitedMs, ahead: 0, health: undefined, times, longestMs, isTold: true };
    expect(pauseInQueue(queued)).toBe(pause);
  });

  it.each([
    [0, 250],
    [4_000, 2_000],
    [600_000, 5_000],
  ])('and does not show it %i ms later is asked about again after %i ms', (toldMs, pause) => {
    expect(pauseOnceTold(toldMs, longestMs)).toBe(pause);
  });
});

describe('any job', () => {
  it('is never asked about twice at once, nor left alone for longer than allowed', () => {
    const ms = fc.integer({ min: 0, max: 10_000_000 });
    const anyTimes = fc
      .array(ms, { minLength: 5, maxLength: 5 })
      .map((all) => all.toSorted((one, other) => one - other))
      .map(([p5 = 0, p10 = 0, p50 = 0, p90 = 0, p95 = 0]) => ({ p5, p10, p50, p90, p95 }));
    const count = fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: undefined });
    const anyHealth = fc.record({
      jobs: fc.record({ inQueue: count }),
      workers: fc.record({ idle: count, running: count }),
    });
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({ ranMs: ms, unsureMs: ms, waitedMs: ms, ahead: ms }),
        maybe(anyTimes),
        maybe(anyHealth),
        fc.integer({ min: 200, max: 60_000 }),
        (parts, known, health, longest) => {
          const common = { ...parts, times: known, health, longestMs: longest };
          const told = { ...common, isTold: true };
          for (const pause of [
            pauseInQueue(common),
            pauseInQueue(told),
            pauseWhileRunning(common),
          ]) {
            expect(pause).toBeGreaterThanOrEqual(150);
            expect(pause).toBeLessThanOrEqual(longest);
          }
        },
      ),
    );
  });
});

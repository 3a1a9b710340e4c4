import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isLikelyDone,
  pauseInQueue,
  pauseAfterWebhook,
  pauseUntilWebhook,
  pauseWhileRunning,
  untilTick,
} from '../../src/jobs/poll-schedule.ts';
import { shareLeft } from '../../src/recipes/estimates.ts';
import type { Health } from '../../src/runpod/schema.ts';

const times = {
  p50: 10_000,
  p90: 11_200,
  p95: 11_500,
  middle: 10_000,
  spread: 0.08,
  doubt: 0.02,
};
const longestMs = 5_000;

describe('a job that runs', () => {
  it.each<[string, number, number]>([
    ['has just begun', 0, 5_000],
    ['may not be done for a while', 5_500, 3_560],
    ['is about to be done', 8_900, 403],
    ['may be done', 10_000, 225],
    ['is among the last', 11_400, 175],
    ['is late', 14_700, 785],
    ['is very late', 90_000, 2_035],
    ['has hung for hours', 7_200_000, 5_000],
  ])('that %s is asked about after as long as pays', (_, ranMs, pause) => {
    const asked = pauseWhileRunning({ ranMs, unsureMs: 0, times, longestMs });
    expect(asked / pause).toBeCloseTo(1, 1);
  });

  it('is polled after √(2c / h) at an even hazard h', () => {
    const wide = { ...times, middle: 18_000, spread: 0.557, p95: 45_000 };
    const [ranMs, after] = [25_000, 100];
    const left = shareLeft(wide, ranMs);
    const hazard = (1 - shareLeft(wide, ranMs + after) / left) / after;
    const pause = pauseWhileRunning({ ranMs, unsureMs: 0, times: wide, longestMs });
    // The lag is added up in steps, so the pause is up to a tenth longer.
    const paper = Math.sqrt((2 * 55) / hazard);
    expect(pause).toBeGreaterThan(0.95 * paper);
    expect(pause).toBeLessThan(1.15 * paper);
  });

  it('is polled less often when run times vary more', () => {
    const at = (spread: number) =>
      pauseWhileRunning({ ranMs: 10_000, unsureMs: 0, times: { ...times, spread }, longestMs });
    expect(at(0.2)).toBeGreaterThan(at(0.08));
    expect(at(0.5)).toBeGreaterThan(at(0.2));
  });

  it('is polled sooner, and for longer, when its start is unknown', () => {
    const unsure = { ranMs: 11_000, unsureMs: 3_000, times, longestMs };
    const sure = { ...unsure, unsureMs: 0 };
    expect(pauseWhileRunning(unsure)).toBeGreaterThan(pauseWhileRunning(sure));
    const early = { ...unsure, ranMs: 6_000 };
    expect(pauseWhileRunning(early)).toBeGreaterThan(3_000);
    const late = { ...unsure, ranMs: 13_000 };
    expect(pauseWhileRunning(late)).toBeLessThan(pauseWhileRunning({ ...late, unsureMs: 0 }));
  });

  it('is polled as a run of any length when no past run is known', () => {
    const unknown = { unsureMs: 0, times: undefined, longestMs };
    const [first, later] = [0, 10_000].map((ranMs) => pauseWhileRunning({ ...unknown, ranMs }));
    expect(first).toBeGreaterThan(2_000);
    expect(first).toBeLessThan(3_000);
    expect(later).toBeGreaterThan(900);
    expect(later).toBeLessThan(1_500);
  });

  it.each<[number, boolean]>([
    [8_000, false],
    [8_900, true],
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
    ['none is up yet', { health: workers({ initializing: 1 }), waitedMs: 3_000 }, 3_000],
    ['none comes', { health: workers({ throttled: 1 }), waitedMs: 60_000 }, 5_000],
    ['it is next', { health: workers({ running: 1 }) }, 1_000],
    ['one is before it', { health: workers({ running: 2 }, 9), ahead: 1 }, 2_500],
    ['many are before it', { health: workers({ running: 2 }, 9), ahead: 8 }, 5_000],
    ['no more are there than it', { health: workers({ running: 2 }, 1), ahead: 8 }, 1_000],
  ])('where %s is asked about after as long as pays', (_, parts, pause) => {
    expect(pauseInQueue({ ...queued, health: undefined, ...parts })).toBe(pause);
  });

  it('is not left alone for long once it may be over', () => {
    const short = { ...times, p50: 1_800, p90: 2_000, p95: 2_100, middle: 1_800 };
    const health = workers({ initializing: 1 });
    const again = { ...queued, health, times: short };
    const pause = pauseInQueue({ ...again, waitedMs: 9_000 });
    expect(pause).toBeGreaterThan(1_500);
    expect(pause).toBeLessThan(2_500);
    expect(pauseInQueue({ ...again, waitedMs: 40_000 })).toBeGreaterThan(pause);
  });
});

describe('a job of which RunPod says when it is over', () => {
  it.each<[string, number, number]>([
    ['has just begun', 0, 11_500],
    ['runs for as long as others did', 10_000, 5_000],
    ['takes longer than all others', 60_000, 5_000],
  ])('that %s is left alone until it is late', (_, ranMs, pause) => {
    expect(pauseUntilWebhook({ ranMs, unsureMs: 0, times, longestMs })).toBe(pause);
  });

  it('is asked about soon once it is late, however long the longest pause is', () => {
    const late = { ranMs: 12_000, unsureMs: 0, times, longestMs: 60_000 };
    expect(pauseUntilWebhook(late)).toBe(5_000);
  });

  it('is never left alone for longer than half a minute', () => {
    const slow = { ...times, p95: 600_000 };
    expect(pauseUntilWebhook({ ranMs: 0, unsureMs: 0, times: slow, longestMs })).toBe(30_000);
    const seldom = { ranMs: 0, unsureMs: 0, times: slow, longestMs: 60_000 };
    expect(pauseUntilWebhook(seldom)).toBe(60_000);
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
    expect(pauseAfterWebhook(toldMs, longestMs)).toBe(pause);
  });
});

describe('any job', () => {
  it('is never asked about twice at once, nor left alone for longer than allowed', () => {
    const ms = fc.integer({ min: 0, max: 10_000_000 });
    const positive = fc.integer({ min: 1, max: 10_000_000 });
    const share = fc.double({ min: 0.01, max: 1, noNaN: true });
    const anyTimes = fc.record({
      p50: positive,
      p90: positive,
      p95: positive,
      middle: positive,
      spread: share,
      doubt: share,
    });
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

describe('polls that share a wake-up', () => {
  const now = 1_700_000_000_123;

  it.each([
    [2_000, 1_877],
    [1_300, 1_477],
    [700, 677],
    [330, 377],
    [170, 177],
    [149, 149],
  ])('a pause of %i ms ends at a tick after %i ms', (pause, moved) => {
    expect(untilTick(pause, { now, longestMs, jobs: 20 })).toBe(moved);
  });

  it.each([
    [100, 1_877],
    [200, 2_077],
    [800, 1_977],
    [801, 2_000],
  ])('with %i jobs, a pause of 2 s ends after %i ms', (jobs, moved) => {
    expect(untilTick(2_000, { now, longestMs, jobs })).toBe(moved);
  });

  it('end at the same moment for jobs with pauses nearly as long, whenever each was polled', () => {
    const ends = [0, 30, 55].map(
      (at) => now + at + untilTick(1_900 - at, { now: now + at, longestMs, jobs: 20 }),
    );
    expect(new Set(ends).size).toBe(1);
  });

  it('are moved by a sixth of their pause at most, and never past the longest pause', () => {
    const pauses = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 0, max: now }), (pause, at) => {
        const moved = untilTick(pause, { now: at, longestMs, jobs: 20 });
        expect(moved).toBeLessThanOrEqual(5_000);
        const most = pause === moved || moved > pause ? pause / 6 : pause / 3;
        expect(Math.abs(moved - pause)).toBeLessThanOrEqual(most);
      }),
    );
  });
});

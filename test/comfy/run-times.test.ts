import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text, type TextParams } from '../../src/recipes/text.ts';
import { type PastRun, runTimes, shareLeft } from '../../src/recipes/estimates.ts';
import { anySettings } from './arbitraries.ts';

const anyWork = anySettings.map((params) => text.work(params));

const work = (parts: Partial<TextParams> = {}) =>
  text.work({ ...text.request.parse({ prompt: 'a lighthouse' }), seed: 1, ...parts });
const run = (executionMs: number, parts?: Partial<TextParams>) => ({
  executionMs,
  work: work(parts),
});

/** How long a run of so much work takes as a rule. */
const expectedRunMs = (asked: number, past: readonly PastRun[]) => runTimes(asked, past)?.p50;

describe('the median of run times', () => {
  it('says nothing while nothing is known', () => {
    expect(expectedRunMs(work(), [])).toBeUndefined();
  });

  it('is what the same picture took before', () => {
    expect(expectedRunMs(work(), [run(8_000)])).toBeCloseTo(8_000);
  });

  it('does not follow from runs that count as no work at all', () => {
    const idle = { executionMs: 5_000, work: 0 };
    expect(expectedRunMs(400, [idle, idle, { executionMs: 800, work: 400 }])).toBe(800);
    expect(expectedRunMs(400, [idle])).toBeUndefined();
  });

  it.each([0, NaN, Infinity])('does not follow from, nor for, a row that counts as %d', (none) => {
    const past = [1, 2, 3, 4, 5].map((executionMs) => ({ executionMs, work: none }));
    expect(expectedRunMs(400, [...past, { executionMs: 800, work: 400 }])).toBe(800);
    expect(expectedRunMs(none, [...past, { executionMs: 800, work: 400 }])).toBeUndefined();
  });

  it('grows with the steps', () => {
    expect(expectedRunMs(work({ steps: 40 }), [run(8_000)])).toBeCloseTo(16_000);
  });

  it('grows with the pixels', () => {
    const wide = expectedRunMs(work({ aspectRatio: '16:9' }), [run(8_000)]);
    expect(wide).toBeCloseTo((8_000 * 1344 * 768) / 1024 ** 2);
  });

  it('takes the median, so that one slow run changes little', () => {
    const past = [run(8_000), run(600_000), run(7_000), run(8_100), run(7_900)];
    expect(expectedRunMs(work(), past)).toBeCloseTo(8_000);
  });

  it('lies between the slowest and the fastest past run, whatever their settings', () => {
    const anyRun = fc.record({
      executionMs: fc.integer({ min: 1, max: 600_000 }),
      work: anyWork,
    });
    fc.assert(
      fc.property(anyWork, fc.array(anyRun, { minLength: 1, maxLength: 20 }), (asked, past) => {
        const each = past.map((one) => expectedRunMs(asked, [one]) ?? NaN);
        const all = expectedRunMs(asked, past) ?? NaN;
        expect(all).toBeGreaterThanOrEqual(Math.min(...each));
        expect(all).toBeLessThanOrEqual(Math.max(...each));
      }),
    );
  });

  it('does not depend on the order of past runs, and leaves them as they are', () => {
    const past = Object.freeze([run(3_000), run(1_000), run(2_000)]);
    expect(expectedRunMs(work(), past)).toBe(expectedRunMs(work(), past.toReversed()));
  });
});

describe('runTimes', () => {
  const runs = (times: readonly number[], work = 100) =>
    times.map((executionMs) => ({ executionMs, work }));

  it('takes runs of the same shape alone where there are enough of them', () => {
    const past = [...runs([10, 11, 12, 13, 14]), ...runs([9_000, 9_000, 9_000], 90)];
    expect(runTimes(100, past)?.p95).toBeLessThan(20);
  });

  it('takes those that are nearest where there are not, each as if it had had as much work', () => {
    const past = [...runs([10, 10]), ...runs(Array<number>(18).fill(20), 200)];
    expect(runTimes(100, [...past, ...runs([90_000], 9_000)])?.p95).toBeCloseTo(10.5, 0);
  });

  it('lies further apart the less is known', () => {
    const spread = (count: number) => {
      const { spread = 0 } = runTimes(100, runs(Array<number>(count).fill(1_000))) ?? {};
      return Math.round(spread * 100);
    };
    expect([1, 4, 19, 99].map(spread)).toEqual([28, 11, 5, 2]);
  });

  it('has the middle and the spread of runs that are lognormal', () => {
    const sigma = 0.5;
    const normals = [-1.645, -1.282, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036];
    const times = [...normals, 1.282, 1.645].map((z) => 18_000 * Math.exp(sigma * z));
    const { middle = 0, spread = 0 } = runTimes(100, runs([...times, ...times, ...times])) ?? {};
    expect(middle / 18_000).toBeCloseTo(1, 1);
    expect(spread).toBeCloseTo(sigma, 1);
  });

  it('follows one run that hung no more than any other', () => {
    const steady = Array.from({ length: 30 }, (_, index) => 8_000 + 20 * index);
    const { spread: with1 = 0 } = runTimes(100, runs([...steady, 600_000])) ?? {};
    expect(with1).toBeLessThan(1.2 * (runTimes(100, runs(steady))?.spread ?? 0));
  });

  it('counts runs under way that have taken long already while few have ended', () => {
    const few = runs([4_000, 6_000, 8_000]);
    const longer = runTimes(100, few, runs([2_000, 20_000, 30_000]));
    expect(longer?.p50).toBe(8_000);
    expect(runTimes(100, few, runs([2_000]))).toEqual(runTimes(100, few));
    const many = runs(Array.from({ length: 40 }, () => 6_000));
    expect(runTimes(100, many, runs([20_000, 30_000]))).toEqual(runTimes(100, many));
  });

  it('is in order and finite, whatever the past', () => {
    const anyRun = fc.record({
      executionMs: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      work: fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.double({ noNaN: true })),
    });
    const anyWork = fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(anyWork, fc.array(anyRun), fc.array(anyRun), (work, past, underWay) => {
        const times = runTimes(work, past, underWay);
        if (!times) return;
        const { p50, p90, p95, middle, spread, doubt } = times;
        expect([p50, p90, p95]).toEqual([p50, p90, p95].toSorted((one, other) => one - other));
        for (const value of [p50, p95, middle, spread, doubt]) {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThan(Infinity);
        }
      }),
    );
  });
});

describe('the share of runs that are not over', () => {
  const times = { p50: 10_000, p90: 13_000, p95: 14_000, middle: 10_000, spread: 0.2, doubt: 0.02 };

  it.each([
    [0, 1, 3],
    [7_200, 0.94, 2],
    [10_000, 0.5, 3],
    [13_900, 0.055, 2],
    [60_000, 0.0007, 3],
  ])('after %i ms is %d', (ms, share, digits) => {
    expect(shareLeft(times, ms)).toBeCloseTo(share, digits);
  });

  it('falls from one to nothing', () => {
    const ms = fc.integer({ min: 0, max: 600_000_000 });
    fc.assert(
      fc.property(ms, ms, (one, other) => {
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)];
        expect(shareLeft(times, later)).toBeLessThanOrEqual(shareLeft(times, sooner));
        expect(shareLeft(times, sooner)).toBeLessThanOrEqual(1);
        expect(shareLeft(times, later)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

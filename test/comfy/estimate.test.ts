import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text, type TextParams } from '../../src/comfy/recipes/text.ts';
import { expectedRunMs, readyTime } from '../../src/comfy/estimate.ts';
import { anySettings } from '../comfy/arbitraries.ts';

const anyWork = anySettings.map((params) => text.work(params));

const work = (parts: Partial<TextParams> = {}) =>
  text.work({ ...text.request.parse({ prompt: 'a lighthouse' }), seed: 1, ...parts });
const run = (executionMs: number, parts?: Partial<TextParams>) => ({
  executionMs,
  work: work(parts),
});

describe('expectedRunMs', () => {
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

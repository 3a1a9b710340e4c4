import { describe, expect, it } from 'vitest';
import { deferAt, IntakePace, isTooLong } from '../../../src/discord/intake/intake.ts';

describe('an answer', () => {
  it('is deferred while a third of the time is left', () => {
    expect(deferAt(13_000)).toBe(12_000);
    expect(deferAt(13_000, { reserve: 1 / 2 })).toBe(11_500);
    expect(deferAt(13_000, { waitsMs: 0 })).toBe(13_000);
  });

  it('is deferred earlier if the database is far away, but not before it comes', () => {
    expect(deferAt(13_000, { roundTripMs: 200 })).toBe(10_800);
    expect(deferAt(13_000, { roundTripMs: 900 })).toBe(10_000);
  });
});

describe('a queue', () => {
  it.each([
    [1, 10, false],
    [150, 10, false],
    [151, 10, true],
    [500, 3, false],
    [501, 3, true],
    [1_000, 1, false],
    [1_000, 2, true],
  ])('of %i that cost %i ms each: deferred at once is %s', (length, costMs, isDeferred) => {
    expect(isTooLong({ length, costMs })).toBe(isDeferred);
  });
});

describe('what an interaction costs', () => {
  it('is what is usual until more is known', () => {
    expect(new IntakePace().costMs(0)).toBe(3);
  });

  it('is learned from a busy time, also for the next one', () => {
    const pace = new IntakePace();
    pace.begin(0);
    for (let count = 0; count < 1_000; count += 1) pace.note();
    expect(pace.costMs(1_500)).toBeCloseTo(1.55, 1);
    pace.end(1_500);
    pace.begin(900_000);
    expect(pace.costMs(900_000)).toBeCloseTo(1.55, 1);
  });

  it('is more the longer nothing is done', () => {
    const pace = new IntakePace();
    pace.begin(0);
    expect(pace.costMs(96)).toBe(6);
  });

  it('is what the jobs of a server wait for if the database is far away', () => {
    const pace = new IntakePace();
    expect([pace.costMs(0, 0.5), pace.costMs(0, 200)]).toEqual([3, 1_000]);
  });

  it('is within bounds, whatever was seen', () => {
    const pace = new IntakePace();
    pace.begin(0);
    expect(pace.costMs(60_000)).toBe(10);
    for (let count = 0; count < 100_000; count += 1) pace.note();
    expect(pace.costMs(0)).toBe(1);
    // The clock was set back.
    expect(pace.costMs(-60_000)).toBe(1);
  });
});

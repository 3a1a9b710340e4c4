import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestPace } from '../../src/engines/rate-limiter.ts';

const START = 1_900_000_000_000;

/** When each of so many requests leaves that all wait from the start. */
function leave(pace: RequestPace, count: number, from = START): number[] {
  let now = from;
  return Array.from({ length: count }, () => {
    for (let wait = pace.take(now); wait > 0; wait = pace.take(now)) now += wait;
    return now;
  });
}

/** The most that left within any ten seconds. */
function mostInTenSeconds(times: readonly number[]): number {
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 10_000).length),
  );
}

describe('the pace of requests', () => {
  it('is divided among those who share the limit, as many as there are by now', () => {
    let sharers = 4;
    const pace = new RequestPace({ perTenSeconds: 200 }, () => sharers);
    const times = leave(pace, 300);
    expect(mostInTenSeconds(times)).toBeLessThanOrEqual(48);
    sharers = 1;
    const alone = leave(pace, 1_000, times.at(-1));
    expect(mostInTenSeconds(alone)).toBeGreaterThan(150);
  });

  it('lets a tenth of the limit leave at once, and a little less than the limit all in all', () => {
    const times = leave(new RequestPace({ perTenSeconds: 200 }), 1_000);
    expect(times.filter((at) => at === START)).toHaveLength(20);
    expect(mostInTenSeconds(times)).toBeLessThanOrEqual(190);
    expect((times.at(-1) ?? 0) - START).toBeLessThan(59_000);
  });

  it('keeps to it however requests come', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(gaps, (all) => {
        const pace = new RequestPace({ perTenSeconds: 20 });
        let now = START;
        const times = all.map((gap) => (now = leave(pace, 1, now + gap)[0] ?? 0));
        expect(mostInTenSeconds(times)).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('is slower after a refusal, once for those that were refused together', () => {
    const pace = new RequestPace({ perTenSeconds: 2_000 });
    for (const at of [0, 10, 900]) pace.refused(START + at, 0);
    expect(pace.share).toBeCloseTo(0.7, 2);
    pace.refused(START + 2_000, 0);
    expect(pace.share).toBeCloseTo(0.49, 1);
  });

  it('never comes to a stop, whatever is refused', () => {
    const pace = new RequestPace({ perTenSeconds: 2_000 });
    for (let at = 0; at < 60_000; at += 1_000) pace.refused(START + at, 0);
    const times = leave(pace, 30, START + 60_000);
    expect((times.at(-1) ?? 0) - START).toBeLessThan(75_000);
  });

  it('comes back after some minutes without a refusal', () => {
    const pace = new RequestPace({ perTenSeconds: 2_000 });
    pace.refused(START, 0);
    pace.take(START + 60_000);
    expect(pace.share).toBeLessThan(1);
    pace.take(START + 120_000);
    expect(pace.share).toBe(1);
  });

  it('is nothing for as long as was asked for', () => {
    const pace = new RequestPace({ perTenSeconds: 2_000 });
    pace.refused(START, 7_000);
    expect(pace.take(START)).toBe(7_000);
    expect(pace.take(START + 7_000)).toBe(0);
  });

  it('does not wait for a clock that was set back', () => {
    const pace = new RequestPace({ perTenSeconds: 2_000 });
    pace.refused(START, 7_000);
    const hour = 3_600_000;
    expect(pace.take(START - hour)).toBeLessThanOrEqual(7_000);
    expect(pace.take(START - hour + 7_000)).toBe(0);
  });
});

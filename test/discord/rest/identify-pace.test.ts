import { describe, expect, it } from 'vitest';
import { type Identify, pauseBeforeIdentify } from '../../../src/discord/intake/identify.ts';

const NOW = Date.UTC(2030, 0, 1);
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const PLENTY = { total: 1_000, remaining: 900, reset_after: 10 * HOUR_MS };
const FEW = { ...PLENTY, remaining: 199 };

/** So many a moment ago, of one shard unless more are named. */
function sent(count: number, shards = 1): readonly Identify[] {
  return Array.from({ length: count }, (_, n) => ({ at: NOW, shard: n % shards }));
}

const secondsAfter = (before: readonly Identify[], limit = PLENTY) =>
  (pauseBeforeIdentify(0, before, limit, NOW)?.ms ?? 0) / 1_000;

describe('an identify', () => {
  it.each([
    [0, 0],
    [20, 0],
    [21, 10],
    [22, 20],
    [23, 40],
    [27, 640],
    [28, 900],
    [500, 900],
  ])('of a shard that made %i within the hour waits %i s', (count, seconds) => {
    expect(secondsAfter(sent(count))).toBe(seconds);
  });

  it.each([
    [0, 0],
    [1, 10],
    [2, 20],
    [8, 900],
  ])('waits sooner where under a fifth is left: after %i, %i s', (count, seconds) => {
    expect(secondsAfter(sent(count), FEW)).toBe(seconds);
    expect(secondsAfter(sent(count), { ...FEW, remaining: 200 })).toBe(0);
  });

  it("does not count each shard's first", () => {
    expect(secondsAfter(sent(64, 64))).toBe(0);
    expect(secondsAfter(sent(64 + 20, 64))).toBe(10);
  });

  it('waits for the reset where none is left', () => {
    const none = { ...PLENTY, remaining: 0 };
    expect(secondsAfter([], none)).toBe(36_000);
    expect(secondsAfter([], { ...none, reset_after: 0 })).toBe(5);
  });

  it('waits from the last one on, and no more once that is over', () => {
    const [first, ...rest] = sent(21).map(({ shard }, n) => ({
      at: NOW - 21_000 + n * 1_000,
      shard,
    }));
    expect(secondsAfter([...(first ? [first] : []), ...rest])).toBe(9);
    expect(pauseBeforeIdentify(0, sent(21), PLENTY, NOW + 10_000)).toBeUndefined();
  });
});

describe('a session that never lasts', () => {
  it.each([
    ['spends under two thirds of a day with all to begin with', 1_000, 650],
    ['spends less than what is left where that is little', 199, 199],
  ])('%s', (_, remaining, most) => {
    let now = NOW;
    let spent: readonly Identify[] = [];
    let count = 0;
    while (now < NOW + DAY_MS) {
      const lately = spent.filter(({ at }) => at > now - HOUR_MS);
      const limit = { ...PLENTY, remaining: remaining - count, reset_after: NOW + DAY_MS - now };
      const pause = pauseBeforeIdentify(0, lately, limit, now);
      if (pause) {
        now += pause.ms;
        continue;
      }
      spent = [...lately, { at: now, shard: 0 }];
      count += 1;
      now += 6_000;
    }
    expect(count).toBeLessThan(most);
  });
});

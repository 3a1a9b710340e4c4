import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../src/engines/rate-limiter.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** How many of so many actions are let through. */
function letThrough(limiter: RateLimiter, userId: string, actions: number): number {
  return Array.from({ length: actions }, () => limiter.take(userId)).filter(
    (wait) => wait === undefined,
  ).length;
}

describe('a rate limiter of 60 a minute', () => {
  it('lets half as many through at once, and then one a second', async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter(60, clock);
    expect(letThrough(limiter, 'ada', 100)).toBe(30);
    await clock.advance(999);
    expect(limiter.take('ada')).toBe(1);
    await clock.advance(1);
    expect(letThrough(limiter, 'ada', 100)).toBe(1);
    await clock.advance(3_600_000);
    expect(letThrough(limiter, 'ada', 100)).toBe(30);
  });

  it('lets as many through at once as it is told', async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter(240, clock, 8);
    expect(letThrough(limiter, 'ada', 100)).toBe(8);
    expect(limiter.take('ada')).toBe(250);
    await clock.advance(1_000);
    expect(letThrough(limiter, 'ada', 100)).toBe(4);
  });

  it('counts each person by themselves', () => {
    const limiter = new RateLimiter(60, new ManualClock());
    letThrough(limiter, 'ada', 100);
    expect(limiter.take('ben')).toBeUndefined();
  });

  it('is not lengthened by what it refuses', async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter(60, clock);
    letThrough(limiter, 'ada', 30);
    for (let tries = 0; tries < 10; tries += 1) {
      await clock.advance(90);
      expect(limiter.take('ada')).toBe(1_000 - 90 * (tries + 1));
    }
    await clock.advance(100);
    expect(limiter.take('ada')).toBeUndefined();
  });

  it('forgets whoever has rested, however many come', async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter(60, clock);
    for (let person = 0; person < 1_000; person += 1) {
      limiter.take(`person ${person}`);
      await clock.advance(person % 100 === 99 ? 61_000 : 0);
    }
    expect(limiter.size).toBeLessThanOrEqual(100);
    limiter.take('somebody else');
    expect(limiter.size).toBe(1);
  });

  it('leaves nobody with less than an empty bucket where the clock was set back', async () => {
    const clock = new ManualClock();
    const later = new ManualClock(clock.now() + 3_600_000);
    let now: ManualClock = later;
    const limiter = new RateLimiter(60, {
      now: () => now.now(),
      sleep: () => Promise.resolve(),
    });
    letThrough(limiter, 'ada', 10);
    now = clock;
    expect(limiter.take('ada')).toBe(1_000);
    await clock.advance(1_000);
    expect(limiter.take('ada')).toBeUndefined();
  });
});

it('a rate limiter of 0 holds nobody back, and remembers nobody', () => {
  const limiter = new RateLimiter(0, new ManualClock());
  expect(letThrough(limiter, 'ada', 1_000)).toBe(1_000);
  expect(limiter.size).toBe(0);
});

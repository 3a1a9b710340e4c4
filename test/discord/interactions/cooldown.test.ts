import { describe, expect, it } from 'vitest';
import { Cooldown } from '../../../src/engines/cooldown.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** How many of so many actions are let through. */
function letThrough(cooldown: Cooldown, userId: string, actions: number): number {
  return Array.from({ length: actions }, () => cooldown.take(userId)).filter(
    (wait) => wait === undefined,
  ).length;
}

describe('the cooldown of 60 a minute', () => {
  it('lets half as many through at once, and then one a second', async () => {
    const clock = new ManualClock();
    const cooldown = new Cooldown(60, clock);
    expect(letThrough(cooldown, 'ada', 100)).toBe(30);
    await clock.advance(999);
    expect(cooldown.take('ada')).toBe(1);
    await clock.advance(1);
    expect(letThrough(cooldown, 'ada', 100)).toBe(1);
    await clock.advance(3_600_000);
    expect(letThrough(cooldown, 'ada', 100)).toBe(30);
  });

  it('lets as many through at once as it is told', async () => {
    const clock = new ManualClock();
    const cooldown = new Cooldown(240, clock, 8);
    expect(letThrough(cooldown, 'ada', 100)).toBe(8);
    expect(cooldown.take('ada')).toBe(250);
    await clock.advance(1_000);
    expect(letThrough(cooldown, 'ada', 100)).toBe(4);
  });

  it('counts each person by themselves', () => {
    const cooldown = new Cooldown(60, new ManualClock());
    letThrough(cooldown, 'ada', 100);
    expect(cooldown.take('ben')).toBeUndefined();
  });

  it('is not lengthened by what it refuses', async () => {
    const clock = new ManualClock();
    const cooldown = new Cooldown(60, clock);
    letThrough(cooldown, 'ada', 30);
    for (let tries = 0; tries < 10; tries += 1) {
      await clock.advance(90);
      expect(cooldown.take('ada')).toBe(1_000 - 90 * (tries + 1));
    }
    await clock.advance(100);
    expect(cooldown.take('ada')).toBeUndefined();
  });

  it('forgets whoever has rested, however many come', async () => {
    const clock = new ManualClock();
    const cooldown = new Cooldown(60, clock);
    for (let person = 0; person < 1_000; person += 1) {
      cooldown.take(`person ${person}`);
      await clock.advance(person % 100 === 99 ? 61_000 : 0);
    }
    expect(cooldown.size).toBeLessThanOrEqual(100);
    cooldown.take('somebody else');
    expect(cooldown.size).toBe(1);
  });

  it('leaves nobody with less than an empty bucket where the clock was set back', async () => {
    const clock = new ManualClock();
    const later = new ManualClock(clock.now() + 3_600_000);
    let now: ManualClock = later;
    const cooldown = new Cooldown(60, {
      now: () => now.now(),
      sleep: () => Promise.resolve(),
    });
    letThrough(cooldown, 'ada', 10);
    now = clock;
    expect(cooldown.take('ada')).toBe(1_000);
    await clock.advance(1_000);
    expect(cooldown.take('ada')).toBeUndefined();
  });
});

it('a cooldown of 0 holds nobody back, and remembers nobody', () => {
  const cooldown = new Cooldown(0, new ManualClock());
  expect(letThrough(cooldown, 'ada', 1_000)).toBe(1_000);
  expect(cooldown.size).toBe(0);
});

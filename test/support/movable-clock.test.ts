import { describe, expect, it } from 'vitest';
import { MovableClock } from './movable-clock.ts';

const HOUR = 60 * 60_000;

describe('MovableClock', () => {
  it('wakes who is due when it is moved, and nobody else', async () => {
    const clock = new MovableClock();
    const woken: string[] = [];
    const stop = new AbortController();
    const soon = clock.sleep(HOUR).then(() => woken.push('soon'));
    const late = clock.sleep(3 * HOUR, stop.signal).catch(() => woken.push('stopped'));
    clock.advance(2 * HOUR);
    await soon;
    expect(woken).toEqual(['soon']);
    stop.abort();
    await late;
    expect(woken).toEqual(['soon', 'stopped']);
  });

  it('goes on by itself', async () => {
    const clock = new MovableClock();
    const before = clock.now();
    await clock.sleep(5);
    expect(clock.now()).toBeGreaterThanOrEqual(before + 5);
  });

  it('ends a sleep by its signal with the reason', async () => {
    const stop = new AbortController();
    const sleep = new MovableClock().sleep(HOUR, stop.signal);
    stop.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
  });
});

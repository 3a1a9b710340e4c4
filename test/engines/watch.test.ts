import { describe, expect, it } from 'vitest';
import { Watch } from '../../src/engines/watch.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** A watch whose checks return these pauses, in turn, and then none. */
function open(pauses: readonly number[], firstAfterMs?: number) {
  const clock = new ManualClock();
  const start = clock.now();
  const checked: number[] = [];
  let signal: AbortSignal | undefined;
  const watch = new Watch({
    check: (stopping) => {
      signal = stopping;
      const pause = pauses[checked.length];
      checked.push(clock.now() - start);
      return Promise.resolve(pause);
    },
    ...(firstAfterMs === undefined ? {} : { firstAfterMs }),
    clock,
  });
  return { watch, clock, checked, isStopped: () => signal?.aborted };
}

describe('a watch', () => {
  it('checks nothing until it is woken, and then after each pause', async () => {
    const { watch, clock, checked } = open([1_000, 3_000]);
    await clock.advance(10_000);
    expect(checked).toEqual([]);
    watch.wake();
    await clock.advance(10_000);
    expect(checked).toEqual([10_000, 11_000, 14_000]);
  });

  it('checks at once when it is woken, even after its last pause', async () => {
    const { watch, clock, checked } = open([60_000]);
    watch.wake();
    await clock.advance(500);
    watch.wake();
    await clock.advance(500);
    watch.wake();
    await clock.advance(0);
    expect(checked).toEqual([0, 500, 1_000]);
  });

  it('may begin with a pause, which a wake-up ends', async () => {
    const { watch, clock, checked } = open([1_000], 60_000);
    watch.wake();
    await clock.advance(0);
    expect(checked).toEqual([]);
    watch.wake();
    await clock.advance(1_000);
    expect(checked).toEqual([0, 1_000]);
  });

  it('checks nothing once it is stopped, and aborts the signal of a check', async () => {
    const { watch, clock, checked, isStopped } = open([1_000, 1_000]);
    watch.wake();
    await clock.advance(0);
    await watch.stop();
    watch.wake();
    await clock.advance(10_000);
    expect([checked, isStopped(), watch.stopping, clock.sleeping]).toEqual([[0], true, true, 0]);
  });
});

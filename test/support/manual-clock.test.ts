import { describe, it, expect } from 'vitest';
import { ManualClock } from './manual-clock.ts';

describe('ManualClock', () => {
  it('wakes sleepers in the order in which they are due, each at its own time', async () => {
    const clock = new ManualClock(1000);
    const woken: [string, number][] = [];
    const sleep = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push([name, clock.now()]);
    };
    const sleeps = [sleep('late', 30), sleep('early', 10)];
    await clock.advance(30);
    await Promise.all(sleeps);
    expect(woken).toEqual([
      ['early', 1010],
      ['late', 1030],
    ]);
  });

  it('wakes a sleeper that began during the move, if it is due by then', async () => {
    const clock = new ManualClock(0);
    const times: number[] = [];
    const ticking = (async () => {
      for (let tick = 0; tick < 3; tick += 1) {
        await clock.sleep(10);
        times.push(clock.now());
      }
    })();
    await clock.advance(35);
    await ticking;
    expect(times).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
  });

  it('leaves a sleeper alone until its time', async () => {
    const clock = new ManualClock(0);
    void clock.sleep(10);
    await clock.advance(9);
    expect(clock.sleeping).toBe(1);
  });

  it('ends a sleep with the reason of its signal', async () => {
    const clock = new ManualClock(0);
    const stop = new AbortController();
    const sleep = clock.sleep(10, stop.signal);
    stop.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    expect(clock.sleeping).toBe(0);
  });
});

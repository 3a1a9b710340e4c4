import { describe, expect, it, onTestFinished } from 'vitest';
import { LoopDelay, REMEMBERED_MS } from '../../src/http/health.ts';

/** In a time that is moved by hand, from tick to tick. */
function open() {
  let now = 0;
  const delay = new LoopDelay(() => now);
  onTestFinished(() => {
    delay.stop();
  });
  const pass = (ms: number) => {
    now += ms;
    delay.measure();
  };
  return { delay, pass };
}

describe('the delay of the event loop', () => {
  it('is how late a tick came, at its longest', () => {
    const { delay, pass } = open();
    for (const ms of [20, 320, 20, 70]) pass(ms);
    expect(delay.longestMs).toBe(300);
  });

  it('is seen before the next tick, by whoever asks right after', () => {
    let now = 0;
    const delay = new LoopDelay(() => now);
    delay.stop();
    now = 2_020;
    expect(delay.longestMs).toBe(2_000);
  });

  it('is remembered for half a minute, and forgotten soon after', () => {
    const { delay, pass } = open();
    pass(1_020);
    for (let at = 0; at < REMEMBERED_MS - 1_000; at += 20) pass(20);
    expect(delay.longestMs).toBe(1_000);
    for (let at = 0; at < 7_000; at += 20) pass(20);
    expect(delay.longestMs).toBe(0);
  });

  it('is none where ticks come early', () => {
    const { delay, pass } = open();
    pass(1);
    expect(delay.longestMs).toBe(0);
  });
});

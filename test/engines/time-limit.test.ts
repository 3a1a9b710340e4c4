import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/engines/clock.ts';
import { TimeLimit } from '../../src/engines/time-limit.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** A step that ends by the signal alone. */
const waitFor = (signal: AbortSignal) => () =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    });
  });

describe('a time limit', () => {
  it('ends a step that is late by a TimeoutError', async () => {
    const limit = new TimeLimit(1, systemClock);
    const late = limit.within(waitFor(limit.signal));
    await expect(late).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'timeout after 1 ms',
    });
  });

  it("ends a step with the caller's reason, and refuses to begin after it", async () => {
    const caller = new AbortController();
    const reason = new Error('shutting down');
    const limit = new TimeLimit(60_000, systemClock, caller.signal);
    const step = limit.within(waitFor(limit.signal));
    caller.abort(reason);
    await expect(step).rejects.toBe(reason);
    expect(() => new TimeLimit(60_000, systemClock, caller.signal)).toThrow(reason);
  });

  it('counts the time of its steps alone', async () => {
    const clock = new ManualClock();
    const limit = new TimeLimit(1, clock);
    await limit.within(() => Promise.resolve());
    await clock.advance(60_000);
    expect(limit.signal.aborted).toBe(false);
  });

  it('gives each step its whole time', async () => {
    const clock = new ManualClock();
    const limit = new TimeLimit(1_000, clock);
    const first = limit.within(() => clock.sleep(900));
    await clock.advance(900);
    await first;
    const late = limit.within(waitFor(limit.signal)).catch((error: unknown) => error);
    await clock.advance(999);
    expect(limit.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(await late).toMatchObject({ message: 'timeout after 1000 ms' });
  });

  it('ends a step that a clock gives no time', async () => {
    const limit = new TimeLimit(1_000, { now: () => 0, sleep: () => Promise.resolve() });
    await expect(limit.within(waitFor(limit.signal))).rejects.toThrow('timeout after 1000 ms');
  });

  it('waits for nothing once it has ended', async () => {
    const clock = new ManualClock();
    const limit = new TimeLimit(1_000, clock);
    await limit.within(() => Promise.resolve());
    limit.end();
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
  });

  it('is longer by what a step is granted, and no longer', async () => {
    const clock = new ManualClock();
    const limit = new TimeLimit(1_000, clock);
    const late = limit.within(waitFor(limit.signal)).catch((error: unknown) => error);
    limit.grant(2_000);
    await clock.advance(2_999);
    expect(limit.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(await late).toMatchObject({ message: 'timeout after 3000 ms' });
  });

  it('listens to its caller no longer once it has ended', () => {
    const caller = new AbortController();
    const limit = new TimeLimit(60_000, systemClock, caller.signal);
    limit.end();
    caller.abort();
    expect(limit.signal.aborted).toBe(false);
  });
});

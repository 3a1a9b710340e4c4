import { describe, expect, it } from 'vitest';
import { TimeLimit } from '../../src/body/time-limit.ts';

/** A step that ends by the signal alone. */
const waitFor = (signal: AbortSignal) => () =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    });
  });

describe('a time limit', () => {
  it('ends a step that is late by a TimeoutError', async () => {
    const limit = new TimeLimit(1);
    const late = limit.within(waitFor(limit.signal));
    await expect(late).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'timeout after 1 ms',
    });
  });

  it("ends a step with the caller's reason, and refuses to begin after it", async () => {
    const caller = new AbortController();
    const reason = new Error('shutting down');
    const limit = new TimeLimit(60_000, caller.signal);
    const step = limit.within(waitFor(limit.signal));
    caller.abort(reason);
    await expect(step).rejects.toBe(reason);
    expect(() => new TimeLimit(60_000, caller.signal)).toThrow(reason);
  });

  it('counts the time of its steps alone', async () => {
    const limit = new TimeLimit(1);
    await limit.within(() => Promise.resolve());
    // Timers of the same length fire in the order in which they were set.
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(limit.signal.aborted).toBe(false);
  });

  it('listens to its caller no longer once it has ended', () => {
    const caller = new AbortController();
    const limit = new TimeLimit(60_000, caller.signal);
    limit.end();
    caller.abort();
    expect(limit.signal.aborted).toBe(false);
  });
});

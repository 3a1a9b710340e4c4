import { type Clock, systemClock } from '../../src/engines/clock.ts';

/** A clock by which no time passes, however long a test takes; sleeps end all the same. */
export function stillClock(): Clock {
  const start = systemClock.now();
  return { now: () => start, sleep: (ms, signal) => systemClock.sleep(ms, signal) };
}

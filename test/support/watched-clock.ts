import type { Clock } from '../../src/engines/clock.ts';

/** Another clock, of whose sleepers it keeps count, so that it can be told who is at rest. */
export class WatchedClock implements Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[] = [];
  readonly #clock: Clock;
  readonly #due = new Set<{ readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** How many sleeps have not ended. */
  get sleeping(): number {
    return this.#due.size;
  }

  /** When the next sleep ends; milliseconds since the epoch. */
  get nextDue(): number | undefined {
    return this.#due.size === 0 ? undefined : Math.min(...[...this.#due].map(({ at }) => at));
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.waits.push(ms);
    // Timers know no parts of a millisecond either.
    const whole = Math.ceil(Math.max(ms, 0));
    const sleeper = { at: this.#clock.now() + whole };
    this.#due.add(sleeper);
    try {
      await this.#clock.sleep(whole, signal);
    } finally {
      this.#due.delete(sleeper);
    }
  }
}

import type { Clock } from '../../src/engines/clock.ts';
import { queriesUnderWay } from './queries-under-way.ts';

interface Sleeper {
  due: number;
  readonly wake: () => void;
}

/**
 * Turns of the event loop between two wake-ups, without a query under way: enough for a request over
 * loopback, or a walk in slices, to get on.
 */
const TURNS = 50;

/** A clock that stands still until it is moved by hand. */
export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  /** `start` is milliseconds since the epoch. */
  constructor(start = Date.UTC(2030, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** How many sleeps have not ended. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (ms <= 0) return;
    await new Promise<void>((resolve, reject) => {
      const finish = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', abort);
      };
      const abort = () => {
        finish();
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const sleeper: Sleeper = {
        // Timers know no parts of a millisecond either.
        due: this.#now + Math.ceil(ms),
        wake: () => {
          finish();
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort);
    });
  }

  /**
   * Moves time on. Sleeps end in the order in which they are due, each at its own time, and what
   * they set off gets some turns of the event loop before the next one.
   */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    await this.#settle();
    for (;;) {
      const next = [...this.#sleepers].sort((a, b) => a.due - b.due)[0];
      if (!next || next.due > target) break;
      this.#now = Math.max(this.#now, next.due);
      next.wake();
      await this.#settle();
    }
    this.#now = target;
    await this.#settle();
  }

  /** As an operator or a time server does it, of which no sleep takes notice. */
  setBack(ms: number): void {
    this.#now -= ms;
    for (const sleeper of this.#sleepers) sleeper.due -= ms;
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (queriesUnderWay() > 0) turn = 0;
    }
  }
}

import { type Clock, systemClock } from '../../src/engines/clock.ts';

/**
 * Real time that can be moved on. Unlike a clock that stands still it serves both a bot and the
 * sandboxes that it talks to over sockets: whoever sleeps wakes by itself, or when moved past.
 */
export class MovableClock implements Clock {
  #offsetMs = 0;
  readonly #moved = new Set<() => void>();

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const due = this.now() + ms;
    // Even a wait for nothing leaves the others a turn.
    do {
      const wake = new AbortController();
      const moved = () => {
        wake.abort();
      };
      this.#moved.add(moved);
      signal?.addEventListener('abort', moved);
      await systemClock.sleep(Math.max(0, due - this.now()), wake.signal).catch(() => undefined);
      this.#moved.delete(moved);
      signal?.removeEventListener('abort', moved);
      signal?.throwIfAborted();
    } while (this.now() < due);
  }

  /** Moves time on by `ms`. */
  advance(ms: number): void {
    this.#offsetMs += ms;
    for (const moved of [...this.#moved]) moved();
  }
}

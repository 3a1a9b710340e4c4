import type { Clock } from './clock.ts';

const MINUTE_MS = 60_000;

/**
 * A bucket of tokens for each person: so many actions a minute, and so many at once. A bucket
 * is kept as the time when it will be full again, and forgotten from then on, so that this grows
 * only with those who are active.
 */
export class Cooldown {
  readonly #perMinute: number;
  readonly #atOnce: number;
  readonly #clock: Clock;
  /** When each bucket is full, in milliseconds since the epoch; by the order of latest actions. */
  readonly #fullAt = new Map<string, number>();

  /** `perMinute` 0: no limit. `atOnce`: at least 1. Default: half of `perMinute`. */
  constructor(perMinute: number, clock: Clock, atOnce = Math.ceil(perMinute / 2)) {
    this.#perMinute = perMinute;
    this.#atOnce = atOnce;
    this.#clock = clock;
  }

  /** How many people are remembered. */
  get size(): number {
    return this.#fullAt.size;
  }

  /** Counts an action, or returns the milliseconds to wait until the next is allowed. */
  take(userId: string): number | undefined {
    if (this.#perMinute === 0) return undefined;
    const now = this.#clock.now();
    this.#forgetFull(now);
    const tokenMs = MINUTE_MS / this.#perMinute;
    const mostMs = this.#atOnce * tokenMs;
    // Clock went backwards: a bucket never drops below empty.
    const fullAt = Math.min(Math.max(this.#fullAt.get(userId) ?? now, now), now + mostMs);
    const waitMs = fullAt + tokenMs - now - mostMs;
    if (waitMs > 0) {
      this.#fullAt.set(userId, fullAt);
      return Math.ceil(waitMs);
    }
    this.#fullAt.delete(userId);
    this.#fullAt.set(userId, fullAt + tokenMs);
    return undefined;
  }

  #forgetFull(now: number): void {
    for (const [userId, fullAt] of this.#fullAt) {
      if (fullAt > now) return;
      this.#fullAt.delete(userId);
    }
  }
}

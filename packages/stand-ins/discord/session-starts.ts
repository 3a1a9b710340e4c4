import type { Clock } from '../../../src/engines/clock.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What GET /gateway/bot says about shards. */
export interface Sharding {
  /** How many a bot has to have; fewer are refused (4011). */
  readonly shards: number;
  /** How many may identify at once. */
  readonly maxConcurrency: number;
}

/** What it says about starting sessions, in Discord's own names. */
export interface SessionStartLimit {
  readonly total: number;
  readonly remaining: number;
  readonly reset_after: number;
  readonly max_concurrency: number;
}

/**
 * Counts IDENTIFY calls. Discord allows 1,000 in 24 hours over all shards. The one after the last ends
 * every session and resets the bot's token (Discord's gateway guide, "Identifying").
 */
export class SessionStarts {
  readonly total = 1_000;
  readonly #clock: Clock;
  #left = this.total;
  #resetsAt = 0;
  #isTokenReset = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isTokenReset(): boolean {
    return this.#isTokenReset;
  }

  get remaining(): number {
    return this.#resetsAt > this.#clock.now() ? this.#left : this.total;
  }

  /** Leaves so many for the next `resetAfterMs`. */
  leave(remaining: number, resetAfterMs: number = DAY_MS): void {
    this.#left = remaining;
    this.#resetsAt = this.#clock.now() + resetAfterMs;
  }

  /** Counts one. False where there was none left: the token is reset. */
  spend(): boolean {
    const { remaining } = this;
    if (remaining === 0) this.#isTokenReset = true;
    if (this.#isTokenReset) return false;
    if (this.#resetsAt <= this.#clock.now()) this.#resetsAt = this.#clock.now() + DAY_MS;
    this.#left = remaining - 1;
    return true;
  }

  limit(maxConcurrency: number): SessionStartLimit {
    return {
      total: this.total,
      remaining: this.remaining,
      reset_after: Math.max(0, this.#resetsAt - this.#clock.now()),
      max_concurrency: maxConcurrency,
    };
  }
}

/** How many requests an endpoint takes. */
export interface RequestLimit {
  /** Within any ten seconds. */
  readonly perTenSeconds: number;
  readonly atOnce: number;
}

const TEN_SECONDS_MS = 10_000;
/**
 * The part of the limit that may be used at once, and the part that comes evenly: together somewhat less than
 * all of it, since what left evenly may arrive closer together.
 */
const SHARE_AT_ONCE = 0.1;
const SHARE_EVENLY = 0.85;
/** What is left of the pace after a refusal, and the least that is ever left. */
const AFTER_REFUSAL = 0.7;
const LEAST_SHARE = 0.02;
/** Refusals this close together count as one: whatever was under way then is refused alike. */
const ONE_REFUSAL_MS = 1_000;
/** The longest that an endpoint's `Retry-After` is heeded. */
const LONGEST_CLOSED_MS = 60_000;
/** A pace that was lowered is back after about five minutes without a refusal. */
const REGAINED_A_SECOND = 1 / 300;

/**
 * When the next request may leave, by the limit and by what the endpoint has refused: a bucket that
 * fills evenly. Pure, but for what it remembers. Times are milliseconds since the epoch.
 */
export class RequestPace {
  readonly #limit: number;
  #left: number;
  /** How much of the limit is used: less after refusals. */
  #share = 1;
  #at: number | undefined;
  #refusedAt = -Infinity;
  #closedUntil = -Infinity;

  constructor({ perTenSeconds }: Pick<RequestLimit, 'perTenSeconds'>) {
    this.#limit = perTenSeconds;
    this.#left = this.#mostAtOnce;
  }

  /** How much of the limit is used, more than 0 and up to 1. */
  get share(): number {
    return this.#share;
  }

  /** Takes the next request's place: 0, or how many ms it has to wait before it asks again. */
  take(now: number): number {
    this.#fill(now);
    const closed = this.#closedUntil - now;
    if (closed > 0) return closed;
    if (this.#left < 1) return Math.ceil((1 - this.#left) / this.#perMs);
    this.#left -= 1;
    return 0;
  }

  /** The endpoint answered 429, and wants no request for so many ms. */
  refused(now: number, retryAfterMs = 0): void {
    this.#fill(now);
    const closedMs = Math.min(retryAfterMs, LONGEST_CLOSED_MS);
    this.#closedUntil = Math.max(this.#closedUntil, now + closedMs);
    if (Math.abs(now - this.#refusedAt) < ONE_REFUSAL_MS) return;
    this.#refusedAt = now;
    this.#share = Math.max(LEAST_SHARE, this.#share * AFTER_REFUSAL);
    this.#left = Math.min(this.#left, 0);
  }

  get #mostAtOnce(): number {
    return Math.max(1, this.#limit * SHARE_AT_ONCE * this.#share);
  }

  get #perMs(): number {
    return (this.#limit * SHARE_EVENLY * this.#share) / TEN_SECONDS_MS;
  }

  #fill(now: number): void {
    // A clock that was set back fills nothing, and closes nothing for longer than it was told.
    const passed = Math.max(0, now - (this.#at ?? now));
    if (this.#at !== undefined && now < this.#at) this.#closedUntil -= this.#at - now;
    this.#at = now;
    this.#share = Math.min(1, this.#share + (passed / 1_000) * REGAINED_A_SECOND);
    this.#left = Math.min(this.#mostAtOnce, this.#left + passed * this.#perMs);
  }
}

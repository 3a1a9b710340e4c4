import PQueue from 'p-queue';
import type { Clock } from './clock.ts';
import { Semaphore } from './semaphore.ts';

/*
 * Rate limits are token buckets on the injected clock, which p-queue's and p-throttle's own intervals do not take. A
 * bucket is stored as the time when it is full again, in milliseconds since the epoch. If the clock went backwards, it
 * is empty at most.
 */

interface Bucket {
  /** Milliseconds until a token is refilled. */
  readonly tokenMs: number;
  readonly tokens: number;
}

/** Tolerates sums of fractions: a double of today's time is exact to a quarter of a microsecond. */
const ROUNDING_MS = 0.01;

/** Takes a token. `waitMs`: how long until there is one, 0 if it was taken. */
function takeToken(
  fullBefore: number,
  now: number,
  { tokenMs, tokens }: Bucket,
): { readonly fullAt: number; readonly waitMs: number } {
  const emptyMs = tokens * tokenMs;
  const fullAt = Math.min(Math.max(fullBefore, now), now + emptyMs);
  const waitMs = Math.max(0, Math.ceil(fullAt + tokenMs - now - emptyMs - ROUNDING_MS));
  return { fullAt: waitMs > 0 ? fullAt : fullAt + tokenMs, waitMs };
}

const MINUTE_MS = 60_000;

/** Limits each member's actions per minute and in a burst. Forgets full buckets. */
export class RateLimiter {
  readonly #bucket: Bucket;
  readonly #clock: Clock;
  /** When each member's bucket is full, least recent action first. */
  readonly #fullAt = new Map<string, number>();

  /** `perMinute` 0: no limit. `atOnce`: at least 1. Default: half of `perMinute`. */
  constructor(perMinute: number, clock: Clock, atOnce = Math.ceil(perMinute / 2)) {
    this.#bucket = { tokenMs: MINUTE_MS / perMinute, tokens: atOnce };
    this.#clock = clock;
  }

  /** How many members are remembered. */
  get size(): number {
    return this.#fullAt.size;
  }

  /** Counts an action, or returns the milliseconds until the next is allowed. */
  take(userId: string): number | undefined {
    if (this.#bucket.tokenMs === Infinity) return undefined;
    const now = this.#clock.now();
    for (const [known, fullAt] of this.#fullAt) {
      if (fullAt > now) break;
      this.#fullAt.delete(known);
    }
    const { fullAt, waitMs } = takeToken(this.#fullAt.get(userId) ?? now, now, this.#bucket);
    if (waitMs === 0) this.#fullAt.delete(userId);
    this.#fullAt.set(userId, fullAt);
    return waitMs > 0 ? waitMs : undefined;
  }
}

/** How many requests a service accepts. */
export interface RequestLimit {
  /** Within any ten seconds. */
  readonly perTenSeconds: number;
  readonly atOnce: number;
}

/** When a request would like to leave. */
export interface Turn {
  /** In milliseconds since the epoch. */
  readonly dueAt: number;
  /** Whether requests that became due less than half a minute later go first. */
  readonly canWait: boolean;
}

/** How much later a request that can wait counts as due. */
const LATER_MS = 30_000;

export interface RequestLimiterOptions {
  readonly limit: RequestLimit;
  /** How long the service asks for no requests, if it refused one for its rate; else `undefined`. */
  readonly refusedForMs: (error: unknown) => number | undefined;
  readonly clock: Clock;
  /** How many processes share the limit evenly by now. Default: one. */
  readonly sharers?: (() => number) | undefined;
}

/**
 * Keeps requests within a service's limit, in the order in which they are due. Once the service refuses one for its
 * rate, fewer are sent, and then slowly more again.
 */
export class RequestLimiter {
  readonly #options: RequestLimiterOptions;
  readonly #pace: RequestPace;
  readonly #atOnce: Semaphore;
  /** One at a time waits for room, so that the next is chosen as late as possible. */
  readonly #queue = new PQueue({ concurrency: 1 });
  #seenAt = -Infinity;
  /** How far the clock went backwards in all: requests from before that still go first. */
  #setBackMs = 0;

  constructor(options: RequestLimiterOptions) {
    this.#options = options;
    this.#pace = new RequestPace(options.limit, options.sharers);
    this.#atOnce = new Semaphore({ shares: options.limit.atOnce });
  }

  /** How many requests are waiting. */
  get waiting(): number {
    return this.#queue.size + this.#queue.pending;
  }

  /** Makes a request when its turn comes. @throws the signal's reason, and what `send` throws. */
  async within<T>(turn: Turn, signal: AbortSignal | undefined, send: () => Promise<T>): Promise<T> {
    const { clock, refusedForMs } = this.#options;
    const priority = this.#priorityOf(turn);
    const share = await this.#queue.add(() => this.#enter(signal), {
      priority,
      ...(signal && { signal }),
    });
    try {
      return await send();
    } catch (error) {
      const closedMs = refusedForMs(error);
      if (closedMs !== undefined) this.#pace.refused(clock.now(), closedMs);
      throw error;
    } finally {
      share.release();
    }
  }

  #priorityOf({ dueAt, canWait }: Turn): number {
    const now = this.#options.clock.now();
    this.#setBackMs += Math.max(0, this.#seenAt - now);
    this.#seenAt = now;
    // Otherwise a request due before the clock went backwards would wait until it is as late again.
    const since = Math.min(dueAt, now + LATER_MS) + this.#setBackMs;
    return -(since + (canWait ? LATER_MS : 0));
  }

  async #enter(signal: AbortSignal | undefined): Promise<{ release(): void }> {
    const { clock } = this.#options;
    const share = await this.#atOnce.take({ signal });
    try {
      for (;;) {
        // The queue has already let go of a caller that aborts as its wait ends, and nothing would release its share.
        signal?.throwIfAborted();
        const waitMs = this.#pace.take(clock.now());
        if (waitMs === 0) return share;
        await clock.sleep(waitMs, signal);
      }
    } catch (error) {
      share.release();
      throw error;
    }
  }
}

const TEN_SECONDS_MS = 10_000;
/**
 * The parts of a limit that may be used at once and that come evenly. Together less than all of it, since requests that
 * leave evenly may arrive closer together.
 */
const SHARE_AT_ONCE = 0.1;
const SHARE_EVENLY = 0.85;
/** The share of the pace that remains after a refusal, and its minimum. */
const AFTER_REFUSAL = 0.7;
const LEAST_SHARE = 0.02;
/** Refusals this close together count as one: all requests under way are refused alike. */
const ONE_REFUSAL_MS = 1_000;
/** A lowered pace is back after about five minutes without a refusal. */
const REGAINED_A_SECOND = 1 / 300;

/** When the next request may leave, by the limit and by refusals. Times are milliseconds since the epoch. */
export class RequestPace {
  readonly #limit: number;
  readonly #sharers: () => number;
  /** How much of the limit is used: less after refusals. */
  #share = 1;
  #fullAt = -Infinity;
  #at = -Infinity;
  #refusedAt = -Infinity;
  #closedUntil = -Infinity;

  /** `sharers`: how many share the limit evenly by now. */
  constructor({ perTenSeconds }: Pick<RequestLimit, 'perTenSeconds'>, sharers = () => 1) {
    this.#sharers = sharers;
    this.#limit = perTenSeconds;
  }

  /** How much of the limit is used, more than 0 and up to 1. */
  get share(): number {
    return this.#share;
  }

  /** Counts a request. Returns 0, or the milliseconds to wait before asking again. */
  take(now: number): number {
    this.#move(now);
    const closedMs = this.#closedUntil - now;
    if (closedMs > 0) return closedMs;
    const { fullAt, waitMs } = takeToken(this.#fullAt, now, this.#bucket);
    this.#fullAt = fullAt;
    return waitMs;
  }

  /**
   * Records that the service refused a request for its rate, and for how many milliseconds it asks
   * for none.
   */
  refused(now: number, closedMs: number): void {
    this.#move(now);
    this.#closedUntil = Math.max(this.#closedUntil, now + closedMs);
    if (Math.abs(now - this.#refusedAt) < ONE_REFUSAL_MS) return;
    this.#refusedAt = now;
    this.#share = Math.max(LEAST_SHARE, this.#share * AFTER_REFUSAL);
    const { tokenMs, tokens } = this.#bucket;
    // Empty.
    this.#fullAt = now + tokenMs * tokens;
  }

  get #bucket(): Bucket {
    const limit = (this.#limit * this.#share) / this.#sharers();
    return {
      tokenMs: TEN_SECONDS_MS / (limit * SHARE_EVENLY),
      tokens: Math.max(1, limit * SHARE_AT_ONCE),
    };
  }

  #move(now: number): void {
    const passedMs = this.#at === -Infinity ? 0 : Math.max(0, now - this.#at);
    // If the clock went backwards, the service is closed for no longer than it said.
    const setBackMs = Math.max(0, this.#at - now);
    this.#closedUntil -= setBackMs;
    this.#fullAt -= setBackMs;
    this.#at = now;
    this.#share = Math.min(1, this.#share + (passedMs / 1_000) * REGAINED_A_SECOND);
  }
}

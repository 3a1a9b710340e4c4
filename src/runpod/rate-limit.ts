import { EventEmitter, once } from 'node:events';
import PQueue from 'p-queue';
import type { Clock } from '../engines/clock.ts';
import { RunPodError } from './errors.ts';

/** What RunPod takes of one endpoint, by its documentation; more with more workers. */
const LIMITS = {
  status: { perTenSeconds: 2_000, atOnce: 400 },
  cancel: { perTenSeconds: 100, atOnce: 20 },
} satisfies Record<string, RequestLimit>;

/** The budgets of every endpoint that was asked anything. */
export class EndpointBudgets {
  readonly #clock: Clock;
  readonly #budgets = new Map<string, RequestBudget>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The budget of one kind of request: RunPod counts each by itself. */
  of(endpointId: string, kind: keyof typeof LIMITS): RequestBudget {
    const key = `${kind} ${endpointId}`;
    const known = this.#budgets.get(key);
    if (known) return known;
    const budget = new RequestBudget(LIMITS[kind], this.#clock);
    this.#budgets.set(key, budget);
    return budget;
  }
}

/** How much later a request that can wait counts as due. */
const LATER_MS = 30_000;

/** When a request would like to leave. */
export interface Turn {
  /** In milliseconds since the epoch. */
  readonly dueAt: number;
  /** Whether others go first that became due less than half a minute later. */
  readonly canWait: boolean;
}

/**
 * Keeps requests of one kind within what an endpoint takes: so many at once, and so many in ten seconds,
 * in the order in which they are due. Where the endpoint refuses one with 429, fewer are sent from then
 * on, and slowly more again.
 */
export class RequestBudget {
  readonly #clock: Clock;
  readonly #atOnce: number;
  readonly #pace: RequestPace;
  /** One at a time waits for room, so that who is next is decided as late as can be. */
  readonly #line = new PQueue({ concurrency: 1 });
  readonly #events = new EventEmitter<{ over: [] }>();
  #underWay = 0;
  #seenAt = -Infinity;
  /** How far the clock was set back in all, so that who came before that goes first all the same. */
  #setBackMs = 0;

  constructor(limit: RequestLimit, clock: Clock) {
    this.#clock = clock;
    this.#atOnce = limit.atOnce;
    this.#pace = new RequestPace(limit);
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#line.size + this.#line.pending;
  }

  /**
   * Makes a request when its turn has come. @throws the signal's reason, and what `send` throws.
   */
  async within<T>(turn: Turn, signal: AbortSignal | undefined, send: () => Promise<T>): Promise<T> {
    const priority = this.#priorityOf(turn);
    if (!this.#entersAtOnce(signal)) {
      await this.#line.add(() => this.#enter(signal), { priority, ...(signal && { signal }) });
    }
    try {
      return await send();
    } catch (error) {
      if (error instanceof RunPodError && error.status === 429) {
        this.#pace.refused(this.#clock.now(), error.retryAfterMs);
      }
      throw error;
    } finally {
      this.#underWay -= 1;
      this.#events.emit('over');
    }
  }

  #priorityOf({ dueAt, canWait }: Turn): number {
    const now = this.#clock.now();
    this.#setBackMs += Math.max(0, this.#seenAt - now);
    this.#seenAt = now;
    // What became due before the clock was set back would otherwise wait until it is as late again.
    const since = Math.min(dueAt, now + LATER_MS) + this.#setBackMs;
    return -(since + (canWait ? LATER_MS : 0));
  }

  /** Enters without the queue if nothing waits and there is room, which is the usual case. */
  #entersAtOnce(signal: AbortSignal | undefined): boolean {
    signal?.throwIfAborted();
    if (this.waiting > 0 || this.#underWay >= this.#atOnce) return false;
    if (this.#pace.take(this.#clock.now()) > 0) return false;
    this.#underWay += 1;
    return true;
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    while (this.#underWay >= this.#atOnce) {
      await once(this.#events, 'over', signal ? { signal } : {});
    }
    for (let wait = this.#wait(signal); wait > 0; wait = this.#wait(signal)) {
      await this.#clock.sleep(wait, signal);
    }
    this.#underWay += 1;
  }

  #wait(signal: AbortSignal | undefined): number {
    // The line has let go already of whoever left in the moment in which this wait ended, and such a
    // one would never be counted out.
    signal?.throwIfAborted();
    return this.#pace.take(this.#clock.now());
  }
}

/** How many requests an endpoint takes. */
interface RequestLimit {
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
/** The longest `Retry-After` of an endpoint that is respected. */
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

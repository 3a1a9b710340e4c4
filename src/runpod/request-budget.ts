import { EventEmitter, once } from 'node:events';
import PQueue from 'p-queue';
import type { Clock } from '../clock.ts';
import { RunPodError } from './errors.ts';
import { RequestPace, type RequestLimit } from './request-pace.ts';

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

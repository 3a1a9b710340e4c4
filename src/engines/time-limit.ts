import type { Clock } from './clock.ts';

/** Ends the watch of a request. Without a shared reason, each abort would build an error with a stack. */
const REQUEST_OVER = new Error('the request is over');

/** One step of a request. Times are milliseconds. */
interface Step {
  readonly begunAt: number;
  /** What it may take in all. */
  mostMs: number;
  /** How much of that nobody waits for yet. */
  leftMs: number;
}

/**
 * The signal of one request: aborted when the caller's is, or when one of its steps takes too long. A
 * connection that trickles cannot put that off, as it can with undici's own limits.
 */
export class TimeLimit {
  readonly #ms: number;
  readonly #stop = new AbortController();
  readonly #caller: AbortSignal | null | undefined;
  readonly #clock: Clock;
  readonly #over = new AbortController();
  /** The step under way. */
  #step: Step | undefined;
  /** Whether there is a wait for its end: one serves several steps, since most are over in no time. */
  #isWatched = false;

  /**
   * @param ms that each step may take.
   * @param clock by which a step is late.
   * @param caller a signal that aborts the request too, with the same reason.
   */
  constructor(ms: number, clock: Clock, caller?: AbortSignal | null) {
    caller?.throwIfAborted();
    this.#ms = ms;
    this.#caller = caller;
    this.#clock = clock;
    caller?.addEventListener('abort', this.#follow);
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Ends the request. */
  abort(reason: unknown): void {
    this.#stop.abort(reason);
  }

  /** Runs one step of the request, which must respect `signal`: a TimeoutError ends it when it is late. */
  async within<T>(step: () => Promise<T>): Promise<T> {
    this.#step = { begunAt: this.#clock.now(), mostMs: this.#ms, leftMs: this.#ms };
    if (!this.#isWatched) void this.#watch();
    try {
      return await step();
    } finally {
      this.#step = undefined;
    }
  }

  /** Gives the step under way so much more time. */
  grant(ms: number): void {
    if (!this.#step) return;
    this.#step.mostMs += ms;
    this.#step.leftMs += ms;
  }

  /** The request is over: nothing ends it any more. */
  end(): void {
    this.#over.abort(REQUEST_OVER);
    this.#caller?.removeEventListener('abort', this.#follow);
  }

  /** Ends the request once the step under way has had its time, and what it was granted besides. */
  async #watch(): Promise<void> {
    this.#isWatched = true;
    try {
      let watched: Step | undefined;
      for (let step = this.#step; step; step = this.#step) {
        if (step !== watched) step.leftMs -= this.#spentOn(step);
        watched = step;
        const ms = step.leftMs;
        if (ms <= 0) throw new DOMException(`timeout after ${step.mostMs} ms`, 'TimeoutError');
        step.leftMs = 0;
        await this.#clock.sleep(ms, this.#over.signal);
      }
    } catch (error) {
      if (!this.#over.signal.aborted) this.abort(error);
    }
    this.#isWatched = false;
  }

  /** What a step has taken that began while an earlier one was waited for, in milliseconds. */
  #spentOn({ begunAt }: Step): number {
    return Math.min(Math.max(this.#clock.now() - begunAt, 0), this.#ms);
  }

  readonly #follow = (): void => {
    this.#stop.abort(this.#caller?.reason);
  };
}

/** What a large body has to bring while others wait for its place. */
export const LEAST_PACE = { bytes: 256 * 1024, withinMs: 5_000 } as const;

export interface Paced {
  readonly clock: Clock;
  /** How many bytes have come so far. */
  readonly size: () => number;
  /** Ends the step if too few have come. */
  readonly stop: { readonly abort: (reason: unknown) => void };
}

/**
 * Does a step that brings in bytes, and ends it early if it brings fewer than {@link LEAST_PACE} asks
 * for. The spans that are looked at follow one another from the beginning of the step.
 */
export async function atLeastPace<T>(step: () => Promise<T>, paced: Paced): Promise<T> {
  const over = new AbortController();
  const watching = watch(paced, over.signal);
  try {
    return await step();
  } finally {
    over.abort();
    await watching;
  }
}

async function watch({ clock, size, stop }: Paced, over: AbortSignal): Promise<void> {
  const { bytes, withinMs } = LEAST_PACE;
  let before = size();
  for (;;) {
    try {
      await clock.sleep(withinMs, over);
    } catch (error) {
      if (!over.aborted) stop.abort(error);
      return;
    }
    if (over.aborted) return;
    const now = size();
    if (now - before < bytes) {
      stop.abort(new Error(`less than ${bytes} bytes within ${withinMs} ms`));
      return;
    }
    before = now;
  }
}

/** Why a signal was aborted, as an Error, which is what a promise is to reject with. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}

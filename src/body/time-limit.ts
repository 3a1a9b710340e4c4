import type { Clock } from '../clock.ts';

/** Aborts the watch of a step. Without a shared reason, each abort would build an error with a stack. */
const STEP_OVER = new Error('the step is over');

/**
 * The signal of one request: aborted when the caller's is, or when one of its steps takes too long. A
 * connection that trickles cannot put that off, as it can with undici's own limits.
 */
export class TimeLimit {
  readonly #ms: number;
  readonly #stop = new AbortController();
  readonly #caller: AbortSignal | null | undefined;
  readonly #clock: Clock;
  /** What the step under way was granted besides. */
  #grantedMs = 0;

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

  /** Does one step of the request, which has to heed `signal`: a TimeoutError ends it when it is late. */
  async within<T>(step: () => Promise<T>): Promise<T> {
    this.#grantedMs = 0;
    const over = new AbortController();
    void this.#watch(over.signal);
    try {
      return await step();
    } finally {
      over.abort(STEP_OVER);
    }
  }

  /** Gives the step under way so much more time. */
  grant(ms: number): void {
    this.#grantedMs += ms;
  }

  /** The request is over: stops listening to the caller. */
  end(): void {
    this.#caller?.removeEventListener('abort', this.#follow);
  }

  /** Ends the request once the step under way has had its time, and what it was granted besides. */
  async #watch(over: AbortSignal): Promise<void> {
    let waited = 0;
    for (let ms = this.#ms; ms > 0; this.#grantedMs = 0) {
      try {
        await this.#clock.sleep(ms, over);
      } catch (error) {
        if (!over.aborted) this.abort(error);
        return;
      }
      // It may have ended in the very moment.
      if (over.aborted) return;
      waited += ms;
      ms = this.#grantedMs;
    }
    this.abort(new DOMException(`timeout after ${waited} ms`, 'TimeoutError'));
  }

  readonly #follow = (): void => {
    this.#stop.abort(this.#caller?.reason);
  };
}

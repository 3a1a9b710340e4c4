/**
 * The signal of one request: aborted as the caller's is, or where a step of it takes too long. A
 * connection that brings a little at a time cannot put that off, as it can undici's own limits.
 */
export class TimeLimit {
  readonly #ms: number;
  readonly #stop = new AbortController();
  readonly #caller: AbortSignal | null | undefined;

  /**
   * @param ms of real time, for each step.
   * @param caller whoever may abort the request; with the same reason then.
   */
  constructor(ms: number, caller?: AbortSignal | null) {
    caller?.throwIfAborted();
    this.#ms = ms;
    this.#caller = caller;
    caller?.addEventListener('abort', this.#follow);
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Ends the request. */
  abort(reason: unknown): void {
    this.#stop.abort(reason);
  }

  /** Does one step of the request, which `signal` has to end: with a TimeoutError where it is late. */
  async within<T>(step: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.abort(new DOMException(`timeout after ${this.#ms} ms`, 'TimeoutError'));
    }, this.#ms);
    try {
      return await step();
    } finally {
      clearTimeout(timer);
    }
  }

  /** The request is over: the caller is listened to no longer. */
  end(): void {
    this.#caller?.removeEventListener('abort', this.#follow);
  }

  readonly #follow = (): void => {
    this.#stop.abort(this.#caller?.reason);
  };
}

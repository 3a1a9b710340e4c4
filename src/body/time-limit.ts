/**
 * The signal of one request: aborted when the caller's is, or when one of its steps takes too long. A
 * connection that trickles cannot put that off, as it can with undici's own limits.
 */
export class TimeLimit {
  readonly #ms: number;
  readonly #stop = new AbortController();
  readonly #caller: AbortSignal | null | undefined;
  /** What the step under way was granted besides. */
  #grantedMs = 0;

  /**
   * @param ms of real time that each step may take.
   * @param caller a signal that aborts the request too, with the same reason.
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

  /** Does one step of the request, which has to heed `signal`: a TimeoutError ends it when it is late. */
  async within<T>(step: () => Promise<T>): Promise<T> {
    this.#grantedMs = 0;
    let timer: NodeJS.Timeout | undefined;
    const wait = (ms: number, waitedMs: number) => {
      timer = setTimeout(() => {
        const [granted, waited] = [this.#grantedMs, waitedMs + ms];
        this.#grantedMs = 0;
        if (granted > 0) wait(granted, waited);
        else this.abort(new DOMException(`timeout after ${waited} ms`, 'TimeoutError'));
      }, ms);
    };
    wait(this.#ms, 0);
    try {
      return await step();
    } finally {
      clearTimeout(timer);
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

  readonly #follow = (): void => {
    this.#stop.abort(this.#caller?.reason);
  };
}

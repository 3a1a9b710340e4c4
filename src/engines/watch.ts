import type { Clock } from './clock.ts';
import { Tasks, type UntilNextRun } from './tasks.ts';

const CHECK = 'check';

export interface WatchOptions {
  /** Must handle its own errors: a rejection ends the process. `signal`: aborts on {@link Watch.stop}. */
  readonly check: (signal: AbortSignal) => Promise<UntilNextRun>;
  /** The pause before the first check, in milliseconds. Default: none. */
  readonly firstAfterMs?: number;
  readonly clock: Clock;
}

/**
 * Repeats a check after the pause that it returns, or as soon as it is woken. Runs one at a time.
 */
export class Watch {
  readonly #stop = new AbortController();
  readonly #checks: Tasks;

  constructor({ check, firstAfterMs, clock }: WatchOptions) {
    let pauseMs = firstAfterMs;
    this.#checks = new Tasks(() => {
      if (pauseMs === undefined) return check(this.#stop.signal);
      const first = pauseMs;
      pauseMs = undefined;
      return Promise.resolve(first);
    }, clock);
  }

  get stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Starts the watch, or the next check at once. */
  wake(): void {
    this.#checks.wake(CHECK);
  }

  /** Prevents further checks. Resolves when the one under way is done. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#checks.stop();
  }
}

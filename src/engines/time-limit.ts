import type { Clock } from './clock.ts';
import { Watch } from './watch.ts';

/** Ends the timer of a step. Without a shared reason, each abort would build an error with a stack. */
const STEP_OVER = new Error('the step is over');

/** One step of a request. Times are milliseconds. */
interface Step {
  readonly over: AbortController;
  /** Its time limit. */
  mostMs: number;
  /** The part of it without a timer yet. */
  leftMs: number;
}

/**
 * The signal of one request: aborted when the caller's is, or when one of its steps takes too long. Unlike with undici's
 * own limits, a connection that trickles does not extend it.
 */
export class TimeLimit {
  readonly #ms: number;
  readonly #stop = new AbortController();
  readonly #caller: AbortSignal | null | undefined;
  readonly #clock: Clock;
  /** The current step. */
  #step: Step | undefined;

  /**
   * @param ms for each step
   * @param clock measures the steps
   * @param caller a signal that also aborts the request, with the same reason
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

  /** Aborts the request. */
  abort(reason: unknown): void {
    this.#stop.abort(reason);
  }

  /** Runs one step of the request, which must respect `signal`: a TimeoutError ends it when it is late. */
  async within<T>(run: () => Promise<T>): Promise<T> {
    const step: Step = { over: new AbortController(), mostMs: this.#ms, leftMs: this.#ms };
    this.#step = step;
    void this.#time(step);
    try {
      return await run();
    } finally {
      step.over.abort(STEP_OVER);
      this.#step = undefined;
    }
  }

  /** Extends the current step. */
  grant(ms: number): void {
    if (!this.#step) return;
    this.#step.mostMs += ms;
    this.#step.leftMs += ms;
  }

  /** Ends the limit: nothing aborts the request any more. */
  end(): void {
    this.#step?.over.abort(STEP_OVER);
    this.#caller?.removeEventListener('abort', this.#follow);
  }

  async #time(step: Step): Promise<void> {
    const { signal } = step.over;
    try {
      while (step.leftMs > 0) {
        const ms = step.leftMs;
        step.leftMs = 0;
        await this.#clock.sleep(ms, signal);
      }
      throw timeoutError(step.mostMs);
    } catch (error) {
      if (!signal.aborted) this.abort(error);
    }
  }

  readonly #follow = (): void => {
    this.#stop.abort(this.#caller?.reason);
  };
}

/** A signal that aborts with a TimeoutError after `ms`, or as `halt` does. */
export function abortAfter(ms: number, clock: Clock, halt: AbortSignal): AbortSignal {
  const late = new AbortController();
  const onTime = () => {
    late.abort(timeoutError(ms));
  };
  clock.sleep(ms, halt).then(onTime, () => undefined);
  return AbortSignal.any([halt, late.signal]);
}

function timeoutError(ms: number): DOMException {
  return new DOMException(`timeout after ${ms} ms`, 'TimeoutError');
}

/** The minimum rate of a large body while others wait for its share. */
export const LEAST_PACE = { bytes: 256 * 1024, withinMs: 5_000 } as const;

export interface Paced {
  readonly clock: Clock;
  /** The number of bytes received so far. */
  readonly size: () => number;
  /** Aborts the step if too few arrived. */
  readonly stop: { readonly abort: (reason: unknown) => void };
}

/**
 * Runs a step that receives bytes, and ends it if it receives fewer than {@link LEAST_PACE} demands in one of the
 * intervals that follow one another from its beginning.
 */
export async function atLeastPace<T>(
  step: () => Promise<T>,
  { clock, size, stop }: Paced,
): Promise<T> {
  const { bytes, withinMs } = LEAST_PACE;
  let before = size();
  const watch = new Watch({
    firstAfterMs: withinMs,
    check: (signal) => {
      const now = size();
      const isTooSlow = !signal.aborted && now - before < bytes;
      if (isTooSlow) stop.abort(new Error(`less than ${bytes} bytes within ${withinMs} ms`));
      before = now;
      return Promise.resolve(isTooSlow ? undefined : withinMs);
    },
    clock,
  });
  watch.wake();
  try {
    return await step();
  } finally {
    await watch.stop();
  }
}

/** A signal's abort reason as an Error, as promises should reject with one. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}

/**
 * Waits for a call that cannot be aborted. On an abort it is abandoned.
 * @throws the signal's reason, and what the call throws.
 */
export async function unlessAborted<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal.addEventListener('abort', onAbort, { signal: done.signal });
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    done.abort();
  }
}

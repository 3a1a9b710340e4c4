import type { Clock } from '../clock.ts';

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

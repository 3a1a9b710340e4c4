import type { Turns } from './turns.ts';

/** Limits of a walk over many rows. */
export interface Slicing {
  readonly turns: Turns;
  /** Ends the walk between two slices. */
  readonly signal: AbortSignal;
}

/**
 * Runs a long piece of work slice by slice, yielding to the event loop in between, until a slice
 * says that nothing is left.
 * @throws the signal's reason.
 */
export async function inSlices(
  slice: () => Promise<boolean>,
  { turns, signal }: Slicing,
): Promise<void> {
  for (let more = true; more; more = await slice()) {
    signal.throwIfAborted();
    await turns.take();
  }
}

/** The same, but each slice returns the cursor of the next. */
export async function followSlices<Cursor>(
  first: Cursor,
  slice: (from: Cursor) => Promise<Cursor | undefined>,
  slicing: Slicing,
): Promise<void> {
  let next: Cursor | undefined = first;
  await inSlices(async () => {
    if (next !== undefined) next = await slice(next);
    return next !== undefined;
  }, slicing);
}

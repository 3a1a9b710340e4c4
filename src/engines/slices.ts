import type { Turns } from './turns.ts';

/** What a walk over many rows keeps to. */
export interface Slicing {
  readonly turns: Turns;
  /** Ends the walk between two slices. */
  readonly signal: AbortSignal;
}

/**
 * Does one slice of a long piece of work after another, with a turn of the event loop in between,
 * until one says that there is nothing left.
 *
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

/** The same, where each slice says where the next one begins. */
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

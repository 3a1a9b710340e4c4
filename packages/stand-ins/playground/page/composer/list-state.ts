/** Whether a listbox is open, and which of its items Enter picks. -1: none. */
export interface ListState {
  readonly open: boolean;
  readonly active: number;
}

/** Closed, as it is at first. */
export const CLOSED: ListState = { open: false, active: -1 };

/** Open, with nothing chosen in advance, so that Tab and Enter do no more than they say. */
export const OPENED: ListState = { open: true, active: -1 };

/** Open, with the first item ready to be picked. */
export const READY: ListState = { open: true, active: 0 };

/** The state after an arrow key; it wraps round at the ends. `count` is how many items there are. */
export function moved({ open, active }: ListState, step: 1 | -1, count: number): ListState {
  if (count === 0) return OPENED;
  const last = count - 1;
  if (!open || active < 0) return { open: true, active: step === 1 ? 0 : last };
  const next = Math.min(active, last) + step;
  return { open: true, active: next < 0 ? last : next > last ? 0 : next };
}

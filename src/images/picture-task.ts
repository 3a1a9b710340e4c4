/** What the process for pictures is to make of the one that it gets. */
export type PictureTask =
  { readonly kind: 'face' } | { readonly kind: 'smaller'; readonly mostBytes: number };

/** What it writes to its standard error, as a line, when it is ready to decode. */
export const LOADED = 'loaded';

/** How it exits where the picture cannot be decoded. Why stands on its standard error. */
export const UNREADABLE = 10;

/** A task as arguments of a program. */
export function argumentsOf(task: PictureTask): readonly string[] {
  return task.kind === 'face' ? [task.kind] : [task.kind, String(task.mostBytes)];
}

/** @throws Error where they are no task's. */
export function taskOf([kind, mostBytes]: readonly string[]): PictureTask {
  if (kind === 'face') return { kind };
  if (kind === 'smaller' && Number(mostBytes) > 0) return { kind, mostBytes: Number(mostBytes) };
  throw new Error('no task that is known');
}

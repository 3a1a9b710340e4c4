/** What the process is to make of the picture that it gets. */
export type PictureTask =
  { readonly kind: 'face' } | { readonly kind: 'smaller'; readonly mostBytes: number };

/** The line that it writes to standard error when it is ready to decode. */
export const LOADED = 'loaded';

/** Its exit code if the picture cannot be decoded. Standard error says why. */
export const UNREADABLE = 10;

/** A task as arguments of a program. */
export function argumentsOf(task: PictureTask): readonly string[] {
  return task.kind === 'face' ? [task.kind] : [task.kind, String(task.mostBytes)];
}

/** @throws Error if they are not those of a task. */
export function taskOf([kind, mostBytes]: readonly string[]): PictureTask {
  if (kind === 'face') return { kind };
  if (kind === 'smaller' && Number(mostBytes) > 0) return { kind, mostBytes: Number(mostBytes) };
  throw new Error('no task that is known');
}

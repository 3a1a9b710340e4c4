/** What the process is to make of the picture that it gets. */
export type PictureTask =
  | { readonly kind: 'face' }
  | {
      readonly kind: 'image';
      readonly maxSide: number;
      readonly maxPixels: number;
      readonly mask: boolean;
      readonly mostBytes: number;
    }
  | { readonly kind: 'smaller'; readonly mostBytes: number }
  | { readonly kind: 'thumbnail' };

/** The line that it writes to standard error when it is ready to decode. */
export const LOADED = 'loaded';

/** Its exit codes if the picture cannot be decoded, or too much came of it. Standard error says more. */
export const UNREADABLE = 10;
export const TOO_LARGE = 11;

const MASK = 'mask';
const NO_MASK = 'picture';

/** A task as arguments of a program. */
export function argumentsOf(task: PictureTask): readonly string[] {
  switch (task.kind) {
    case 'face':
    case 'thumbnail':
      return [task.kind];
    case 'image':
      return [
        task.kind,
        String(task.mostBytes),
        String(task.maxSide),
        String(task.maxPixels),
        task.mask ? MASK : NO_MASK,
      ];
    case 'smaller':
      return [task.kind, String(task.mostBytes)];
  }
}

/** @throws Error if they are not those of a task. */
export function taskOf([kind, bytes, side, pixels, mask]: readonly string[]): PictureTask {
  if (kind === 'face' || kind === 'thumbnail') return { kind };
  const mostBytes = Number(bytes);
  if (kind === 'smaller' && mostBytes > 0) return { kind, mostBytes };
  const [maxSide, maxPixels] = [Number(side), Number(pixels)];
  if (kind === 'image' && mostBytes > 0 && maxSide > 0 && maxPixels > 0) {
    return { kind, mostBytes, maxSide, maxPixels, mask: mask === MASK };
  }
  throw new Error('no task that is known');
}

/** A file that cannot be decoded, at least not within the time and memory that a picture may take. */
export class PictureUnreadable extends Error {
  override readonly name = 'PictureUnreadable';
}

/** What `work` makes of a picture. Rejects with PictureUnreadable if it fails. */
export async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new PictureUnreadable(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** A picture of which nothing came that is small enough to be passed on. */
export class PictureTooLarge extends Error {
  override readonly name = 'PictureTooLarge';
}

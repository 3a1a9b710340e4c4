import { isRecord } from '../engines/record.ts';

/** The task of a picture process, its argument as JSON. */
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
  | { readonly kind: 'thumbnail' }
  /** Draws a chart. The input is its description as JSON, not a picture. */
  | { readonly kind: 'chart' };

/** Reads a task back. Without zod, which every picture would wait for. @throws Error if it is no task. */
export function readTask(argument: string): PictureTask {
  const task: unknown = JSON.parse(argument);
  if (isTask(task)) return task;
  throw new Error('unknown task');
}

function isTask(task: unknown): task is PictureTask {
  if (!isRecord(task)) return false;
  const { kind, mostBytes, maxSide, maxPixels, mask } = task;
  switch (kind) {
    case 'face':
    case 'thumbnail':
    case 'chart':
      return true;
    case 'smaller':
      return isPositive(mostBytes);
    case 'image':
      return [mostBytes, maxSide, maxPixels].every(isPositive) && typeof mask === 'boolean';
    default:
      return false;
  }
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

/** The line on standard error that announces readiness to decode. */
export const LOADED = 'loaded';

/**
 * Exit codes for an undecodable picture and for a result that is too large. Standard error has the details.
 */
export const UNREADABLE = 10;
export const TOO_LARGE = 11;

/** A file that cannot be decoded, at least not within the limits on time and memory. */
export class PictureUnreadable extends Error {
  override readonly name = 'PictureUnreadable';
}

/** Runs `work` on a picture. Rejects with PictureUnreadable if it fails. */
export async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new PictureUnreadable(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** No encoding of the picture is small enough to pass on. */
export class PictureTooLarge extends Error {
  override readonly name = 'PictureTooLarge';
}

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
  | { readonly kind: 'thumbnail' };

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

import { createHash } from 'node:crypto';
import { BotError } from '../errors/errors.ts';
import { inspectPhoto, type InspectedPicture } from './inspect-photo.ts';
import { PictureTooLarge } from './picture-too-large.ts';
import { PictureUnreadable } from './picture-unreadable.ts';

/** A person's picture as it goes to the worker: plain and upright, with nothing but pixels in it. */
export interface NormalisedPicture extends InspectedPicture {
  readonly bytes: Buffer;
  /** SHA-256 of `bytes`, in hex. */
  readonly sha256: string;
}

/**
 * Encodes a picture anew. Rejects with PictureUnreadable if it cannot be decoded, and with
 * PictureTooLarge if too much comes of it.
 */
export type MakePicture = (file: Buffer) => Promise<Buffer>;

/**
 * Makes a stranger's file safe to pass on, by `make`, which is not even called if the file's parts
 * show that it is useless. Rejects with a BotError: `picture_moves`, `picture_too_many_pixels`,
 * `pictures_too_large`, or `not_a_picture` for anything but a complete JPEG, PNG or WebP; otherwise
 * with what `make` rejected with.
 */
export async function normalisePicture(
  file: Buffer,
  make: MakePicture,
): Promise<NormalisedPicture> {
  inspectPhoto(file);
  try {
    const bytes = await make(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { bytes, ...inspectPhoto(bytes), sha256 };
  } catch (cause) {
    if (cause instanceof PictureUnreadable) throw new BotError('not_a_picture', { cause });
    if (cause instanceof PictureTooLarge) throw new BotError('pictures_too_large', { cause });
    throw cause;
  }
}

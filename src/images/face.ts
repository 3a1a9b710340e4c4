import { createHash } from 'node:crypto';
import { BotError } from '../errors/errors.ts';
import { inspectPhoto } from './inspect-photo.ts';
import { PictureUnreadable } from './picture-unreadable.ts';

/** A face as it goes to the worker: a plain, upright JPEG with nothing but pixels in it. */
export interface NormalisedFace {
  readonly bytes: Buffer;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** SHA-256 of `bytes`, in hex. */
  readonly sha256: string;
}

/** Turns a picture into the face's JPEG. Rejects with PictureUnreadable if it cannot be decoded. */
export type MakeFaceJpeg = (file: Buffer) => Promise<Buffer>;

/**
 * Makes a stranger's file safe to pass on, by `makeJpeg`, which is not even called if the file's parts
 * show that it is useless. Rejects with a BotError: `picture_moves`, `picture_too_many_pixels`, or
 * `not_a_picture` for anything but a complete JPEG, PNG or WebP; otherwise with what `makeJpeg`
 * rejected with.
 */
export async function normaliseFace(file: Buffer, makeJpeg: MakeFaceJpeg): Promise<NormalisedFace> {
  inspectPhoto(file);
  try {
    const bytes = await makeJpeg(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { bytes, ...inspectPhoto(bytes), sha256 };
  } catch (cause) {
    if (cause instanceof PictureUnreadable) throw new BotError('not_a_picture', { cause });
    throw cause;
  }
}

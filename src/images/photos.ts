import { createHash } from 'node:crypto';
import { BotError } from '../errors/errors.ts';
import type { Attachment } from './attachment.ts';
import { type InspectedPicture, inspectPhoto, MOST_PIXELS } from './inspect-photo.ts';
import { photoPool, type PicturePool } from './picture-pool.ts';
import type { PictureSize } from './picture-sizes.ts';
import { type PictureTask, PictureTooLarge, PictureUnreadable } from './picture-task.ts';

/** ComfyUI works on blocks of 8 × 8 pixels and crops the remainder. */
const SHORTEST_SIDE = 16;

/** A member's attachment. */
export interface Photo {
  readonly attachment: Attachment;
  readonly userId: string;
}

/** Prepares members' pictures for workers. Decodes one at a time per member. */
export class Photos {
  readonly #pool: PicturePool;

  constructor(pool = photoPool()) {
    this.#pool = pool;
  }

  /**
   * Checks and normalises a picture for this use. Rejects with the signal's reason on an abort, which kills
   * the picture's process. Otherwise rejects with what {@link normalisePicture} rejects with, or with BotError
   * `picture_too_small` for an input image that is tiny or a line.
   */
  async prepare(
    { file, userId }: { readonly file: Buffer; readonly userId: string },
    use: PictureUse,
    signal: AbortSignal,
  ): Promise<NormalisedPicture> {
    const picture = await normalisePicture(file, (bytes) =>
      this.#pool.run(taskOf(use), bytes, { person: userId, signal }),
    );
    if (use.kind === 'image') requireSides(picture);
    return picture;
  }
}

function taskOf(use: PictureUse): PictureTask {
  switch (use.kind) {
    case 'face':
      return use;
    case 'image':
      return { maxPixels: MOST_PIXELS, ...use, mostBytes: MOST_INPUT_BYTES };
  }
}

function requireSides({ width, height }: PictureSize): void {
  if (Math.min(width, height) < SHORTEST_SIDE) throw new BotError('picture_too_small');
}

/** A member's picture as sent to the worker: re-encoded, upright, pixels only. */
export interface NormalisedPicture extends InspectedPicture {
  readonly bytes: Buffer;
  /** SHA-256 of `bytes`, in hex. */
  readonly sha256: string;
}

/**
 * Re-encodes a picture. Rejects with PictureUnreadable if it cannot be decoded, and with PictureTooLarge if
 * the result is too large.
 */
export type MakePicture = (file: Buffer) => Promise<Buffer>;

/**
 * Makes an untrusted file safe to pass on. Calls `make` only if the file's structure is valid. Rejects with a
 * BotError: `picture_moves`, `picture_too_many_pixels`, `pictures_too_large`, or `not_a_picture` for anything
 * but a complete JPEG, PNG or WebP; otherwise with what `make` rejected with.
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

/** Size limits of an input image. */
export interface ImageUse {
  readonly kind: 'image';
  /** The longest side, in whole pixels. */
  readonly maxSide: number;
  /** The most pixels in all, within rounding. Default: unlimited. */
  readonly maxPixels?: number;
  /** Masks stay exact: they are encoded as PNG, which is lossless. */
  readonly mask: boolean;
}

/** What a member's picture is for. A `face` only goes to a face model. */
export type PictureUse = { readonly kind: 'face' } | ImageUse;

/**
 * The most bytes of all pictures of one job. RunPod accepts requests of 10 MB, and base64 turns three bytes
 * into four.
 */
export const MOST_INPUT_BYTES = 7_000_000;

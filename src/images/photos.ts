import { createHash } from 'node:crypto';
import { BotError } from '../errors/errors.ts';
import type { Attachment } from './attachment.ts';
import { type InspectedPicture, inspectPhoto, MOST_PIXELS } from './inspect-photo.ts';
import { photoPool, type PicturePool } from './picture-pool.ts';
import type { PictureSize } from './picture-sizes.ts';
import { type PictureTask, PictureTooLarge, PictureUnreadable } from './picture-task.ts';

/** ComfyUI works on pieces of 8 × 8 pixels, and cuts off what is left over. */
const SHORTEST_SIDE = 16;

/** What a person attached. */
export interface Photo {
  readonly attachment: Attachment;
  readonly userId: string;
}

/** @throws BotError. */
export type FetchAttachment = (attachment: Attachment, signal: AbortSignal) => Promise<Buffer>;

/** People's pictures on their way to a worker. Of each person, one is decoded at a time. */
export class Photos {
  readonly #fetch: FetchAttachment;
  readonly #pool: PicturePool;

  constructor(fetch: FetchAttachment, pool = photoPool()) {
    this.#fetch = fetch;
    this.#pool = pool;
  }

  /**
   * Fetches, checks and normalises a picture for this use. Rejects with the signal's reason on an abort,
   * which kills the process at work on it, otherwise with what `fetch` and {@link normalisePicture} reject
   * with, and with BotError `picture_too_small` for one to work on that is a line, or next to nothing.
   */
  async prepare(
    { attachment, userId }: Photo,
    use: PictureUse,
    signal: AbortSignal,
  ): Promise<NormalisedPicture> {
    const file = await this.#fetch(attachment, signal);
    return this.prepareFile({ file, userId }, use, signal);
  }

  /** The same for a picture that is here. */
  async prepareFile(
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

/** How much of a picture that is worked on itself is kept. */
export interface ImageUse {
  readonly kind: 'image';
  /** Of its longest side, in whole pixels. */
  readonly maxSide: number;
  /** Of all its pixels, within rounding. Any number where it is left out. */
  readonly maxPixels?: number;
  /** A mask stays as it is drawn: in PNG, which loses nothing. */
  readonly mask: boolean;
}

/** What a person's picture is for. A `face` is only looked at, by a face model. */
export type PictureUse = { readonly kind: 'face' } | ImageUse;

/**
 * As much as all pictures of one job may come to, in bytes: RunPod takes requests of 10 MB, and base64
 * makes four bytes of three.
 */
export const MOST_INPUT_BYTES = 7_000_000;

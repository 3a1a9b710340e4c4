import { BotError } from '../errors/errors.ts';
import type { Attachment } from './attachment.ts';
import type { PictureSize } from './claimed-sizes.ts';
import { MOST_PIXELS } from './inspect-photo.ts';
import { MOST_INPUT_BYTES } from './most-input-bytes.ts';
import { normalisePicture, type NormalisedPicture } from './normalise-picture.ts';
import type { PicturePool } from './picture-pool.ts';
import { photoPool } from './picture-pools.ts';
import type { PictureTask } from './picture-task.ts';
import type { PictureUse } from './picture-use.ts';

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

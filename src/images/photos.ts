import type { Attachment } from './attachment.ts';
import { MOST_INPUT_BYTES } from './most-input-bytes.ts';
import { normalisePicture, type NormalisedPicture } from './normalise-picture.ts';
import type { PicturePool } from './picture-pool.ts';
import { photoPool } from './picture-pools.ts';
import type { PictureTask } from './picture-task.ts';
import type { PictureUse } from './picture-use.ts';
import { Places } from './places.ts';

/** Each may take up 10 MiB of memory while it waits for Discord. */
const PRESENT_AT_ONCE = 8;

/** What a person attached. */
export interface Photo {
  readonly attachment: Attachment;
  readonly userId: string;
}

/** @throws BotError. */
export type FetchAttachment = (attachment: Attachment, signal: AbortSignal) => Promise<Buffer>;

/**
 * People's pictures on their way to a worker: one per person at a time, and only the next few are
 * here at all.
 */
export class Photos {
  readonly #fetch: FetchAttachment;
  readonly #present = new Places(PRESENT_AT_ONCE);
  readonly #pool: PicturePool;

  constructor(fetch: FetchAttachment, pool = photoPool()) {
    this.#fetch = fetch;
    this.#pool = pool;
  }

  /**
   * Fetches, checks and normalises a picture for this use. Rejects with the signal's reason on an abort,
   * which kills the process at work on it, otherwise with what `fetch` and {@link normalisePicture} reject
   * with.
   */
  async prepare(
    { attachment, userId }: Photo,
    use: PictureUse,
    signal: AbortSignal,
  ): Promise<NormalisedPicture> {
    const leave = await this.#present.take(userId, signal);
    try {
      return await normalisePicture(await this.#fetch(attachment, signal), (file) =>
        this.#pool.run(taskOf(use), file, { person: userId, signal }),
      );
    } finally {
      leave();
    }
  }
}

function taskOf(use: PictureUse): PictureTask {
  switch (use.kind) {
    case 'face':
      return use;
    case 'image':
      return { ...use, mostBytes: MOST_INPUT_BYTES };
  }
}

import type { Attachment } from './attachment.ts';
import { normaliseFace, type NormalisedFace } from './face.ts';
import type { PicturePool } from './picture-pool.ts';
import { facePool } from './picture-pools.ts';
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
 * People's photos on their way to becoming faces: one per person at a time, and only the next few are
 * here at all.
 */
export class Photos {
  readonly #fetch: FetchAttachment;
  readonly #present = new Places(PRESENT_AT_ONCE);
  readonly #pool: PicturePool;

  constructor(fetch: FetchAttachment, pool = facePool()) {
    this.#fetch = fetch;
    this.#pool = pool;
  }

  /**
   * Fetches, checks and normalises a photo. Rejects with the signal's reason on an abort, which
   * kills the process at work on it, otherwise with what `fetch` and {@link normaliseFace} reject with.
   */
  async prepare({ attachment, userId }: Photo, signal: AbortSignal): Promise<NormalisedFace> {
    const leave = await this.#present.take(userId, signal);
    try {
      return await normaliseFace(await this.#fetch(attachment, signal), (file) =>
        this.#pool.run({ kind: 'face' }, file, { person: userId, signal }),
      );
    } finally {
      leave();
    }
  }
}

import type { Attachment } from './attachment.ts';
import { normaliseFace, type NormalisedFace } from './face.ts';
import { PicturePool } from './picture-pool.ts';
import type { PictureLimits } from './picture-process.ts';
import { Places } from './places.ts';

/** Each may have its 10 MiB in memory, and wait for Discord. */
const PRESENT_AT_ONCE = 8;
const DECODED_AT_ONCE = 2;

/**
 * Of 24 million pixels, a progressive JPEG takes 0.6 s and 250 MB, and an interlaced PNG of sixteen
 * bits, the costliest that was found, 1.5 s and 380 MB, Node's own 130 MB among them.
 */
export const FACE_LIMITS: PictureLimits = {
  cpuSeconds: 3,
  clockMs: 15_000,
  memoryKb: 448 * 1024,
  largestResultBytes: 8 * 1024 * 1024,
};

/** What a person attached. */
export interface Photo {
  readonly attachment: Attachment;
  readonly userId: string;
}

/** @throws BotError. */
export type FetchAttachment = (attachment: Attachment, signal: AbortSignal) => Promise<Buffer>;

/**
 * People's photos on their way to faces: of each person one at a time, and only those few that are
 * next are here at all.
 */
export class Photos {
  readonly #fetch: FetchAttachment;
  readonly #present = new Places(PRESENT_AT_ONCE);
  readonly #pool: PicturePool;

  constructor(
    fetch: FetchAttachment,
    pool = new PicturePool({ atOnce: DECODED_AT_ONCE, limits: FACE_LIMITS }),
  ) {
    this.#fetch = fetch;
    this.#pool = pool;
  }

  /**
   * Fetches, checks and normalises a photo. Rejects with the signal's reason on an abort, which
   * kills the process that is at it, else with what `fetch` and {@link normaliseFace} reject with.
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

import { downloadAttachment, type Attachment } from './attachment.ts';
import type { DownloadOptions } from './download.ts';
import { Places } from './places.ts';

/** What is written into a picture stands at its head: ComfyUI's graphs take some 100 kB. */
export const HEAD_BYTES = 1024 * 1024;

/** So many lie here at once. */
export const HEADS_AT_ONCE = 8;

/** Fetches the heads of pictures, a few at a time and one per person. */
export class PictureHeads {
  readonly #options: Pick<DownloadOptions, 'origins' | 'clock' | 'signal'>;
  readonly #places = new Places(HEADS_AT_ONCE);

  constructor(options: Pick<DownloadOptions, 'origins' | 'clock' | 'signal'>) {
    this.#options = options;
  }

  /**
   * What `read` makes of a picture's head, its first 1 MiB at most. Rejects as {@link downloadAttachment} does,
   * also once `ended` aborts.
   */
  async read<T>(
    file: Attachment,
    userId: string,
    read: (head: Buffer) => T,
    ended: AbortSignal,
  ): Promise<T> {
    const { signal: halt } = this.#options;
    const signal = halt ? AbortSignal.any([halt, ended]) : ended;
    const leave = await this.#places.take(userId, signal);
    try {
      const wanted = { largestBytes: Infinity, headBytes: HEAD_BYTES, signal };
      return read(await downloadAttachment(file, { ...this.#options, ...wanted }));
    } finally {
      leave();
    }
  }
}

import { Places } from '../engines/semaphore.ts';
import { BotError, type ErrorCode } from '../errors/errors.ts';
import { download, DownloadError, type DownloadFailure, type DownloadOptions } from './download.ts';

/** The largest photo that is taken from a person. */
export const LARGEST_ATTACHMENT_BYTES = 10 * 1024 * 1024;

/** What Discord says about a file that somebody attached. */
export interface Attachment {
  /** Carries a signature: whoever has it can fetch the file. Never logged. */
  readonly url: string;
  /** Bytes. */
  readonly size: number;
}

const CODES = {
  refused: 'photo_refused',
  gone: 'photo_gone',
  too_large: 'picture_too_large',
  unreachable: 'photo_unreachable',
  empty: 'not_a_picture',
} as const satisfies Record<DownloadFailure, ErrorCode>;

/** `largestBytes`: 10 MiB where it is left out. */
type AttachmentOptions = Omit<DownloadOptions, 'largestBytes'> &
  Partial<Pick<DownloadOptions, 'largestBytes'>>;

/**
 * Fetches what a person attached, or what the bot did. Rejects with the signal's reason on an abort,
 * else with a BotError: `photo_refused` (not from Discord, or sent elsewhere from there),
 * `picture_too_large`, `photo_gone`, `photo_unreachable` (after two tries), `not_a_picture` (no
 * bytes).
 */
export async function downloadAttachment(
  { url, size }: Attachment,
  { largestBytes = LARGEST_ATTACHMENT_BYTES, ...options }: AttachmentOptions,
): Promise<Buffer> {
  if (size > largestBytes) throw new BotError('picture_too_large');
  try {
    return await download(url, { ...options, largestBytes });
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    throw new BotError(CODES[error.failure], { cause: error.cause ?? error });
  }
}

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

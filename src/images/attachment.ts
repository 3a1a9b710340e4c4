import { Semaphore } from '../engines/semaphore.ts';
import { BotError, type ErrorCode } from '../errors/errors.ts';
import { download, DownloadError, type DownloadFailure, type DownloadOptions } from './download.ts';

/** The largest photo accepted from a member. */
export const LARGEST_ATTACHMENT_BYTES = 10 * 1024 * 1024;

/** Discord's description of an attached file. */
export interface Attachment {
  /** Signed: anyone who has it can fetch the file. Never logged. */
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

/** `largestBytes`: default 10 MiB. */
type AttachmentOptions = Omit<DownloadOptions, 'largestBytes'> &
  Partial<Pick<DownloadOptions, 'largestBytes'>>;

/**
 * Fetches an attachment of a member or of the bot. Rejects with the signal's reason on an abort, else with a
 * BotError: `photo_refused` (not from Discord, or redirected elsewhere), `picture_too_large`, `photo_gone`,
 * `photo_unreachable` (after two tries), `not_a_picture` (no bytes).
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

/** Metadata is at the head of a picture. ComfyUI's graphs take some 100 kB. */
export const HEAD_BYTES = 1024 * 1024;

/** How many heads are held in memory at once. */
export const HEADS_AT_ONCE = 8;

/** Fetches the heads of pictures, a few at a time and one per member. */
export class PictureHeads {
  readonly #options: Pick<DownloadOptions, 'origins' | 'clock' | 'network' | 'signal'>;
  readonly #slots = new Semaphore({ shares: HEADS_AT_ONCE, perKey: { shares: 1 } });

  constructor(options: Pick<DownloadOptions, 'origins' | 'clock' | 'network' | 'signal'>) {
    this.#options = options;
  }

  /**
   * Passes a picture's head, at most its first 1 MiB, to `read` and returns the result. Rejects like {@link
   * downloadAttachment}, also once `ended` aborts.
   */
  async read<T>(
    file: Attachment,
    userId: string,
    read: (head: Buffer) => T,
    ended: AbortSignal,
  ): Promise<T> {
    const { signal: halt } = this.#options;
    const signal = halt ? AbortSignal.any([halt, ended]) : ended;
    const slot = await this.#slots.take({ key: userId, signal });
    try {
      const wanted = { largestBytes: Infinity, headBytes: HEAD_BYTES, signal };
      return read(await downloadAttachment(file, { ...this.#options, ...wanted }));
    } finally {
      slot.release();
    }
  }
}

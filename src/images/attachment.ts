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

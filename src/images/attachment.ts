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

/**
 * Fetches what a person attached, at most 10 MiB. Rejects with the signal's reason on an abort,
 * else with a BotError: `photo_refused` (not from Discord, or sent elsewhere from there),
 * `picture_too_large`, `photo_gone`, `photo_unreachable` (after two tries), `not_a_picture` (no
 * bytes).
 */
export async function downloadAttachment(
  { url, size }: Attachment,
  options: Omit<DownloadOptions, 'largestBytes'>,
): Promise<Buffer> {
  if (size > LARGEST_ATTACHMENT_BYTES) throw new BotError('picture_too_large');
  try {
    return await download(url, { ...options, largestBytes: LARGEST_ATTACHMENT_BYTES });
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    throw new BotError(CODES[error.failure], { cause: error.cause ?? error });
  }
}

import { type PictureStore, StorageError, type StoredPicture } from '../../images/picture-store.ts';
import type { MessagePayload, OutgoingFile } from '../rest/message-payload.ts';

/** Discord's file size limit in a server without boosts, from its reference. */
export const DEFAULT_SIZE_LIMIT = 10 * 1024 * 1024;
/** Limit of all files of a message, to stay below the 25 MiB of a request. */
export const LARGEST_MESSAGE_BYTES = 24 * 1024 * 1024;
/** Size limit of a shrunk picture, for any server: Discord may just have refused the original. */
const SMALLER_FILE_BYTES = 9.5 * 1024 * 1024;

/** The largest file to post under that size limit. */
export function largestFile({
  attachmentSizeLimit = DEFAULT_SIZE_LIMIT,
}: Pick<PictureFileOptions, 'attachmentSizeLimit'>): number {
  return Math.min(attachmentSizeLimit, LARGEST_MESSAGE_BYTES);
}

/**
 * Re-encodes a picture as a JPEG of at most so many bytes, read when its turn comes. Rejects if
 * reading or encoding fails.
 */
export type ShrinkPicture = (read: () => Promise<Buffer>, mostBytes: number) => Promise<Buffer>;

export interface PictureFileOptions {
  readonly pictures: Pick<PictureStore, 'read' | 'bytesOf'>;
  readonly shrinkPicture: ShrinkPicture;
  /** Discord's file size limit there in bytes, if known. */
  readonly attachmentSizeLimit?: number | undefined;
}

/**
 * A message's stored pictures as files: streamed, or re-encoded if the message's form says so.
 *
 * @throws PictureUnusable, also for files above Discord's limit, and temporary storage errors.
 * Reading them throws the same.
 */
export async function pictureFiles(
  { body, pictures, smaller }: MessagePayload,
  options: PictureFileOptions,
): Promise<OutgoingFile[]> {
  const largest = largestFile(options);
  const share = Math.floor(LARGEST_MESSAGE_BYTES / pictures.length);
  const files: OutgoingFile[] = [];
  let room = LARGEST_MESSAGE_BYTES;
  for (const [index, picture] of pictures.entries()) {
    const name = body.attachments[index]?.filename ?? picture.file;
    if (smaller) {
      const data = await shrunk(picture, Math.min(share, largest, SMALLER_FILE_BYTES), options);
      files.push({ name, type: 'image/jpeg', data });
    } else {
      const { size, pieces } = await orUnusable(options.pictures.bytesOf(picture));
      room -= size;
      if (size > largest || room < 0) throw new PictureUnusable('too_large');
      const data = { size, pieces: () => piecesOrUnusable(pieces()) };
      files.push({ name, type: `image/${picture.format}`, data });
    }
  }
  return files;
}

async function shrunk(
  picture: StoredPicture,
  mostBytes: number,
  { pictures, shrinkPicture }: PictureFileOptions,
): Promise<Buffer> {
  const read = () => orUnusable(pictures.read(picture));
  return shrinkPicture(read, mostBytes).catch((cause: unknown) => {
    if (cause instanceof PictureUnusable || cause instanceof StorageError) throw cause;
    throw new PictureUnusable('too_large', cause);
  });
}

/** File system codes for a missing or unreadable file; a retry would not help. */
const GONE: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'EIO',
]);

/** A job's picture that cannot be sent as intended. */
export class PictureUnusable extends Error {
  override readonly name = 'PictureUnusable';
  /** `too_large`: as it is, or in any size. */
  readonly failure: 'picture_gone' | 'too_large';

  constructor(failure: PictureUnusable['failure'], cause?: unknown) {
    super(failure === 'picture_gone' ? 'its file is missing' : 'it is too large', { cause });
    this.failure = failure;
  }
}

/** @throws PictureUnusable if the file is gone, otherwise the file system error. */
async function orUnusable<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((cause: unknown) => {
    throw unusable(cause);
  });
}

/** The same for a streamed file. */
async function* piecesOrUnusable<T>(pieces: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pieces;
  } catch (cause) {
    throw unusable(cause);
  }
}

function unusable(cause: unknown): unknown {
  const isGone = cause instanceof Error && 'code' in cause && GONE.has(cause.code);
  return isGone ? new PictureUnusable('picture_gone', cause) : cause;
}

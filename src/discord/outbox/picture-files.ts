import type { RawFile } from 'discord.js';
import type { PictureStore } from '../../record/store/picture-store.ts';
import type { MessagePayload } from '../wire/message-payload.ts';

/** Below the 10 MiB a file that Discord takes in every server. */
const LARGEST_FILE_BYTES = 9.5 * 1024 * 1024;
/** All files of a message together, so that the whole request passes. */
const LARGEST_MESSAGE_BYTES = 20 * 1024 * 1024;

/** Codes for a file that is not there, or not readable here; another try would give the same. */
const GONE: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'EIO',
]);

/** Re-encodes a picture as a JPEG of at most so many bytes. Rejects where it cannot be done. */
export type ShrinkPicture = (bytes: Buffer, mostBytes: number) => Promise<Buffer>;

/** A job's picture that cannot be sent as it should be. */
export class PictureUnusable extends Error {
  override readonly name = 'PictureUnusable';
  /** `too_large`: it could not be made smaller. */
  readonly failure: 'picture_gone' | 'too_large';

  constructor(failure: PictureUnusable['failure'], cause: unknown) {
    super(failure === 'picture_gone' ? 'its file is not there' : 'it cannot be made smaller', {
      cause,
    });
    this.failure = failure;
  }
}

/**
 * The kept pictures of a message as files to send, smaller where its form says so.
 *
 * @throws PictureUnusable, and what the disk says where that may pass.
 */
export async function pictureFiles(
  { body, pictures, smaller }: MessagePayload,
  store: PictureStore,
  shrink: ShrinkPicture,
): Promise<RawFile[]> {
  const mostBytes = Math.min(LARGEST_FILE_BYTES, LARGEST_MESSAGE_BYTES / pictures.length);
  const files: RawFile[] = [];
  for (const [index, picture] of pictures.entries()) {
    const bytes = await store.read(picture).catch((cause: unknown) => {
      const gone = cause instanceof Error && 'code' in cause && GONE.has(cause.code);
      throw gone ? new PictureUnusable('picture_gone', cause) : cause;
    });
    const data = smaller
      ? await shrink(bytes, Math.floor(mostBytes)).catch((cause: unknown) => {
          throw new PictureUnusable('too_large', cause);
        })
      : bytes;
    files.push({ name: body.attachments[index]?.filename ?? picture.file, data });
  }
  return files;
}

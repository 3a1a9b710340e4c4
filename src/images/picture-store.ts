import { type Random, systemRandom } from '../engines/env.ts';
import type { Slicing } from '../engines/slices.ts';
import type { Logger } from '../logger/logger.ts';
import { moments } from '../store/moments.ts';
import type { Picture } from './picture.ts';

/** Stored bytes: their number, and their pieces, read again on each iteration. */
export interface StoredBytes {
  readonly size: number;
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** A stored picture: its file name in the picture store and its format. */
export interface StoredPicture {
  readonly file: string;
  readonly format: Picture['format'];
  /** An animation. Shrinking it makes it a still. */
  readonly animated?: true | undefined;
}

/** Which of some files must stay. */
export interface FilesInUse {
  /** Files that a row names, or may name. */
  readonly named: ReadonlySet<string>;
  /** Files of unfinished jobs. Their rows may name them later. */
  readonly unfinished: ReadonlySet<string>;
}

/** Stores the pictures that jobs made. */
export interface PictureStore {
  /** Where the pictures are, for operators. */
  readonly place: 'folder' | 'database' | 'bucket';

  /**
   * Stores a job's pictures durably. If one cannot be stored, none is kept. Pictures may be produced
   * one by one, each once the previous one is stored. `before`: how many the job has already.
   *
   * @throws StorageError if the storage fails, and whatever producing the pictures throws.
   */
  save(
    jobId: string,
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
    before?: number,
  ): Promise<StoredPicture[]>;

  /**
   * Free space for pictures, in bytes. `Infinity` if unknown.
   *
   * @throws StorageError if the storage fails.
   */
  freeBytes(): Promise<number>;

  /**
   * Stores and removes this many bytes, like a picture.
   *
   * @throws StorageError if the storage fails.
   */
  probe(bytes: number): Promise<void>;

  /** @throws PictureGone, or an error with the same code. */
  read(picture: StoredPicture): Promise<Buffer>;

  /** A picture's size, and a repeatable way to read it in pieces. @throws as `read`. */
  bytesOf(picture: StoredPicture): Promise<StoredBytes>;

  /** Removes the pictures that exist. @throws after trying all, if some could not be removed. */
  remove(pictures: readonly StoredPicture[]): Promise<void>;

  /**
   * Removes pictures that no row names: a crash left them between storing and naming them, or their
   * removal failed. Returns the errors of those that could not be removed.
   *
   * A folder has one writer: sweep it before that begins. Other stores have several, so they keep
   * pictures of unfinished jobs and those younger than {@link SWEPT_AFTER_MS}: sweep them any time.
   *
   * @throws StorageError if the pictures cannot be listed.
   */
  sweep(
    inUse: (files: readonly string[]) => Promise<FilesInUse>,
    slicing: Slicing,
  ): Promise<unknown[]>;
}

/** A writer names its pictures long before. */
export const SWEPT_AFTER_MS = 24 * 60 * 60_000;

/** How many files are checked at once. */
export const SWEEP_SLICE = 200;

const EXTENSION = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/** A name that a repeated call gives to the same picture. */
export function plainFile(name: string, format: Picture['format']): string {
  return `${name}.${EXTENSION[format]}`;
}

/** A name that no other writer, nor a repeated call, gives to a picture. */
export function uniqueFile(
  name: string,
  format: Picture['format'],
  random: Random = systemRandom,
): string {
  return `${name}.${random.bytes(5).toString('hex')}.${EXTENSION[format]}`;
}

/** What {@link PictureStore.save} is given. */
interface NewPictures {
  readonly jobId: string;
  readonly pictures: Iterable<Picture> | AsyncIterable<Picture>;
  /** How many the job has already. */
  readonly before: number;
}

/** Stores a job's pictures one by one. If one fails, discards all of them. */
export async function saveEach(
  { jobId, pictures, before }: NewPictures,
  {
    fileOf,
    write,
    finish = () => Promise.resolve(),
    discard,
  }: {
    readonly fileOf: (name: string, format: Picture['format']) => string;
    readonly write: (file: string, bytes: Buffer) => Promise<void>;
    /** Called after the last one. */
    readonly finish?: () => Promise<void>;
    readonly discard: (stored: readonly StoredPicture[]) => Promise<void>;
  },
): Promise<StoredPicture[]> {
  const stored: StoredPicture[] = [];
  try {
    for await (const { bytes, format, animated } of pictures) {
      const file = fileOf(`${jobId}-${before + stored.length + 1}`, format);
      stored.push({ file, format, ...(animated && { animated }) });
      await write(file, bytes);
    }
    await finish();
  } catch (error) {
    // In a full store, partial pictures use up space that is needed.
    await discard(stored).catch(() => undefined);
    throw error;
  }
  moments.pictureStored.publish({ jobId });
  return stored;
}

/** Removes each picture. @throws after trying all, if some could not be removed. */
export async function removeEach(
  pictures: readonly StoredPicture[],
  removeFile: (file: string) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const { file } of pictures) {
    await removeFile(file).catch((error: unknown) => failures.push(error));
  }
  if (failures.length === 0) return;
  throw new Error(`${failures.length} of ${pictures.length} pictures could not be removed`, {
    cause: failures[0],
  });
}

export interface RemovePicturesOptions {
  readonly pictures: Pick<PictureStore, 'remove'>;
  readonly logger: Logger;
}

/**
 * Removes pictures that rows no longer name. Logs failures and leaves those pictures to the next
 * sweep. Never rejects.
 */
export async function removePictures(
  gone: readonly StoredPicture[],
  { pictures, logger }: RemovePicturesOptions,
): Promise<void> {
  await pictures.remove(gone).catch((err: unknown) => {
    logger.error({ err }, 'a removed picture could not be deleted from storage');
  });
}

/** Why pictures cannot be stored, in words for operators. */
export type StorageFault =
  'full' | 'no file descriptors' | 'missing' | 'not writable' | 'unreachable' | 'failing';

/** A picture is not in its store, with the code of a missing file. */
export class PictureGone extends Error {
  override readonly name = 'PictureGone';
  readonly code = 'ENOENT';

  constructor() {
    super('the picture is not stored any more');
  }
}

/** Pictures cannot be stored, for a reason that may pass. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly fault: StorageFault;
  /** The code of the system, the database or the bucket, such as `ENOSPC`. */
  readonly code: string;

  constructor(fault: StorageFault, code: string, cause: unknown) {
    super(`pictures cannot be stored: ${fault} (${code})`, { cause });
    this.fault = fault;
    this.code = code;
  }
}

import { chmodSync, constants, mkdirSync, type StatsFs } from 'node:fs';
import fs, { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Slicing } from '../engines/slices.ts';
import type { Logger } from '../logger/logger.ts';
import { DatabaseError } from '../store/database.ts';
import { moments } from '../store/moments.ts';
import type { Picture } from './picture.ts';

const EXTENSION = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/** How many files are looked up at once. */
const SLICE_FILES = 200;

/** Bytes on disk: their number, and their pieces, read again on each iteration. */
export interface StoredBytes {
  readonly size: number;
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** A stored picture: its file name in the picture folder and its format. */
export interface StoredPicture {
  readonly file: string;
  readonly format: Picture['format'];
  /** An animation. Shrinking it makes it a still. */
  readonly animated?: true | undefined;
}

/** The file system calls used, as in `node:fs/promises`. */
export interface StorageCalls {
  access(path: string, mode: number): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  open(path: string, flags?: string, mode?: number): Promise<fs.FileHandle>;
  rename(from: string, to: string): Promise<void>;
  statfs(path: string): Promise<Pick<StatsFs, 'bavail' | 'bsize' | 'blocks'>>;
}

/** Not named by any row, so the next start removes a leftover. */
const PROBE = '.probe';

/** Stores pictures as files in a private folder beside the database. */
export class PictureStore {
  readonly #folder: string;
  readonly #calls: StorageCalls;

  /**
   * Creates the folder if missing and makes it private (0700). `calls`: replaced by tests that simulate a
   * failing disk.
   *
   * @throws DatabaseError if that fails.
   */
  constructor(folder: string, calls: StorageCalls = fs) {
    this.#folder = folder;
    this.#calls = calls;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      chmodSync(folder, 0o700);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DatabaseError(`The picture folder ${folder} cannot be used: ${reason}.`, {
        cause: error,
      });
    }
  }

  /**
   * Stores a job's pictures durably: writes each to a temporary file, flushes and renames it, then flushes
   * the folder. A repeated call replaces them. If one cannot be stored, none is kept. Pictures may be
   * produced one by one, each once the previous one is on disk. `before`: how many it has stored already.
   *
   * @throws StorageError if the storage fails, and whatever producing the pictures throws.
   */
  async save(
    jobId: string,
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
    before = 0,
  ): Promise<StoredPicture[]> {
    const stored: StoredPicture[] = [];
    try {
      for await (const { bytes, format, animated } of pictures) {
        const file = `${jobId}-${before + stored.length + 1}.${EXTENSION[format]}`;
        const one = { file, format, ...(animated && { animated }) };
        stored.push(one);
        const path = join(this.#folder, one.file);
        await orStorageError(this.#write(`${path}.tmp`, bytes));
        moments.pictureWritten.publish({ jobId });
        await orStorageError(this.#calls.rename(`${path}.tmp`, path));
      }
      await orStorageError(this.#sync());
    } catch (error) {
      // On a full disk, partial files use up space that is needed.
      await this.#discard(stored).catch(() => undefined);
      throw error;
    }
    moments.pictureStored.publish({ jobId });
    return stored;
  }

  /**
   * Free disk space for pictures, in bytes. `Infinity` if the file system does not tell.
   *
   * @throws StorageError if the folder is missing or not writable.
   */
  async freeBytes(): Promise<number> {
    // With the trailing slash, a file in place of the folder fails with ENOTDIR.
    const folder = `${this.#folder}/`;
    const { W_OK, X_OK } = constants;
    await orStorageError(this.#calls.access(folder, W_OK | X_OK));
    const { bavail, bsize, blocks } = await orStorageError(this.#calls.statfs(folder));
    return blocks === 0 ? Infinity : bavail * bsize;
  }

  /**
   * Writes and removes a file of this many bytes, like a picture. Makes a new folder private.
   *
   * @throws StorageError if the storage fails.
   */
  async probe(bytes: number): Promise<void> {
    const path = join(this.#folder, PROBE);
    try {
      await orStorageError(this.#calls.chmod(this.#folder, 0o700));
      await orStorageError(this.#write(path, Buffer.alloc(bytes)));
    } finally {
      await fs.rm(path, { force: true }).catch(() => undefined);
    }
  }

  async #write(path: string, bytes: Buffer): Promise<void> {
    const handle = await this.#calls.open(path, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #sync(): Promise<void> {
    const folder = await this.#calls.open(this.#folder);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async read({ file }: StoredPicture): Promise<Buffer> {
    return fs.readFile(join(this.#folder, file));
  }

  /** A picture's current size, and a repeatable way to read it in pieces. */
  async bytesOf({ file }: StoredPicture): Promise<StoredBytes> {
    const path = join(this.#folder, file);
    const { size } = await fs.stat(path);
    return { size, pieces: () => filePieces(path) };
  }

  /** Removes the files that exist. @throws after trying all, if some could not be removed. */
  async remove(pictures: readonly StoredPicture[]): Promise<void> {
    const failures: unknown[] = [];
    for (const { file } of pictures) {
      await fs
        .rm(join(this.#folder, file), { force: true })
        .catch((error: unknown) => failures.push(error));
    }
    if (failures.length === 0) return;
    throw new Error(`${failures.length} of ${pictures.length} pictures could not be removed`, {
      cause: failures[0],
    });
  }

  async #discard(pictures: readonly StoredPicture[]): Promise<void> {
    await this.remove(pictures);
    await this.remove(pictures.map(({ file, format }) => ({ file: `${file}.tmp`, format })));
  }

  /**
   * Removes every file that no row names, left by a crash between writing file and row. `namedBy` returns
   * which of some files are named. Returns the files that could not be removed.
   */
  async sweep(
    namedBy: (files: readonly string[]) => Promise<ReadonlySet<string>>,
    { turns, signal }: Slicing,
  ): Promise<unknown[]> {
    const failures: unknown[] = [];
    const entries = await fs.readdir(this.#folder, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    for (let start = 0; start < files.length && !signal.aborted; start += SLICE_FILES) {
      await turns.take();
      const slice = files.slice(start, start + SLICE_FILES);
      const named = await namedBy(slice);
      for (const file of slice) {
        if (named.has(file)) continue;
        await fs.rm(join(this.#folder, file)).catch((error: unknown) => failures.push(error));
      }
    }
    return failures;
  }
}

export interface RemovePicturesOptions {
  readonly pictures: Pick<PictureStore, 'remove'>;
  readonly logger: Logger;
}

/**
 * Removes the files of pictures that rows no longer name. Logs failures and leaves those files to the sweep
 * at the next start. Never rejects.
 */
export async function removePictures(
  gone: readonly StoredPicture[],
  { pictures, logger }: RemovePicturesOptions,
): Promise<void> {
  await pictures.remove(gone).catch((err: unknown) => {
    logger.error({ err }, 'a removed picture could not be deleted from disk');
  });
}

/** Why pictures cannot be stored, in words for operators. */
export type StorageFault = 'full' | 'no file descriptors' | 'missing' | 'not writable' | 'failing';

/**
 * Storage faults: they pass, or an operator fixes them. Any other error, such as a folder in place of a
 * picture, concerns one file.
 */
const FAULTS: ReadonlyMap<unknown, StorageFault> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EMFILE', 'no file descriptors'],
  ['ENFILE', 'no file descriptors'],
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'missing'],
  ['EROFS', 'not writable'],
  ['EACCES', 'not writable'],
  ['EPERM', 'not writable'],
  ['EIO', 'failing'],
  ['ENXIO', 'failing'],
  ['ENODEV', 'failing'],
  ['ESTALE', 'failing'],
  ['ETIMEDOUT', 'failing'],
]);

/** Pictures cannot be stored, for a reason that may pass. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly fault: StorageFault;
  /** The system's error code, such as `ENOSPC`. */
  readonly code: string;

  constructor(fault: StorageFault, code: string, cause: unknown) {
    super(`pictures cannot be stored: ${fault} (${code})`, { cause });
    this.fault = fault;
    this.code = code;
  }
}

/** Awaits file system calls. @throws StorageError for a storage fault, otherwise the original error. */
async function orStorageError<T>(calls: Promise<T>): Promise<T> {
  return calls.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const fault = FAULTS.get(code);
    throw fault === undefined ? error : new StorageError(fault, String(code), error);
  });
}

/** Smaller pieces cost more CPU time, larger ones save none. */
const PIECE_BYTES = 256 * 1024;

/**
 * Yields a file in pieces on demand. Each piece has its own memory, since the previous one may still be in
 * transit. The file stays open, so it is read to its end even if it is removed or replaced.
 */
async function* filePieces(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(PIECE_BYTES));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

import { chmodSync, constants, mkdirSync, type StatsFs } from 'node:fs';
import fs, { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Slicing } from '../engines/slices.ts';
import { DatabaseError } from '../store/database.ts';
import { moments } from '../store/moments.ts';
import type { Picture } from './picture.ts';
import {
  type FilesInUse,
  type PictureStore,
  plainFile,
  removeEach,
  saveEach,
  StorageError,
  type StorageFault,
  type StoredBytes,
  type StoredPicture,
  SWEEP_SLICE,
} from './picture-store.ts';

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
export class FolderPictures implements PictureStore {
  readonly place = 'folder';
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
   * Writes each picture to a temporary file, flushes and renames it, then flushes the folder. A
   * repeated call replaces them.
   */
  save(
    jobId: string,
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
    before = 0,
  ): Promise<StoredPicture[]> {
    return saveEach(
      { jobId, pictures, before },
      {
        fileOf: plainFile,
        write: async (file, bytes) => {
          const path = join(this.#folder, file);
          await orStorageError(this.#write(`${path}.tmp`, bytes));
          moments.pictureWritten.publish({ jobId });
          await orStorageError(this.#calls.rename(`${path}.tmp`, path));
        },
        finish: () => orStorageError(this.#sync()),
        discard: (written) => this.#discard(written),
      },
    );
  }

  /** `Infinity` if the file system does not tell. */
  async freeBytes(): Promise<number> {
    // With the trailing slash, a file in place of the folder fails with ENOTDIR.
    const folder = `${this.#folder}/`;
    const { W_OK, X_OK } = constants;
    await orStorageError(this.#calls.access(folder, W_OK | X_OK));
    const { bavail, bsize, blocks } = await orStorageError(this.#calls.statfs(folder));
    return blocks === 0 ? Infinity : bavail * bsize;
  }

  /** Also makes a new folder private. */
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

  async bytesOf({ file }: StoredPicture): Promise<StoredBytes> {
    const path = join(this.#folder, file);
    const { size } = await fs.stat(path);
    return { size, pieces: () => filePieces(path) };
  }

  async remove(pictures: readonly StoredPicture[]): Promise<void> {
    await removeEach(pictures, (file) => fs.rm(join(this.#folder, file), { force: true }));
  }

  async #discard(pictures: readonly StoredPicture[]): Promise<void> {
    await this.remove(pictures);
    await this.remove(pictures.map(({ file, format }) => ({ file: `${file}.tmp`, format })));
  }

  async sweep(
    inUse: (files: readonly string[]) => Promise<FilesInUse>,
    { turns, signal }: Slicing,
  ): Promise<unknown[]> {
    const failures: unknown[] = [];
    const entries = await fs.readdir(this.#folder, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    for (let start = 0; start < files.length && !signal.aborted; start += SWEEP_SLICE) {
      await turns.take();
      const slice = files.slice(start, start + SWEEP_SLICE);
      const { named } = await inUse(slice);
      for (const file of slice) {
        if (named.has(file)) continue;
        await fs.rm(join(this.#folder, file)).catch((error: unknown) => failures.push(error));
      }
    }
    return failures;
  }
}

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

import { chmodSync, mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture } from '../../comfy/picture.ts';
import type { Slicing } from '../../slices.ts';
import { DatabaseError } from './database.ts';
import { filePieces } from './file-pieces.ts';
import { moments } from './moments.ts';

const EXTENSION = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/** How many files are looked up at once. */
const SLICE_FILES = 200;

/** Bytes that are not in memory: how many they are, and their pieces, read anew each time. */
export interface StoredBytes {
  readonly size: number;
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** A picture that is kept: its file's name in the picture folder, and what is in it. */
export interface StoredPicture {
  readonly file: string;
  readonly format: Picture['format'];
}

/** Pictures as files in one private folder beside the database. */
export class PictureStore {
  readonly #folder: string;

  /**
   * Makes the folder if it is not there, and private (0700) in any case.
   *
   * @throws DatabaseError when that cannot be done.
   */
  constructor(folder: string) {
    this.#folder = folder;
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
   * Stores a job's pictures so that they outlive a crash: each to a temporary file, flushed,
   * renamed, and then the folder flushed. Doing it again replaces them; where one cannot be
   * stored, none is kept. Pictures may be made one by one, each when the one before is on disk.
   */
  async save(
    jobId: string,
    pictures: Iterable<Picture> | AsyncIterable<Picture>,
  ): Promise<StoredPicture[]> {
    const stored: StoredPicture[] = [];
    try {
      for await (const { bytes, format } of pictures) {
        const one = { file: `${jobId}-${stored.length + 1}.${EXTENSION[format]}`, format };
        stored.push(one);
        const path = join(this.#folder, one.file);
        await write(`${path}.tmp`, bytes);
        moments.pictureWritten.publish({ jobId });
        await rename(`${path}.tmp`, path);
      }
    } catch (error) {
      // On a full disk, what was written of it takes up the room that is needed.
      await this.#discard(stored).catch(() => undefined);
      throw error;
    }
    const folder = await open(this.#folder);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    moments.pictureStored.publish({ jobId });
    return stored;
  }

  async read({ file }: StoredPicture): Promise<Buffer> {
    return readFile(join(this.#folder, file));
  }

  /** How many bytes a picture has now, and how to read them a piece at a time, as often as wanted. */
  async bytesOf({ file }: StoredPicture): Promise<StoredBytes> {
    const path = join(this.#folder, file);
    const { size } = await stat(path);
    return { size, pieces: () => filePieces(path) };
  }

  /** Removes those that are there. @throws when all were tried, and some could not be removed. */
  async remove(pictures: readonly StoredPicture[]): Promise<void> {
    const failures: unknown[] = [];
    for (const { file } of pictures) {
      await rm(join(this.#folder, file), { force: true }).catch((error: unknown) =>
        failures.push(error),
      );
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
   * Removes every file that no row names: what a crash left between file and row. `namedBy` says
   * which of some files are named. Gives what could not be removed.
   */
  async sweep(
    namedBy: (files: readonly string[]) => Promise<ReadonlySet<string>>,
    { turns, signal }: Slicing,
  ): Promise<unknown[]> {
    const failures: unknown[] = [];
    const entries = await readdir(this.#folder, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    for (let start = 0; start < files.length && !signal.aborted; start += SLICE_FILES) {
      await turns.take();
      const slice = files.slice(start, start + SLICE_FILES);
      const named = await namedBy(slice);
      for (const file of slice) {
        if (named.has(file)) continue;
        await rm(join(this.#folder, file)).catch((error: unknown) => failures.push(error));
      }
    }
    return failures;
  }
}

async function write(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

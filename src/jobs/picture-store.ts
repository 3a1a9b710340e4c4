import { chmodSync, mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture } from '../comfy/worker.ts';
import { DatabaseError } from './database.ts';
import type { StoredPicture } from './job.ts';
import { moments } from './moments.ts';

const EXTENSION = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

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
   * stored, none is kept.
   */
  async save(jobId: string, pictures: readonly Picture[]): Promise<StoredPicture[]> {
    const files = pictures.map(({ bytes, format }, index) => ({
      stored: { file: `${jobId}-${index + 1}.${EXTENSION[format]}`, format },
      bytes,
    }));
    const stored = files.map((file) => file.stored);
    try {
      for (const { stored: one, bytes } of files) {
        const path = join(this.#folder, one.file);
        await write(`${path}.tmp`, bytes);
        moments.pictureWritten.publish({ jobId });
        await rename(`${path}.tmp`, path);
      }
    } catch (error) {
      // On a full disk, what is there of it takes the room that is needed.
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

  async remove(pictures: readonly StoredPicture[]): Promise<void> {
    for (const { file } of pictures) await rm(join(this.#folder, file), { force: true });
  }

  async #discard(pictures: readonly StoredPicture[]): Promise<void> {
    await this.remove(pictures);
    await this.remove(pictures.map(({ file, format }) => ({ file: `${file}.tmp`, format })));
  }

  /**
   * Removes every file that is not `named`: what a crash left between file and row. Gives what could
   * not be removed.
   */
  async sweep(isNamed: (file: string) => boolean): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const entry of await readdir(this.#folder, { withFileTypes: true })) {
      if (!entry.isFile() || isNamed(entry.name)) continue;
      await rm(join(this.#folder, entry.name)).catch((error: unknown) => failures.push(error));
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

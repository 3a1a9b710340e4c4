import { chmodSync, mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture } from '../comfy/worker.ts';
import type { StoredPicture } from './job.ts';

const EXTENSION = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/** Pictures as files in one private folder beside the database. */
export class PictureStore {
  readonly #folder: string;

  /** Makes the folder if it is not there, and private (0700) in any case. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }

  /**
   * Stores a job's pictures so that they outlive a crash: each to a temporary file, flushed,
   * renamed, and then the folder flushed. Doing it again replaces them.
   */
  async save(jobId: string, pictures: readonly Picture[]): Promise<StoredPicture[]> {
    const stored: StoredPicture[] = [];
    for (const [index, { bytes, format }] of pictures.entries()) {
      const file = `${jobId}-${index + 1}.${EXTENSION[format]}`;
      const path = join(this.#folder, file);
      const handle = await open(`${path}.tmp`, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${path}.tmp`, path);
      stored.push({ file, format });
    }
    const folder = await open(this.#folder);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return stored;
  }

  async read({ file }: StoredPicture): Promise<Buffer> {
    return readFile(join(this.#folder, file));
  }

  async remove(pictures: readonly StoredPicture[]): Promise<void> {
    for (const { file } of pictures) await rm(join(this.#folder, file), { force: true });
  }

  /** Removes every file that is not `named`: what a crash left between file and row. */
  async sweep(named: ReadonlySet<string>): Promise<void> {
    for (const file of await readdir(this.#folder)) {
      if (!named.has(file)) await rm(join(this.#folder, file), { force: true });
    }
  }
}

import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What a file is, whatever its name: two names with the same identity are one file. */
interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

const EXACT = { bigint: true } as const;

/**
 * The files of an open database, known by device and inode. A process goes on writing into open
 * files that were moved or deleted, and a data folder that is moved takes them along.
 */
export class OpenFiles {
  readonly #files: readonly { readonly path: string; readonly identity: Identity }[];

  /** Those that are not there are left out. */
  constructor(paths: readonly string[]) {
    this.#files = paths.flatMap((path) => {
      const identity = statSync(path, { ...EXACT, throwIfNoEntry: false });
      return identity ? [{ path, identity }] : [];
    });
  }

  /** The path of one that was moved, deleted or replaced; `undefined` where all are in their places. */
  async firstMoved(): Promise<string | undefined> {
    for (const { path, identity } of this.#files) {
      if (!(await isStill(path, identity))) return path;
    }
    return undefined;
  }
}

async function isStill(path: string, { dev, ino }: Identity): Promise<boolean> {
  try {
    const now = await stat(path, EXACT);
    return now.dev === dev && now.ino === ino;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Anything else says nothing about where the file is.
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Identifies a file regardless of its name. */
interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

const EXACT = { bigint: true } as const;

/**
 * The files of an open database, by device and inode. A process keeps writing to open files that were
 * moved or deleted, for example with their data folder.
 */
export class OpenFiles {
  readonly #files: readonly { readonly path: string; readonly identity: Identity }[];

  /** Paths without a file are left out. */
  constructor(paths: readonly string[]) {
    this.#files = paths.flatMap((path) => {
      const identity = statSync(path, { ...EXACT, throwIfNoEntry: false });
      return identity ? [{ path, identity }] : [];
    });
  }

  /** The path of the first that was moved, deleted or replaced; `undefined` if all are in place. */
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
    // Any other error says nothing about where the file is.
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * What SQLite keeps beside a database: its log, the index of that, and what undoes a change that
 * was cut off.
 */
export const BESIDE = ['-wal', '-shm', '-journal'] as const;

/** How a database's header begins, and where it says how the file is written and read. */
const MAGIC = Buffer.from('SQLite format 3\0');
const FORMAT_AT = 18;
const NO_LOG = Buffer.from([1, 1]);

/** @throws DatabaseError where there is something else in the file. To SQLite an empty one is an empty database. */
export function requireDatabase(path: string): void {
  const head = headOf(path, MAGIC.length);
  if (head.length === 0 || head.equals(MAGIC)) return;
  throw new DatabaseError(`${path} is not a database.`);
}

/**
 * Whether a database goes without a write-ahead log, as those that `npm run backup` writes do. The
 * bot's own says otherwise from the moment that it is first opened.
 */
export function isWithoutLog(path: string): boolean {
  const head = headOf(path, FORMAT_AT + NO_LOG.length);
  return head.subarray(0, MAGIC.length).equals(MAGIC) && head.subarray(FORMAT_AT).equals(NO_LOG);
}

/** Its first bytes; fewer where it has fewer. */
function headOf(path: string, bytes: number): Buffer {
  const head = Buffer.alloc(bytes);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

/**
 * SQLite plays every log that lies beside a database into it, and asks neither whose it is nor
 * whether there should be one. Done to a copy, that leaves a mixture of two databases.
 *
 * @throws DatabaseError where a copy lies beside a log, which is another database's.
 */
export function requireOwnLog(path: string): void {
  if (!existsSync(path) || !existsSync(`${path}-wal`) || !isWithoutLog(path)) return;
  throw new DatabaseError(
    `The database ${path} is a copy, and ${path}-wal is the log of another one, which would damage it. Move ${path}-wal and ${path}-shm away, or put the copy back by \`npm run restore -- FILE\`.`,
  );
}

/** A database that is whole and is to take the place of the one at that path. */
export function waitingName(path: string): string {
  return `${path}.restoring`;
}

/** @throws DatabaseError where a restore was cut off, and the database may be in neither place. */
export function requireNoneWaiting(path: string): void {
  if (!existsSync(waitingName(path))) return;
  throw new DatabaseError(
    `Putting a copy in the place of ${path} was cut off. Run \`npm run restore\`, which finishes it.`,
  );
}

/**
 * Sets the database aside with all that lies beside it, and puts the waiting one in its place. Each
 * step is one rename. While that one waits, nothing else opens a database here, and doing this
 * again goes on where it was cut off: the old one's name is made from the time of the new one.
 *
 * Gives that name; `undefined` where there was none. `onStep` is told after each step.
 */
export function putInPlace(path: string, onStep: () => void): string | undefined {
  const waiting = waitingName(path);
  const stamp = statSync(waiting).mtime.toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${path}.${stamp}.before-restore`;
  for (const end of ['', ...BESIDE]) {
    if (!existsSync(path + end)) continue;
    renameSync(path + end, aside + end);
    onStep();
  }
  flush(dirname(path));
  renameSync(waiting, path);
  flush(dirname(path));
  onStep();
  return existsSync(aside) ? aside : undefined;
}

/**
 * A file outside the data folder that records that a database was made at a path. If the marker is
 * there and the database is not, the data was moved or its disk is not mounted: an empty
 * database would hide that. To get a new database, the operator deletes the marker.
 */
export class DatabaseMarker {
  readonly #path: string;
  readonly #folder: string;
  readonly #databasePath: string;

  /** `folder`: where markers are kept, one file for each database. */
  constructor(folder: string, databasePath: string) {
    this.#databasePath = resolve(databasePath);
    this.#folder = resolve(folder);
    const name = createHash('sha256').update(this.#databasePath).digest('hex').slice(0, 16);
    this.#path = join(this.#folder, `${name}.made`);
  }

  /**
   * Call before the database is opened. Call the function that it returns after that, to set the
   * marker; it throws if an existing database cannot be marked.
   *
   * @throws DatabaseError if a marked database is missing, or a new one could not be marked.
   */
  beforeOpening(): () => void {
    const isThere = isDatabase(this.#databasePath) || existsSync(waitingName(this.#databasePath));
    const isMarked = existsSync(this.#path);
    if (isThere) {
      return () => {
        if (isMarked) return;
        this.#write();
        this.#put();
      };
    }
    if (isMarked) {
      throw new DatabaseError(
        `There is no database at ${this.#databasePath}, but the bot had one there. Move the data folder back, mount its disk, or put a copy back by \`npm run restore -- FILE\`. To begin with an empty database, delete the marker ${this.#path} (DATABASE_MARKER_DIR).`,
      );
    }
    this.#write();
    return () => {
      this.#put();
    };
  }

  /** Writes it under another name, so that a start that fails in between leaves no marker. */
  #write(): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const words = `Darkroom has a database at ${this.#databasePath}. While this file is here, the bot makes no new one there.\n`;
      writeFileSync(`${this.#path}.tmp`, words, { mode: 0o600, flush: true });
    } catch (error) {
      throw this.#unwritable(error);
    }
  }

  #put(): void {
    try {
      renameSync(`${this.#path}.tmp`, this.#path);
      flush(this.#folder);
    } catch (error) {
      throw this.#unwritable(error);
    }
  }

  #unwritable(cause: unknown): DatabaseError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new DatabaseError(
      `The marker of the database ${this.#databasePath} cannot be written: ${reason}. Set DATABASE_MARKER_DIR to a folder outside the data folder that the bot may write to.`,
      { cause },
    );
  }
}

/** A start that was killed early leaves an empty file, which is no database. */
function isDatabase(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

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

/**
 * Where a file lies, or would lie, behind the symbolic links that its path may go through. SQLite
 * keeps its own files beside that one, too.
 *
 * @throws what Node throws where there is no such folder.
 */
export function realPath(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    return realPath(resolve(dirname(path), readlinkSync(path)));
  }
  return join(realpathSync(dirname(path)), basename(path));
}

/** Makes sure that a file, or what was named or renamed in a folder, stays so after a power cut. */
export function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Thrown when the database cannot be used; its message is for the operator. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

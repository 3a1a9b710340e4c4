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
import type { Clock } from '../engines/clock.ts';
import { Watch } from '../engines/watch.ts';

/**
 * The files that SQLite keeps beside a database: the write-ahead log, its index, and the rollback
 * journal.
 */
export const COMPANION_SUFFIXES = ['-wal', '-shm', '-journal'] as const;

/** The folder of a SQLite database's pictures. */
export function pictureFolderOf(databasePath: string): string {
  return `${databasePath}.files`;
}

/** The header's magic bytes, and the offset of the format versions. */
const MAGIC = Buffer.from('SQLite format 3\0');
const FORMAT_AT = 18;
const NO_LOG = Buffer.from([1, 1]);

/**
 * @throws DatabaseError if the file holds something else. To SQLite, an empty file is an empty
 * database.
 */
export function requireDatabase(path: string): void {
  const head = firstBytes(path, MAGIC.length);
  if (head.length === 0 || head.equals(MAGIC)) return;
  throw new DatabaseError(`${path} is not a database.`);
}

/**
 * Whether a database does not use a write-ahead log, like those that `npm run backup` writes. The
 * bot's own uses one from its first start.
 */
export function isWithoutLog(path: string): boolean {
  const head = firstBytes(path, FORMAT_AT + NO_LOG.length);
  return head.subarray(0, MAGIC.length).equals(MAGIC) && head.subarray(FORMAT_AT).equals(NO_LOG);
}

/** Its first bytes; fewer if the file is shorter. */
function firstBytes(path: string, bytes: number): Buffer {
  const head = Buffer.alloc(bytes);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

/**
 * SQLite replays any log beside a database, whichever database it belongs to. Replayed into a copy,
 * it would mix two databases.
 *
 * @throws DatabaseError if a copy lies beside the log of another database.
 */
export function requireOwnLog(path: string): void {
  if (!existsSync(path) || !existsSync(`${path}-wal`) || !isWithoutLog(path)) return;
  throw new DatabaseError(
    `The database ${path} is a backup, and ${path}-wal is the log of another database, which would damage it. Move ${path}-wal and ${path}-shm away, or restore the backup: \`npm run restore -- FILE\`.`,
  );
}

/** The name of a complete database that is about to replace the one at that path. */
export function pendingPath(path: string): string {
  return `${path}.restoring`;
}

/** The name of a database that rows are still copied into. */
export function migratingPath(path: string): string {
  return `${path}.migrating`;
}

/**
 * @throws DatabaseError if a restore was interrupted, or a migration to this path: the database may
 * be in neither place.
 */
export function requireNonePending(path: string): void {
  if (existsSync(pendingPath(path))) {
    throw new DatabaseError(
      `A restore of ${path} was interrupted. Run \`npm run restore\` to finish it.`,
    );
  }
  if (existsSync(migratingPath(path))) {
    throw new DatabaseError(
      `A migration to ${path} is not finished. Run the same \`npm run migrate\` again, or delete ${migratingPath(path)} to give it up.`,
    );
  }
}

/**
 * Sets the database aside with the files beside it, and renames the waiting one into its place.
 * Each step is one rename. No other process opens the database while one waits. Call again to
 * continue after an interruption: the name of the old one is derived from the new one's time.
 *
 * Returns that name; `undefined` if there was no database. Calls `onStep` after each step.
 */
export function putInPlace(path: string, onStep: () => void): string | undefined {
  const waiting = pendingPath(path);
  const stamp = statSync(waiting).mtime.toISOString().replaceAll(/[:.]/g, '-');
  const aside = `${path}.${stamp}.before-restore`;
  for (const end of ['', ...COMPANION_SUFFIXES]) {
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

  /** `folder`: where markers are stored, one file per database. */
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
    const isThere = isDatabase(this.#databasePath) || existsSync(pendingPath(this.#databasePath));
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
        `There is no database at ${this.#databasePath}, but the bot had one there. Move the data folder back, mount its disk, or restore a backup: \`npm run restore -- FILE\`. To start with an empty database, delete the marker ${this.#path} (DATABASE_MARKER_DIR).`,
      );
    }
    this.#write();
    return () => {
      this.#put();
    };
  }

  /** Renames it into place, so that an interrupted start leaves no marker. */
  #write(): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const words = `Darkroom has a database at ${this.#databasePath}. While this file exists, the bot does not create a new one there.\n`;
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

/** A start that was killed early leaves an empty file, which does not count. */
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

  /** The first path that was moved, deleted or replaced; `undefined` if all are in place. */
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
    // Other errors do not tell where the file is.
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

/**
 * A file's path without symbolic links, existing or not. SQLite keeps its own files beside that
 * path, too.
 *
 * @throws Node's error if the folder does not exist.
 */
export function realPath(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    return realPath(resolve(dirname(path), readlinkSync(path)));
  }
  return join(realpathSync(dirname(path)), basename(path));
}

/** Makes a file, or the names in a folder, survive a power cut. */
export function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whether it names a database on a PostgreSQL server, and no file. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text);
}

/** Names a PostgreSQL database for the operator, without a password. */
export function postgresNameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** Thrown when the database cannot be used; its message is for the operator. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

const EVERY_MS = 60_000;

export interface FileWatchOptions {
  /** The path of the database's first file that was moved, deleted or replaced. */
  readonly firstMoved: () => Promise<string | undefined>;
  readonly onLost: ((reason: string) => void) | undefined;
  readonly clock: Clock;
}

/**
 * Checks every minute, and at every readiness check, that the database's files are where they were
 * opened. A process keeps writing to files that were moved or deleted, where the next start does
 * not find them. Reports a loss once.
 */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #watch: Watch;
  #isLost = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
    const check = async () => ((await this.check()) ? EVERY_MS : undefined);
    this.#watch = new Watch({ check, firstAfterMs: EVERY_MS, clock: options.clock });
    this.#watch.wake();
  }

  async check(): Promise<boolean> {
    const { firstMoved, onLost } = this.#options;
    const path = await firstMoved();
    // Closing the database removes some of its files.
    if (this.#isLost || path === undefined || this.#watch.stopping) return !this.#isLost;
    this.#isLost = true;
    onLost?.(
      `The database file ${path} was moved, deleted or replaced while the bot had it open. The bot stops, since the next start would not find its changes. Put the file and those beside it back, then start the bot.`,
    );
    return false;
  }

  async stop(): Promise<void> {
    await this.#watch.stop();
  }
}

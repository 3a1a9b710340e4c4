import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { Env } from '../engines/env.ts';
import { readingKysely, StatementCache, writingKysely } from './connections.ts';
import {
  DatabaseError,
  type DatabaseMarker,
  OpenFiles,
  realPath,
  requireNonePending,
  requireOwnLog,
} from './database-files.ts';
import { history, newestOf, SCHEMA_VERSION } from './migrations.ts';
import { moments } from './moments.ts';
import { ONLY_PROCESS, type Processes } from './processes.ts';
import {
  beginExclusive,
  columnsIn,
  damageOf,
  emptyLog,
  flushEachCommit,
  setSafetyPragmas,
  schemaVersion,
  setBusyTimeout,
  setSchemaVersion,
  tablesOf,
  useWriteAheadLog,
} from './sqlite.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { isLocked, LOCK_TIMEOUT_MS } from './unwritable.ts';

export { DatabaseError };

export type Database = Kysely<Tables>;

/**
 * A commit checkpoints the write-ahead log once it has this many pages, and blocks the event loop
 * meanwhile: for 25 ms on an ordinary disk with SQLite's default of 1,000.
 */
const PAGES_A_CHECKPOINT = 250;

/** An open database, locked by this process. */
export interface OpenDatabase {
  readonly store: Store;
  /** The writing connection, for callers with exclusive access. */
  readonly db: Database;
  readonly processes: Processes;
  /**
   * The first of its files that was moved, deleted or replaced; `undefined` if all are in place.
   */
  firstMoved(): Promise<string | undefined>;
  /** Writes what is still queued, closes the database and releases the lock. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions extends Partial<Pick<Env, 'clock' | 'elapsed'>> {
  /** Called before an older database is migrated, which may take long. */
  readonly onOld?: () => void;
  /** Refuses to create a database in the place of a missing one. Default: creates it. */
  readonly marker?: DatabaseMarker;
  /** Called with the reason if an existing database could not be marked. */
  readonly onUnmarked?: (error: unknown) => void;
}

/**
 * Opens the database, creates it if missing (with its folder, mode 0600), migrates it, and locks it
 * against other processes.
 *
 * @throws DatabaseError if it cannot be opened, another process holds it, its version is newer, or
 * it belongs to another program.
 */
export function openDatabase(
  givenPath: string,
  { onOld, marker, onUnmarked, clock, elapsed }: OpenDatabaseOptions = {},
): OpenDatabase {
  let path = givenPath;
  const opened: SQLite.Database[] = [];
  try {
    // Before anything else, so that no folder replaces one that was moved.
    const mark = marker?.beforeOpening();
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // One lock, whichever path leads to the database.
    path = realPath(path);
    const lock = holdLock(`${path}.lock`);
    opened.push(lock);
    requireNonePending(path);
    requireOwnLog(path);
    makePrivate(path);
    requireWhole(path);
    const sqlite = new SQLite(path);
    opened.push(sqlite);
    prepare(sqlite, path, onOld);
    const reader = new SQLite(path, { readonly: true, timeout: 0 });
    opened.push(reader);
    const db = writingKysely(new StatementCache(sqlite));
    const reading = readingKysely(new StatementCache(reader), clock);
    const connections = { sqlite, writing: db, reading };
    const store = new SqliteStore(connections, { dropPiece, clock, elapsed });
    // The next start opens the given path, and a link in it may lead elsewhere by then.
    const files = new OpenFiles([givenPath, path, `${path}-wal`]);
    try {
      mark?.();
    } catch (error) {
      onUnmarked?.(error);
    }
    return {
      store,
      db,
      processes: ONLY_PROCESS,
      firstMoved: () => files.firstMoved(),
      async close() {
        await store.stop();
        // The last connection to close removes the write-ahead log, which a read-only one cannot.
        reader.close();
        sqlite.close();
        lock.close();
      },
    };
  } catch (error) {
    for (const database of opened) database.close();
    if (error instanceof DatabaseError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The database ${path} cannot be opened: ${reason}.`, { cause: error });
  }
}

function prepare(sqlite: SQLite.Database, path: string, onOld?: () => void): void {
  setBusyTimeout(sqlite, LOCK_TIMEOUT_MS);
  // Before the first write, so that an unusable file stays unchanged.
  const version = knownVersion(sqlite, path);
  requireOurs(sqlite, path);
  if (version > 0 && version < SCHEMA_VERSION) onOld?.();
  useWriteAheadLog(sqlite, PAGES_A_CHECKPOINT);
  // The checkpoint after the migrations makes all of them durable at once.
  flushEachCommit(sqlite, false);
  setSafetyPragmas(sqlite);
  migrate(sqlite, path);
  dropOrphanedPieces(sqlite);
  // A crash may have left deleted data in the log.
  emptyLog(sqlite);
  flushEachCommit(sqlite, true);
  // From here on the Store waits for locks, without blocking the event loop.
  setBusyTimeout(sqlite, 0);
}

/**
 * Locks a database until the returned connection is closed.
 *
 * The lock is a write transaction on a second SQLite file. The operating system holds it, so it
 * ends with the process, however that ends, and cannot go stale.
 *
 * @throws DatabaseError if another process holds it.
 */
export function holdLock(path: string): SQLite.Database {
  makePrivate(path);
  // A process that checks for a holder locks it briefly.
  const lock = new SQLite(path, { timeout: LOCK_TIMEOUT_MS });
  try {
    beginExclusive(lock);
    return lock;
  } catch (error) {
    lock.close();
    if (isLocked(error)) {
      throw new DatabaseError(
        `Another process is using this database (${path} is locked). Stop it first, or set DATABASE_PATH to another file.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/**
 * Creates a new database's schema, or runs the migrations that an older one lacks. DDL and the
 * schema version are transactional in SQLite, so a killed process leaves each step done or undone.
 *
 * @throws DatabaseError if its version is newer, or too old to migrate.
 */
export function migrate(sqlite: SQLite.Database, path: string, of = history): void {
  const version = knownVersion(sqlite, path, of);
  if (version === 0) {
    runStep(sqlite, of.whole, newestOf(of));
    return;
  }
  for (const [index, step] of of.steps.slice(version - of.oldest).entries())
    runStep(sqlite, typeof step === 'string' ? step : step.sqlite, version + index + 1);
}

function runStep(sqlite: SQLite.Database, sql: string, version: number): void {
  sqlite
    .transaction(() => {
      sqlite.exec(sql);
      setSchemaVersion(sqlite, version);
      moments.migrationPending.publish({ version });
    })
    .immediate();
}

/**
 * Checks the whole file, but only after an unclean shutdown, since it takes seconds. Such a
 * shutdown leaves a write-ahead log behind. This check must not remove it, or the next start would
 * take a damaged database for a cleanly closed one.
 *
 * @throws DatabaseError if it is damaged, or of a newer version.
 */
export function requireWhole(path: string): void {
  if (!existsSync(`${path}-wal`)) return;
  const sqlite = new SQLite(path, { readonly: true, timeout: LOCK_TIMEOUT_MS });
  try {
    knownVersion(sqlite, path);
    const damage = damageOf(sqlite);
    if (damage === undefined) return;
    throw new DatabaseError(
      `The database ${path} is damaged (${damage}). Restore a backup: \`npm run restore -- FILE\` sets this one aside. Without a backup, move it away with the files beside it.`,
    );
  } finally {
    sqlite.close();
  }
}

/** Columns that every version of the jobs table has. */
const OUR_COLUMNS = ['interaction_id', 'runpod_id', 'models'];

/** Whether any version of the bot created it. */
export function isOurs(sqlite: SQLite.Database): boolean {
  const columns = columnsIn(sqlite, 'jobs');
  return OUR_COLUMNS.every((column) => columns.includes(column));
}

function requireOurs(sqlite: SQLite.Database, path: string): void {
  if (tablesOf(sqlite).length === 0 || isOurs(sqlite)) return;
  throw new DatabaseError(
    `The database ${path} belongs to another program. Set DATABASE_PATH to another file.`,
  );
}

/**
 * A database's schema version; 0 for a new one.
 *
 * @throws DatabaseError if it is newer than this version, or too old to migrate.
 */
export function knownVersion(sqlite: SQLite.Database, path: string, of = history): number {
  const version = schemaVersion(sqlite);
  if (version > 0 && version < of.oldest) {
    throw new DatabaseError(
      `The database ${path} is too old (schema ${version}): this version upgrades schema ${of.oldest} and later.`,
    );
  }
  if (version <= newestOf(of)) return version;
  throw new DatabaseError(
    `The database ${path} was written by a newer version of the bot (schema ${version}, this one knows ${newestOf(of)}). Install that version again.`,
  );
}

/**
 * Requires this version's schema, for programs that do not migrate. `attached`: the name under which a connection
 * reads the database, if it is not its own.
 *
 * @throws DatabaseError for any other version.
 */
export function requireThisVersion(sqlite: SQLite.Database, path: string, attached?: string): void {
  const version = schemaVersion(sqlite, attached);
  if (version === SCHEMA_VERSION) return;
  throw new DatabaseError(
    `${path} has schema ${version}, this version knows ${SCHEMA_VERSION}. Start the bot once, or install the version that wrote it.`,
  );
}

/** SQLite gives its WAL file the database's mode, so the database must be private first. */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

/*
 * Prepared pictures are stored in pieces. A trigger takes them from a job that no longer needs
 * them. Deleting overwrites, which costs as much as writing: 7 MB at once would stall the event
 * loop, one piece does not.
 */

/** Size of a piece in bytes: at most 2 to 5 ms on an ordinary disk. */
export const PIECE_BYTES = 512 * 1024;

/** Deletes one orphaned piece. False if there is none. */
export async function dropPiece(trx: Database): Promise<boolean> {
  const orphaned = await trx
    .selectFrom('preparedPictures')
    .select('id')
    .where('jobId', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (!orphaned) return false;
  const last = await trx
    .selectFrom('picturePieces')
    .select((eb) => eb.fn.max('place').as('place'))
    .where('picturesId', '=', orphaned.id)
    .executeTakeFirst();
  if (typeof last?.place === 'number') {
    await trx
      .deleteFrom('picturePieces')
      .where('picturesId', '=', orphaned.id)
      .where('place', '=', last.place)
      .execute();
  }
  if (!last?.place)
    await trx.deleteFrom('preparedPictures').where('id', '=', orphaned.id).execute();
  return true;
}

/**
 * Deletes all orphaned pieces at start: those that a killed process left, and those it was writing,
 * since that job is prepared again.
 */
function dropOrphanedPieces(sqlite: SQLite.Database): void {
  sqlite.exec(`
    UPDATE prepared_pictures SET job_id = NULL
      WHERE (SELECT state FROM jobs WHERE jobs.id = job_id) = 'preparing';
    DELETE FROM picture_pieces
      WHERE pictures_id IN (SELECT id FROM prepared_pictures WHERE job_id IS NULL);
    DELETE FROM prepared_pictures WHERE job_id IS NULL;`);
}

import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { readsAtOnce, StatementCache, writesAtOnce } from './connections.ts';
import {
  DatabaseError,
  type DatabaseMarker,
  OpenFiles,
  realPath,
  requireNoneWaiting,
  requireOwnLog,
} from './database-files.ts';
import { history, newestOf, SCHEMA_VERSION } from './migrations.ts';
import { moments } from './moments.ts';
import {
  beginExclusive,
  columnsIn,
  damageOf,
  emptyLog,
  flushEachCommit,
  keepNoTraces,
  schemaVersion,
  setPatience,
  setSchemaVersion,
  tablesOf,
  useLog,
} from './sqlite.ts';
import { Store } from './store.ts';
import type { Tables } from './tables.ts';
import { isLocked, LOCK_PATIENCE_MS } from './unwritable.ts';

export { DatabaseError };

export type Database = Kysely<Tables>;

/**
 * Once the write-ahead log has this many pages, a commit moves them into the database, which holds
 * up the event loop: for 25 ms on an ordinary disk with the 1,000 that are SQLite's default.
 */
const PAGES_A_CHECKPOINT = 250;

/** An open database, held by this process alone. */
export interface OpenDatabase {
  readonly store: Store;
  /** The writing connection, for callers with exclusive access. */
  readonly db: Database;
  /** The path of the first of its files that is no longer where it was opened; `undefined` if all are. */
  firstMoved(): Promise<string | undefined>;
  /** Writes what is still queued, closes it and lets go of the lock. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Told before a database of an earlier version is brought up to date, which may take long. */
  readonly onOld?: () => void;
  /** Prevents an empty database in the place of one that is missing. Default: a database is made. */
  readonly marker?: DatabaseMarker;
  /** Called with the reason if an existing database could not be marked. */
  readonly onUnmarked?: (error: unknown) => void;
}

/**
 * Opens the database, makes it if it is not there (folder included, file 0600), brings its schema
 * up to date, and locks it against a second process.
 *
 * @throws DatabaseError when it cannot be opened, another process holds it, it is of a newer
 * version, or another program's.
 */
export function openDatabase(
  givenPath: string,
  { onOld, marker, onUnmarked }: OpenDatabaseOptions = {},
): OpenDatabase {
  let path = givenPath;
  const opened: SQLite.Database[] = [];
  try {
    // First of all, so that no folder is made in the place of one that was moved.
    const mark = marker?.beforeOpening();
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // By whichever name it is reached, it has one lock.
    path = realPath(path);
    const lock = holdLock(`${path}.lock`);
    opened.push(lock);
    requireNoneWaiting(path);
    requireOwnLog(path);
    makePrivate(path);
    requireWhole(path);
    const sqlite = new SQLite(path);
    opened.push(sqlite);
    prepare(sqlite, path, onOld);
    const reader = new SQLite(path, { readonly: true, timeout: 0 });
    opened.push(reader);
    const db = writesAtOnce(new StatementCache(sqlite));
    const reading = readsAtOnce(new StatementCache(reader));
    const store = new Store({ sqlite, writing: db, reading }, { dropPiece });
    // A link may lead elsewhere by the next start, which opens what the given path leads to.
    const files = new OpenFiles([givenPath, path, `${path}-wal`]);
    try {
      mark?.();
    } catch (error) {
      onUnmarked?.(error);
    }
    return {
      store,
      db,
      firstMoved: () => files.firstMoved(),
      async close() {
        await store.stop();
        // The last one to close takes the write-ahead log away, and a reader cannot.
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
  setPatience(sqlite, LOCK_PATIENCE_MS);
  // Before anything is written, so that what cannot be used stays as it is.
  const version = knownVersion(sqlite, path);
  requireOurs(sqlite, path);
  if (version > 0 && version < SCHEMA_VERSION) onOld?.();
  useLog(sqlite, PAGES_A_CHECKPOINT);
  // The checkpoint behind the migrations makes all of them durable at once.
  flushEachCommit(sqlite, false);
  keepNoTraces(sqlite);
  migrate(sqlite, path);
  dropLeftPieces(sqlite);
  // A crash may have left there what the rows no longer hold.
  emptyLog(sqlite);
  flushEachCommit(sqlite, true);
  // From here on the Store waits without blocking the event loop.
  setPatience(sqlite, 0);
}

/**
 * Holds a database for as long as what comes back is open.
 *
 * The lock is a second SQLite file with a write transaction that stays open. The operating system
 * holds it, so it ends with the process, however that ends, and nothing stale can be left behind.
 *
 * @throws DatabaseError where another process holds it.
 */
export function holdLock(path: string): SQLite.Database {
  makePrivate(path);
  // A process that only checks for a holder is in the way for a moment.
  const lock = new SQLite(path, { timeout: LOCK_PATIENCE_MS });
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
 * Gives a new database its schema, and runs the migrations that an older one lacks. DDL and the schema's version are
 * transactional in SQLite, so a kill leaves each step done or undone.
 *
 * @throws DatabaseError for a database of a newer version, or of one that is no longer upgraded.
 */
export function migrate(sqlite: SQLite.Database, path: string, of = history): void {
  const version = knownVersion(sqlite, path, of);
  if (version === 0) {
    takeStep(sqlite, of.whole, newestOf(of));
    return;
  }
  for (const [index, step] of of.steps.slice(version - of.oldest).entries())
    takeStep(sqlite, step, version + index + 1);
}

function takeStep(sqlite: SQLite.Database, sql: string, version: number): void {
  sqlite
    .transaction(() => {
      sqlite.exec(sql);
      setSchemaVersion(sqlite, version);
      moments.migrationPending.publish({ version });
    })
    .immediate();
}

/**
 * The whole file is read only after an unclean end, since that takes seconds. Such an end leaves a
 * write-ahead log behind, which a writer removes; this must not, or the next start would
 * take a damaged database for one that was closed in good order.
 *
 * @throws DatabaseError for a database that is damaged, or of a newer version.
 */
export function requireWhole(path: string): void {
  if (!existsSync(`${path}-wal`)) return;
  const sqlite = new SQLite(path, { readonly: true, timeout: LOCK_PATIENCE_MS });
  try {
    knownVersion(sqlite, path);
    const damage = damageOf(sqlite);
    if (damage === undefined) return;
    throw new DatabaseError(
      `The database ${path} is damaged (${damage}). Put a copy back by \`npm run restore -- FILE\`, which sets this one aside; without a copy, move it away together with the files beside it.`,
    );
  } finally {
    sqlite.close();
  }
}

/** What every version of the jobs table has. */
const OURS = ['interaction_id', 'runpod_id', 'models'];

/** Whether a version of the bot made what is in it. */
export function isOurs(sqlite: SQLite.Database): boolean {
  const columns = columnsIn(sqlite, 'jobs');
  return OURS.every((column) => columns.includes(column));
}

function requireOurs(sqlite: SQLite.Database, path: string): void {
  if (tablesOf(sqlite).length === 0 || isOurs(sqlite)) return;
  throw new DatabaseError(
    `The database ${path} is another program's. Set DATABASE_PATH to a file of the bot's own.`,
  );
}

/**
 * A database's schema version; 0 for a new one.
 *
 * @throws DatabaseError for a newer version of the bot, or one that is too old to be upgraded.
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

/** SQLite gives its WAL file the database's own mode, so the file has to be private beforehand. */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

/*
 * Prepared pictures lie in pieces, and belong to a job for as long as it needs them; a trigger ends that. What is
 * overwritten as it is deleted costs as much as writing it: 7 MB at once would be a stall, one piece is none.
 */

/** What is written, read and deleted at once, in bytes: 2 ms and 5 at most on an ordinary disk. */
export const PIECE_BYTES = 512 * 1024;

/** Removes one piece of pictures that are no job's any more. False where there is none left. */
async function dropPiece(trx: Database): Promise<boolean> {
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
 * The same for all of them at once, at a start: what a killed process has not come to removing, and what it was
 * still writing, since such a job is prepared anew.
 */
function dropLeftPieces(sqlite: SQLite.Database): void {
  sqlite.exec(`
    UPDATE prepared_pictures SET job_id = NULL
      WHERE (SELECT state FROM jobs WHERE jobs.id = job_id) = 'preparing';
    DELETE FROM picture_pieces
      WHERE pictures_id IN (SELECT id FROM prepared_pictures WHERE job_id IS NULL);
    DELETE FROM prepared_pictures WHERE job_id IS NULL;`);
}

import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { writingKysely } from './connections.ts';
import {
  postgresNameOf,
  realPath,
  requireDatabase,
  requireNonePending,
  requireOwnLog,
} from './database-files.ts';
import {
  type Database,
  DatabaseError,
  holdLock,
  requireThisVersion,
  requireWhole,
} from './database.ts';
import { Locks } from './locks.ts';
import {
  beginReading,
  beginWriting,
  checkpointNever,
  flushEachCommit,
  requireWriting,
  setSafetyPragmas,
  tablesOf,
} from './sqlite.ts';
import type { Work } from './store.ts';
import { isLocked } from './unwritable.ts';

/*
 * How a program reads and writes a database that a bot may have open. On PostgreSQL a program is
 * just another connection. The rest is about SQLite.
 *
 * It creates no file, runs no migration, and does nothing if the schema version differs. A write is
 * one short transaction; bot and program wait for each other. Checkpoints are costly and are left
 * to the bot. If no bot is running, the program holds the lock itself, so that none can start
 * meanwhile.
 */

/** How long to wait for other writers. */
const LOCK_TIMEOUT_MS = 5_000;

/** Where the bot's database is: on a PostgreSQL server if there is a URL, else the SQLite file. */
export interface DatabasePlace {
  readonly databasePath: string;
  readonly databaseUrl?: string | undefined;
}

/** Names a database for the operator, without a password. */
export function nameOf({ databasePath, databaseUrl }: DatabasePlace): string {
  return databaseUrl === undefined ? databasePath : postgresNameOf(databaseUrl);
}

/** A PostgreSQL database's address without the password, for commands. */
export function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.href;
}

export interface BesideOptions {
  /**
   * Whether a newer version may have migrated the database on PostgreSQL while processes of this one
   * run. Then the piece must do with what both versions have.
   */
  readonly acceptsNewer?: boolean;
}

/** Only then, as its client takes memory. */
const postgres = () => import('./postgres/open.ts');

/**
 * Whether another process has locked a database: a bot, or a program such as `npm run restore`.
 *
 * @throws DatabaseError if there is no database, or its lock cannot be checked.
 */
export async function isInUse({ databasePath, databaseUrl }: DatabasePlace): Promise<boolean> {
  if (databaseUrl !== undefined) return (await postgres()).isPostgresInUse(databaseUrl);
  return isFileInUse(databasePath);
}

function isFileInUse(givenPath: string): boolean {
  const path = existingPath(givenPath);
  try {
    if (isHeld(`${path}.lock`)) return true;
    requireDatabase(path);
    return false;
  } catch (error) {
    throw unusable(path, error);
  }
}

function isHeld(lock: string): boolean {
  if (!existsSync(lock)) return false;
  let probe: SQLite.Database | undefined;
  try {
    probe = new SQLite(lock, { readonly: true, timeout: 0 });
    tablesOf(probe);
    return false;
  } catch (error) {
    if (isLocked(error)) return true;
    throw error;
  } finally {
    probe?.close();
  }
}

/**
 * Reads from a database in one transaction. It awaits nothing but its queries.
 *
 * @throws DatabaseError if the database cannot be used.
 */
export async function readBeside<T>(
  { databasePath, databaseUrl }: DatabasePlace,
  read: (db: Database) => Promise<T>,
  options?: BesideOptions,
): Promise<T> {
  if (databaseUrl !== undefined) {
    return (await postgres()).readBesidePostgres(databaseUrl, read, options);
  }
  const path = existingPath(databasePath);
  const opened: SQLite.Database[] = [];
  try {
    const { reading } = connect(path, opened);
    beginReading(reading);
    return await read(writingKysely(reading));
  } catch (error) {
    throw unusable(path, error);
  } finally {
    closeAll(opened);
  }
}

/**
 * Runs a piece of work on a database, as a Store does. It awaits nothing but its queries.
 *
 * @throws what the piece throws, which rolls it back, and DatabaseError if the database cannot be
 * used.
 */
export async function writeBeside<T>(
  { databasePath, databaseUrl }: DatabasePlace,
  piece: Work<T>,
  options?: BesideOptions,
): Promise<T> {
  if (databaseUrl !== undefined) {
    return (await postgres()).writeBesidePostgres(databaseUrl, piece, options);
  }
  const path = existingPath(databasePath);
  const opened: SQLite.Database[] = [];
  try {
    const writing = connect(path, opened).open();
    beginWriting(writing);
    const requireTransaction = () => {
      requireWriting(writing);
    };
    const locks = new Locks({ take: requireTransaction, takeRows: requireTransaction });
    const result = await piece(writingKysely(writing), locks);
    writing.exec('COMMIT');
    return result;
  } catch (error) {
    throw unusable(path, error);
  } finally {
    // An open transaction is rolled back.
    closeAll(opened);
  }
}

interface Connections {
  readonly reading: SQLite.Database;
  /** Opens a writing connection. */
  readonly open: () => SQLite.Database;
}

/** Connects to a database. The caller closes what this adds to `opened`, even if it throws. */
function connect(path: string, opened: SQLite.Database[]): Connections {
  const keep = (database: SQLite.Database) => {
    opened.push(database);
    return database;
  };
  const open = () => keep(openToWrite(path));
  if (isFileInUse(path)) {
    // Closed last, it keeps SQLite from removing the log of a bot that was killed meanwhile. By
    // that log, the next start knows to check for damage.
    const reading = keep(new SQLite(path, { readonly: true, timeout: LOCK_TIMEOUT_MS }));
    requireThisVersion(reading, path);
    return { reading, open };
  }
  keep(holdLock(`${path}.lock`));
  requireNonePending(path);
  requireOwnLog(path);
  requireWhole(path);
  const own = open();
  requireThisVersion(own, path);
  return { reading: own, open: () => own };
}

function closeAll(opened: readonly SQLite.Database[]): void {
  for (const database of opened.toReversed()) database.close();
}

/**
 * Wraps errors of SQLite and the operating system for the operator, such as missing permissions.
 * Any other error stays unchanged.
 */
function unusable(path: string, error: unknown): unknown {
  const isOfFile =
    error instanceof SQLite.SqliteError || (error instanceof Error && 'syscall' in error);
  if (!isOfFile) return error;
  const reason = isLocked(error) ? 'another program is writing, so try again' : error.message;
  return new DatabaseError(`The database ${path} cannot be used: ${reason}.`, { cause: error });
}

function openToWrite(path: string): SQLite.Database {
  const sqlite = new SQLite(path, { fileMustExist: true, timeout: LOCK_TIMEOUT_MS });
  checkpointNever(sqlite);
  flushEachCommit(sqlite, true);
  setSafetyPragmas(sqlite);
  return sqlite;
}

function existingPath(path: string): string {
  if (existsSync(path)) return realPath(path);
  throw new DatabaseError(`There is no database at ${path}.`);
}

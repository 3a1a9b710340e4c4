import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { realPath, requireDatabase, requireNoneWaiting, requireOwnLog } from './database-files.ts';
import { DatabaseError, holdLock, requireWhole } from './database.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import {
  checkpointNever,
  flushEachCommit,
  keepNoTraces,
  schemaVersion,
  tablesOf,
} from './sqlite.ts';
import { isLocked } from './unwritable.ts';

/*
 * How a program looks and writes into a database that a bot may have open.
 *
 * It makes no file and runs no migration, and where the schema is not this version's it does nothing.
 * A write is one short transaction that waits for the bot's, as the bot waits for it. What is costly,
 * moving the log into the database, is left to the bot. Where no bot is at work, none can start
 * meanwhile: the program holds the lock itself.
 */

/** How long to wait for others who write. */
const PATIENCE_MS = 5_000;

/**
 * Whether a process has a database for itself: a bot, or a program such as the one that puts a copy
 * back.
 *
 * @throws DatabaseError where there is no database, or its lock cannot be looked at.
 */
export function isInUse(givenPath: string): boolean {
  const path = whereItLies(givenPath);
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

/** Asks a database something, in one transaction. @throws DatabaseError where it cannot be used. */
export function lookBeside<T>(path: string, look: (sqlite: SQLite.Database) => T): T {
  return using(path, ({ reading }) => reading.transaction(() => look(reading))());
}

/** Changes something in a database. @throws DatabaseError where that cannot be done. */
export function changeBeside<T>(path: string, change: (sqlite: SQLite.Database) => T): T {
  return using(path, ({ open }) => {
    const writing = open();
    return writing.transaction(() => change(writing)).immediate();
  });
}

interface Connections {
  readonly reading: SQLite.Database;
  /** Opens one that writes. */
  readonly open: () => SQLite.Database;
}

function using<T>(givenPath: string, work: (connections: Connections) => T): T {
  const path = whereItLies(givenPath);
  const opened: SQLite.Database[] = [];
  const keep = (database: SQLite.Database) => {
    opened.push(database);
    return database;
  };
  const open = () => keep(openToWrite(path));
  try {
    if (isInUse(path)) {
      // Closed last, it keeps SQLite from taking away the log of a bot that was killed meanwhile: by
      // that log the next start knows that it has to look for damage.
      const reading = keep(new SQLite(path, { readonly: true, timeout: PATIENCE_MS }));
      requireThisVersion(reading, path);
      return work({ reading, open });
    }
    keep(holdLock(`${path}.lock`));
    requireNoneWaiting(path);
    requireOwnLog(path);
    requireWhole(path);
    const own = open();
    requireThisVersion(own, path);
    return work({ reading: own, open: () => own });
  } catch (error) {
    throw unusable(path, error);
  } finally {
    for (const database of opened.toReversed()) database.close();
  }
}

/** What SQLite or the system says of a file, for the operator: that of another user's, for one. Anything else as it is. */
function unusable(path: string, error: unknown): unknown {
  const isOfFile =
    error instanceof SQLite.SqliteError || (error instanceof Error && 'syscall' in error);
  if (!isOfFile) return error;
  const reason = isLocked(error) ? 'another program is writing, so try again' : error.message;
  return new DatabaseError(`The database ${path} cannot be used: ${reason}.`, { cause: error });
}

function openToWrite(path: string): SQLite.Database {
  const sqlite = new SQLite(path, { fileMustExist: true, timeout: PATIENCE_MS });
  checkpointNever(sqlite);
  flushEachCommit(sqlite, true);
  keepNoTraces(sqlite);
  return sqlite;
}

function whereItLies(path: string): string {
  if (existsSync(path)) return realPath(path);
  throw new DatabaseError(`There is no database at ${path}.`);
}

function requireThisVersion(sqlite: SQLite.Database, path: string): void {
  const version = schemaVersion(sqlite);
  if (version === SCHEMA_VERSION) return;
  throw new DatabaseError(
    `${path} has schema ${version}, this version knows ${SCHEMA_VERSION}. Start the bot once, or install the version that wrote it.`,
  );
}

import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import SQLite from 'better-sqlite3';
import { isWithoutLog, realPath, requireOwnLog } from './database-files.ts';
import {
  DatabaseError,
  isOurs,
  knownVersion,
  makePrivate,
  migrate,
  requireThisVersion,
} from './database.ts';
import {
  disableForeignKeys,
  attach,
  columnsIn,
  damageOf,
  detach,
  setSafetyPragmas,
  setBusyTimeout,
  tablesOf,
} from './sqlite.ts';

/** Columns left out of a backup: photos, pictures, where they came from, and tokens. */
const EXCLUDED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  jobs: ['attachment', 'interaction_token'],
};
const EXCLUDED_TABLES: readonly string[] = [
  'prepared_pictures',
  'picture_pieces',
  'stored_pictures',
  'stored_picture_pieces',
  'deferrals',
  'processes',
];

/**
 * Copies a database to a new file, row by row in one read transaction: consistent while the bot
 * writes, and without photos, their URLs and tokens, which never touch the copy. The file gets its
 * name once it is complete. Picture files are not included. Returns the number of jobs.
 *
 * @throws DatabaseError if it cannot be read or written, or has another schema version.
 */
export function backUp(source: string, target: string): number {
  if (!existsSync(source)) throw new DatabaseError(`There is no database at ${source}.`);
  requireOwnLog(realPath(source));
  if (existsSync(target)) throw new DatabaseError(`${target} already exists.`);
  const unfinished = `${target}.unfinished`;
  let copy: SQLite.Database | undefined;
  try {
    rmSync(unfinished, { force: true });
    makePrivate(unfinished);
    copy = new SQLite(unfinished);
    migrate(copy, unfinished);
    setBusyTimeout(copy, 5_000);
    attach(copy, source, 'live');
    const jobs = copyTables(copy, source);
    detach(copy, 'live');
    copy.close();
    renameSync(unfinished, target);
    return jobs;
  } catch (error) {
    if (copy) {
      copy.close();
      rmSync(unfinished, { force: true });
    }
    if (error instanceof DatabaseError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`${source} could not be backed up to ${target}: ${reason}.`, {
      cause: error,
    });
  }
}

function copyTables(copy: SQLite.Database, source: string): number {
  requireThisVersion(copy, source, 'live');
  // A retry may come before the job it retries.
  disableForeignKeys(copy);
  const copyAll = copy.transaction(() => {
    for (const table of tablesOf(copy, 'live')) {
      if (EXCLUDED_TABLES.includes(table)) continue;
      const columns = columnsIn(copy, table, 'live');
      const values = columns.map((name) =>
        EXCLUDED_COLUMNS[table]?.includes(name) ? 'NULL' : name,
      );
      // Migrations and triggers have already written rows there.
      copy.exec(
        `DELETE FROM main.${table};
         INSERT INTO main.${table} (${columns.join()}) SELECT ${values.join()} FROM live.${table}`,
      );
    }
    return copy.prepare<[], number>('SELECT count(*) FROM main.jobs').pluck().get() ?? 0;
  });
  return copyAll();
}

/** Copies a closed database, and its write-ahead log if it has one. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  // A database without a write-ahead log owns none. Any file beside it belongs to another one.
  if (!isWithoutLog(from) && existsSync(`${from}-wal`)) {
    await copyFile(`${from}-wal`, `${to}-wal`);
  }
}

async function copyFile(from: string, to: string): Promise<void> {
  makePrivate(to);
  await pipeline(createReadStream(from), createWriteStream(to, { flush: true }));
}

/**
 * Checks a whole copy and migrates it. Returns its number of jobs. `file` is its name in errors.
 *
 * @throws DatabaseError if it is damaged, of a newer version, or not Darkroom's.
 */
export function checkAndMigrate(path: string, file: string): number {
  const sqlite = new SQLite(path);
  try {
    const version = knownVersion(sqlite, file);
    const damage = damageOf(sqlite);
    if (damage !== undefined) throw new DatabaseError(`The backup ${file} is damaged (${damage}).`);
    if (version === 0 || !isOurs(sqlite)) {
      throw new DatabaseError(`${file} is not a Darkroom database.`);
    }
    setSafetyPragmas(sqlite);
    migrate(sqlite, file);
    return sqlite.prepare<[], number>('SELECT count(*) FROM jobs').pluck().get() ?? 0;
  } finally {
    sqlite.close();
  }
}

import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import SQLite from 'better-sqlite3';
import { isWithoutLog, realPath, requireOwnLog } from './database-files.ts';
import { DatabaseError, isOurs, knownVersion, makePrivate, migrate } from './database.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import {
  allowAnyOrder,
  attach,
  columnsIn,
  damageOf,
  detach,
  keepNoTraces,
  schemaVersion,
  setPatience,
  tablesOf,
} from './sqlite.ts';

/** What belongs to a person's photo or gives access to Discord, and stays where it is. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  jobs: ['attachment', 'interaction_token'],
};
const TABLES_LEFT_OUT: readonly string[] = ['prepared_pictures', 'picture_pieces', 'deferrals'];

/**
 * Copies a database to a new file, row by row in one read transaction: consistent while the bot
 * goes on writing, and without photos, their addresses and tokens, which never touch the copy.
 * The file has its name only once it is whole. Pictures are no part of it. Gives the number of
 * jobs.
 *
 * @throws DatabaseError where it cannot be read or written, or is of another version than this one.
 */
export function backUp(source: string, target: string): number {
  if (!existsSync(source)) throw new DatabaseError(`There is no database at ${source}.`);
  requireOwnLog(realPath(source));
  if (existsSync(target)) throw new DatabaseError(`${target} is there already.`);
  const unfinished = `${target}.unfinished`;
  let copy: SQLite.Database | undefined;
  try {
    rmSync(unfinished, { force: true });
    makePrivate(unfinished);
    copy = new SQLite(unfinished);
    migrate(copy, unfinished);
    setPatience(copy, 5_000);
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
    throw new DatabaseError(`${source} could not be copied to ${target}: ${reason}.`, {
      cause: error,
    });
  }
}

function copyTables(copy: SQLite.Database, source: string): number {
  const version = schemaVersion(copy, 'live');
  if (version !== SCHEMA_VERSION) {
    throw new DatabaseError(
      `${source} has schema ${version}, this version knows ${SCHEMA_VERSION}. Start the bot once, or install the version that wrote it.`,
    );
  }
  // A retry may come before what it is a retry of.
  allowAnyOrder(copy);
  const copyAll = copy.transaction(() => {
    for (const table of tablesOf(copy, 'live')) {
      if (TABLES_LEFT_OUT.includes(table)) continue;
      const columns = columnsIn(copy, table, 'live');
      const values = columns.map((name) => (LEFT_OUT[table]?.includes(name) ? 'NULL' : name));
      // Migrations left something there, and so did triggers for the tables before it.
      copy.exec(
        `DELETE FROM main.${table};
         INSERT INTO main.${table} (${columns.join()}) SELECT ${values.join()} FROM live.${table}`,
      );
    }
    return copy.prepare<[], number>('SELECT count(*) FROM main.jobs').pluck().get() ?? 0;
  });
  return copyAll();
}

/** Copies a closed database, with its log if it has one. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  // A database that goes without a log has none, whatever lies beside it; any other may own that.
  if (!isWithoutLog(from) && existsSync(`${from}-wal`)) {
    await copyFile(`${from}-wal`, `${to}-wal`);
  }
}

async function copyFile(from: string, to: string): Promise<void> {
  makePrivate(to);
  await pipeline(createReadStream(from), createWriteStream(to, { flush: true }));
}

/**
 * Checks a copy whole and runs the migrations that it lacks. Gives the number of its jobs. `file` is
 * what it is called in an error.
 *
 * @throws DatabaseError where it is damaged, of a newer version, or not Darkroom's.
 */
export function bringUpToDate(path: string, file: string): number {
  const sqlite = new SQLite(path);
  try {
    const version = knownVersion(sqlite, file);
    const damage = damageOf(sqlite);
    if (damage !== undefined) throw new DatabaseError(`The copy ${file} is damaged (${damage}).`);
    if (version === 0 || !isOurs(sqlite)) {
      throw new DatabaseError(`${file} is no database of Darkroom's.`);
    }
    keepNoTraces(sqlite);
    migrate(sqlite, file);
    return sqlite.prepare<[], number>('SELECT count(*) FROM jobs').pluck().get() ?? 0;
  } finally {
    sqlite.close();
  }
}

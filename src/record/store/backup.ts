import { existsSync, renameSync, rmSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { requireOwnLog } from './database-files.ts';
import { DatabaseError, makePrivate, migrate } from './database.ts';
import { migrations } from '../migrations/index.ts';
import { realPath } from './real-path.ts';
import {
  allowAnyOrder,
  attach,
  columnsIn,
  detach,
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
  if (version !== migrations.length) {
    throw new DatabaseError(
      `${source} has schema ${version}, this version knows ${migrations.length}. Start the bot once, or install the version that wrote it.`,
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

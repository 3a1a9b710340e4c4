import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import SQLite from 'better-sqlite3';
import { migrations } from '../migrations/index.ts';
import { isWithoutLog } from './database-files.ts';
import { DatabaseError, isOurs, knownVersion, makePrivate, migrate } from './database.ts';
import { damageOf, keepNoTraces } from './sqlite.ts';

/** Copies a database that nobody has open, with its log where it has one. */
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
    const version = knownVersion(sqlite, file, migrations.length);
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

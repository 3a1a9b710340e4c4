import type SQLite from 'better-sqlite3';
import { type RawBuilder, sql } from 'kysely';

/*
 * What only SQLite understands, and no other file says: another database would be another file like
 * this (and migrations, which are its schema). What has a portable form is written in that.
 */

/**
 * A row's own number, which tells rows apart that share everything else, in the order of an index.
 */
export function rowNumber(table?: string): RawBuilder<number> {
  return sql`${sql.ref(table === undefined ? 'rowid' : `${table}.rowid`)}`;
}

/**
 * A bound value that SQLite does not look at to choose an index: choosing anew for each value takes
 * ten times as long. The plus changes no value.
 */
export function unseen(value: unknown): RawBuilder<unknown> {
  return sql`+${value}`;
}

/** A column by which SQLite is not to choose an index. */
export function withoutIndex(column: string): RawBuilder<unknown> {
  return sql`+${sql.ref(column)}`;
}

/** Opens a transaction that writes. From here on no one else does. */
export function beginWriting(sqlite: SQLite.Database): void {
  sqlite.exec('BEGIN IMMEDIATE');
}

/** For what is right only while no one else writes: the one writer holds every lock there is. */
export function requireWriting(sqlite: SQLite.Database): void {
  if (!sqlite.inTransaction) throw new TypeError('a lock is held in a piece of work only');
}

/** Lets no one else read or write for as long as the connection is open. */
export function beginExclusive(sqlite: SQLite.Database): void {
  sqlite.exec('BEGIN EXCLUSIVE');
}

/** How long a connection waits for another one's lock, standing still meanwhile; milliseconds. */
export function setPatience(sqlite: SQLite.Database, ms: number): void {
  sqlite.pragma(`busy_timeout = ${ms}`);
}

/** What is deleted is overwritten, and references are enforced. */
export function keepNoTraces(sqlite: SQLite.Database): void {
  sqlite.pragma('secure_delete = ON');
  sqlite.pragma('foreign_keys = ON');
}

/** Rows may come before those that they refer to. */
export function allowAnyOrder(sqlite: SQLite.Database): void {
  sqlite.pragma('foreign_keys = OFF');
}

/** Writes into a log; once that has so many pages, a commit moves them into the database. */
export function useLog(sqlite: SQLite.Database, pagesACheckpoint: number): void {
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma(`wal_autocheckpoint = ${pagesACheckpoint}`);
}

/** Leaves it to others to move the log into the database, which takes long. */
export function checkpointNever(sqlite: SQLite.Database): void {
  sqlite.pragma('wal_autocheckpoint = 0');
}

/** Whether each commit is on disk before it is reported, or only with the next checkpoint. */
export function flushEachCommit(sqlite: SQLite.Database, each: boolean): void {
  sqlite.pragma(`synchronous = ${each ? 'FULL' : 'NORMAL'}`);
}

/** Checkpoints the log into the database. False where a reader blocked it. */
export function emptyLog(sqlite: SQLite.Database): boolean {
  // The first column says whether a reader blocked it.
  return sqlite.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
}

/** The schema version of a database, or of the one that is attached to it by that name. */
export function schemaVersion(sqlite: SQLite.Database, attached?: string): number {
  const of = attached === undefined ? '' : `${attached}.`;
  return Number(sqlite.pragma(`${of}user_version`, { simple: true }));
}

export function setSchemaVersion(sqlite: SQLite.Database, version: number): void {
  sqlite.pragma(`user_version = ${version}`);
}

/** What is wrong with a database file, read from end to end. */
export function damageOf(sqlite: SQLite.Database): string | undefined {
  const found: unknown = sqlite.pragma('quick_check(1)', { simple: true });
  return found === 'ok' ? undefined : String(found);
}

/** Lets one connection read another file under a name. */
export function attach(sqlite: SQLite.Database, path: string, name: string): void {
  sqlite.prepare(`ATTACH ? AS ${name}`).run(path);
}

export function detach(sqlite: SQLite.Database, name: string): void {
  sqlite.prepare(`DETACH ${name}`).run();
}

/** The tables of a database, as it is called in this connection, in the order in which they were made. */
export function tablesOf(sqlite: SQLite.Database, name = 'main'): readonly string[] {
  return sqlite
    .prepare<[], string>(
      `SELECT name FROM ${name}.sqlite_master
       WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    )
    .pluck()
    .all();
}

/** The columns of one of its tables; none where there is no such table. */
export function columnsIn(
  sqlite: SQLite.Database,
  table: string,
  name = 'main',
): readonly string[] {
  return sqlite
    .prepare<[string, string], string>('SELECT name FROM pragma_table_info(?, ?)')
    .pluck()
    .all(table, name);
}

import type SQLite from 'better-sqlite3';
import { type RawBuilder, sql } from 'kysely';

/*
 * What only SQLite understands stands here (and in the migrations): another database would have a
 * file like this one. Everything else uses portable SQL.
 */

/** A row's number, which orders rows that are otherwise equal in an index. */
export function rowNumber(table?: string): RawBuilder<number> {
  return sql`${sql.ref(table === undefined ? 'rowid' : `${table}.rowid`)}`;
}

/** A column that no index may be chosen for. */
export function withoutIndex(column: string): RawBuilder<unknown> {
  return sql`coalesce(${sql.ref(column)}, NULL)`;
}

/** Opens a transaction that sees one state of the database. */
export function beginReading(sqlite: SQLite.Database): void {
  sqlite.exec('BEGIN');
}

/** Opens a write transaction. No other connection can write from here on. */
export function beginWriting(sqlite: SQLite.Database): void {
  sqlite.exec('BEGIN IMMEDIATE');
}

/** The single writer holds every lock, but only inside a transaction. */
export function requireWriting(sqlite: SQLite.Database): void {
  if (!sqlite.inTransaction) throw new TypeError('a lock requires a transaction');
}

/** Locks out all other readers and writers while the connection is open. */
export function beginExclusive(sqlite: SQLite.Database): void {
  sqlite.exec('BEGIN EXCLUSIVE');
}

/** How long a connection blocks for another one's lock, in milliseconds. */
export function setBusyTimeout(sqlite: SQLite.Database, ms: number): void {
  sqlite.pragma(`busy_timeout = ${ms}`);
}

/** Overwrites deleted data, and enforces foreign keys. */
export function setSafetyPragmas(sqlite: SQLite.Database): void {
  sqlite.pragma('secure_delete = ON');
  sqlite.pragma('foreign_keys = ON');
}

/** Turns off foreign keys: rows may come before those they refer to. */
export function disableForeignKeys(sqlite: SQLite.Database): void {
  sqlite.pragma('foreign_keys = OFF');
}

/** Uses a write-ahead log. A commit checkpoints it once it has this many pages. */
export function useWriteAheadLog(sqlite: SQLite.Database, pagesACheckpoint: number): void {
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma(`wal_autocheckpoint = ${pagesACheckpoint}`);
}

/** Leaves checkpoints to other connections, since they take long. */
export function checkpointNever(sqlite: SQLite.Database): void {
  sqlite.pragma('wal_autocheckpoint = 0');
}

/** Whether each commit is on disk before it is reported, or only at the next checkpoint. */
export function flushEachCommit(sqlite: SQLite.Database, each: boolean): void {
  sqlite.pragma(`synchronous = ${each ? 'FULL' : 'NORMAL'}`);
}

/** Checkpoints the log and truncates it. False if a reader blocked that. */
export function emptyLog(sqlite: SQLite.Database): boolean {
  // The first column: whether it was blocked.
  return sqlite.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
}

/** The schema version of a database, or of an attached one. */
export function schemaVersion(sqlite: SQLite.Database, attached?: string): number {
  const of = attached === undefined ? '' : `${attached}.`;
  return Number(sqlite.pragma(`${of}user_version`, { simple: true }));
}

export function setSchemaVersion(sqlite: SQLite.Database, version: number): void {
  sqlite.pragma(`user_version = ${version}`);
}

/** Checks a whole database file. Returns the damage found. */
export function damageOf(sqlite: SQLite.Database): string | undefined {
  const found: unknown = sqlite.pragma('quick_check(1)', { simple: true });
  return found === 'ok' ? undefined : String(found);
}

/** Attaches another database file under a name. */
export function attach(sqlite: SQLite.Database, path: string, name: string): void {
  sqlite.prepare(`ATTACH ? AS ${name}`).run(path);
}

export function detach(sqlite: SQLite.Database, name: string): void {
  sqlite.prepare(`DETACH ${name}`).run();
}

/** The tables of a database in this connection, in the order of their creation. */
export function tablesOf(sqlite: SQLite.Database, name = 'main'): readonly string[] {
  return sqlite
    .prepare<[], string>(
      `SELECT name FROM ${name}.sqlite_master
       WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    )
    .pluck()
    .all();
}

/** A table's columns; none if there is no such table. */
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

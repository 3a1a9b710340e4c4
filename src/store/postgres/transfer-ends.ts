import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import type pg from 'pg';
import {
  COMPANION_SUFFIXES,
  DatabaseError,
  flush,
  migratingPath,
  postgresNameOf,
  realPath,
  requireNonePending,
  requireOwnLog,
} from '../database-files.ts';
import { holdLock, isOurs, makePrivate, requireThisVersion, requireWhole } from '../database.ts';
import { SCHEMA_VERSION } from '../migrations.ts';
import { schema } from '../schema.ts';
import {
  beginWriting,
  disableForeignKeys,
  schemaVersion,
  setBusyTimeout,
  setSchemaVersion,
  tablesOf,
} from '../sqlite.ts';
import { databaseError, lockPostgres, VERSION_TABLE, versionOf } from './open.ts';
import {
  isOfPictures,
  merged,
  PictureFolder,
  picturesNamed,
  wholePictures,
} from './picture-folder.ts';
import { schemaParts } from './schema.ts';

export type Value = string | number | null | Buffer;
export type Row = readonly Value[];

export interface Column {
  readonly name: string;
  /** PostgreSQL's. */
  readonly type: string;
}

export interface Table {
  readonly name: string;
  /** With the row number, if PostgreSQL has it as a column. */
  readonly columns: readonly Column[];
  /** Columns that identify a row and order the copy. */
  readonly key: readonly string[];
}

export type Step = 'empty' | 'copying' | 'complete';

/** Some rows of a table by their key, after a row with that key. */
export interface Slice {
  readonly table: Table;
  readonly after: readonly Value[] | undefined;
  readonly limit: number;
}

/** A database at one end of the transfer. */
export interface End {
  /** For messages. */
  readonly name: string;
  /** Runs a statement, with `?` for each value. */
  run(sql: string, values?: readonly Value[]): Promise<Row[]>;
  slice(slice: Slice): Promise<Row[]>;
  /** Closes it and releases its lock. An open transaction is rolled back. */
  close(): Promise<void>;
}

export interface Target extends End {
  /** How to begin again. */
  readonly startOver: string;
  step(): Promise<Step>;
  transaction(work: () => Promise<void>): Promise<void>;
  /** Creates the tables. */
  create(): Promise<void>;
  insert(table: Table, rows: readonly Row[]): Promise<void>;
  /** Creates the triggers and sets the version. */
  complete(): Promise<void>;
  /** Makes the complete database available to bots. */
  handOver(): Promise<void>;
}

/** The schema creates tables before those that refer to them. No process runs in a new database. */
export const TABLES = [...schema.matchAll(/CREATE TABLE (\w+)/g)]
  .map(([, name = '']) => name)
  .filter((name) => name !== 'processes');
/** Where PostgreSQL stores what it reads by another name. */
export const STORED_AS: Readonly<Record<string, string>> = { job_counts: 'job_count_sums' };

export function namesOf({ columns }: Table): string {
  return columns.map(({ name }) => name).join();
}

/** Reads a slice by SQL. `from`: what to select from. */
function sliceBy(end: Pick<End, 'run'>, { table, after, limit }: Slice, from = table.name) {
  const key = table.key.join();
  const condition =
    after === undefined ? '' : `WHERE (${key}) > (${table.key.map(() => '?').join()})`;
  return end.run(
    `SELECT ${namesOf(table)} FROM ${from} ${condition} ORDER BY ${key} LIMIT ${limit}`,
    after,
  );
}

/**
 * Locks a SQLite file. Its bot is stopped, and no program can write to it meanwhile. `withFolder`:
 * reads the pictures in the folder beside it, too.
 */
export function openSqliteSource(givenPath: string, withFolder = false): End {
  if (!existsSync(givenPath)) throw new DatabaseError(`There is no database at ${givenPath}.`);
  const path = realPath(givenPath);
  return orClosed((opened) => {
    opened.push(holdLock(`${path}.lock`));
    requireNonePending(path);
    requireOwnLog(path);
    requireWhole(path);
    const sqlite = new SQLite(path, { fileMustExist: true });
    opened.push(sqlite);
    if (!isOurs(sqlite)) throw new DatabaseError(`${path} is not a Darkroom database.`);
    requireThisVersion(sqlite, path);
    beginWriting(sqlite);
    const calls = sqliteCalls(sqlite, opened);
    if (!withFolder) return { name: path, ...calls };
    const folder = new PictureFolder(path).find((file) => isOfJob(sqlite, file));
    return {
      name: path,
      ...calls,
      async slice(slice) {
        const rows = await calls.slice(slice);
        return isOfPictures(slice.table.name) ? merged(slice, rows, folder.slice(slice)) : rows;
      },
    };
  });
}

/** Whether a job names a file, or may name it, and no row has its bytes. */
function isOfJob(sqlite: SQLite.Database, file: string): boolean {
  const id = file.slice(0, Math.max(0, file.lastIndexOf('-')));
  const pictures = sqlite
    .prepare<[string, string], string>(
      `SELECT pictures FROM jobs
        WHERE id = ? AND NOT EXISTS (SELECT 1 FROM stored_pictures WHERE file = ?)`,
    )
    .pluck()
    .get(id, file);
  if (pictures === undefined) return false;
  return picturesNamed(pictures)?.includes(file) ?? true;
}

/**
 * A file beside the new database's place, until it is complete. `withFolder`: writes pictures to the
 * folder beside it.
 */
export function openSqliteTarget(givenPath: string, withFolder = false): Target {
  mkdirSync(dirname(givenPath), { recursive: true, mode: 0o700 });
  const path = realPath(givenPath);
  return orClosed((opened) => {
    opened.push(holdLock(`${path}.lock`));
    const taken = ['', ...COMPANION_SUFFIXES]
      .map((end) => path + end)
      .find((file) => existsSync(file));
    if (taken !== undefined) {
      throw new DatabaseError(`${taken} already exists. Name a new file, or move it away.`);
    }
    const folder = withFolder ? new PictureFolder(path) : undefined;
    const unfinished = migratingPath(path);
    if (folder && !existsSync(unfinished) && !folder.find().isEmpty) {
      throw new DatabaseError(
        `${folder.path} already has files. Name a new file, or move the folder away.`,
      );
    }
    makePrivate(unfinished);
    const sqlite = new SQLite(unfinished);
    opened.push(sqlite);
    setBusyTimeout(sqlite, 0);
    disableForeignKeys(sqlite);
    const calls = sqliteCalls(sqlite, opened);
    const written = (table: Table) => (folder && isOfPictures(table.name) ? folder : undefined);
    return {
      ...calls,
      name: path,
      startOver: `Delete ${[unfinished, ...(folder ? [folder.path] : [])].join(' and ')}, then run the migration again.`,
      slice(slice) {
        // A new search: its files are still being written.
        if (slice.after === undefined) written(slice.table)?.find();
        const files = written(slice.table);
        return files ? Promise.resolve(files.slice(slice)) : calls.slice(slice);
      },
      step() {
        const tables = tablesOf(sqlite);
        if (tables.length === 0) return Promise.resolve('empty');
        return Promise.resolve(tables.includes('transfer') ? 'copying' : 'complete');
      },
      async transaction(work) {
        beginWriting(sqlite);
        try {
          await work();
          sqlite.exec('COMMIT');
        } catch (error) {
          if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
          throw error;
        }
      },
      create() {
        sqlite.exec(schemaParts.sqlite.tables);
        return Promise.resolve();
      },
      insert(table, rows) {
        const files = written(table);
        if (files) {
          files.put(table, rows);
          return Promise.resolve();
        }
        const marks = table.columns.map(() => '?').join();
        const insert = sqlite.prepare(
          `INSERT INTO ${table.name} (${namesOf(table)}) VALUES (${marks}) ON CONFLICT DO NOTHING`,
        );
        for (const row of rows) insert.run(row);
        return Promise.resolve();
      },
      complete() {
        sqlite.exec(schemaParts.sqlite.triggers);
        setSchemaVersion(sqlite, SCHEMA_VERSION);
        return Promise.resolve();
      },
      handOver() {
        if (schemaVersion(sqlite) !== SCHEMA_VERSION) throw new TypeError('it is not complete');
        sqlite.close();
        flush(unfinished);
        renameSync(unfinished, path);
        flush(dirname(path));
        return Promise.resolve();
      },
    };
  });
}

/** Closes what was opened if that fails. @throws DatabaseError */
function orClosed<T>(open: (opened: SQLite.Database[]) => T): T {
  const opened: SQLite.Database[] = [];
  try {
    return open(opened);
  } catch (error) {
    for (const database of opened.toReversed()) database.close();
    throw error;
  }
}

function sqliteCalls(sqlite: SQLite.Database, opened: readonly SQLite.Database[]) {
  const run = (sql: string, values: readonly Value[] = []): Promise<Row[]> => {
    const statement = sqlite.prepare<Value[], Value[]>(sql);
    if (statement.reader) return Promise.resolve(statement.raw().all(...values));
    statement.run(...values);
    return Promise.resolve([]);
  };
  return {
    run,
    slice: (slice: Slice) => sliceBy({ run }, slice),
    close(): Promise<void> {
      for (const database of opened.toReversed()) database.close();
      return Promise.resolve();
    },
  };
}

/**
 * Locks a PostgreSQL database against bots, and against all writing. `onlyWhole`: leaves out pictures
 * that were not stored to their end.
 */
export function openPostgresSource(url: string, onlyWhole = false): Promise<End> {
  return withPostgres(url, async (client, calls) => {
    const version = await versionOf(client);
    if (version !== SCHEMA_VERSION) {
      throw new DatabaseError(
        version === undefined
          ? `${calls.name} is empty.`
          : `${calls.name} has schema ${version}, this version knows ${SCHEMA_VERSION}. Start the bot once, or install the version that wrote it.`,
      );
    }
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const tables = TABLES.map((name) => STORED_AS[name] ?? name);
    await client.query(`LOCK TABLE ${tables.join()} IN SHARE MODE`);
    if (!onlyWhole) return calls;
    return {
      ...calls,
      slice(slice) {
        const from = isOfPictures(slice.table.name) ? wholePictures(slice.table.name) : undefined;
        return sliceBy(calls, slice, from);
      },
    };
  });
}

export function openPostgresTarget(url: string): Promise<Target> {
  return withPostgres(url, async (client, calls) => {
    const startOver = `Empty ${calls.name} (\`dropdb\` and \`createdb\`), then run the migration again.`;
    const version = await versionOf(client);
    if (version !== undefined && version !== 0) {
      throw new DatabaseError(
        `${calls.name} is not empty: it has a complete database of the bot. To use it, set DATABASE_URL. To replace it: ${startOver}`,
      );
    }
    let step: Step = version === 0 ? 'copying' : 'empty';
    return {
      ...calls,
      startOver,
      step: () => Promise.resolve(step),
      async transaction(work) {
        await client.query('BEGIN');
        try {
          await work();
          await client.query('COMMIT');
        } catch (error) {
          await client.query('ROLLBACK').catch(() => undefined);
          throw error;
        }
        step = 'copying';
      },
      async create() {
        await client.query(`${VERSION_TABLE} ${schemaParts.postgres.tables}`);
      },
      async insert({ name, columns }, rows) {
        const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`);
        const names = columns.map((column) => column.name).join();
        await client.query(
          `INSERT INTO ${STORED_AS[name] ?? name} (${names})
            SELECT * FROM unnest(${arrays.join()}) ON CONFLICT DO NOTHING`,
          columns.map((_, index) => rows.map((row) => row[index])),
        );
      },
      async complete() {
        await client.query(schemaParts.postgres.triggers);
        await client.query(COUNT_ON);
        await client.query('UPDATE schema_version SET version = $1', [SCHEMA_VERSION]);
      },
      async handOver() {
        await client.query('ANALYZE');
      },
    };
  });
}

/** New rows get numbers beyond the highest. */
const COUNT_ON = `
  DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = current_schema() AND is_identity = 'YES'
    LOOP
      EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I',
        one.table_name, one.column_name, one.column_name, one.table_name);
    END LOOP;
  END $$`;

async function withPostgres<T>(
  url: string,
  open: (client: pg.Client, calls: End) => Promise<T>,
): Promise<T> {
  const locked = await lockPostgres(url);
  const { client } = locked;
  const run: End['run'] = async (sql, values = []) => {
    let count = 0;
    const text = sql.replaceAll('?', () => `$${(count += 1)}`);
    const { rows } = await client.query<Value[]>({ text, values: [...values], rowMode: 'array' });
    return rows;
  };
  const calls: End = {
    name: postgresNameOf(url),
    run,
    slice: (slice) => sliceBy({ run }, slice),
    close: () => locked.release(),
  };
  try {
    await client.query('SET idle_in_transaction_session_timeout = 0');
    await client.query("SET lock_timeout = '10s'");
    return await open(client, calls);
  } catch (error) {
    await locked.release();
    throw databaseError(url, error);
  }
}

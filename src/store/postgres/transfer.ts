import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DatabaseError, isPostgresUrl } from '../database-files.ts';
import { SCHEMA_VERSION } from '../migrations.ts';
import { moments } from '../moments.ts';
import { isOfPictures, picturesNamed, wholePictures } from './picture-folder.ts';
import { withoutNul } from './pool-client.ts';
import {
  type End,
  openPostgresSource,
  openPostgresTarget,
  openSqliteSource,
  openSqliteTarget,
  type Row,
  STORED_AS,
  type Table,
  TABLES,
  type Target,
  type Value,
} from './transfer-ends.ts';

/*
 * Copies a database from SQLite to PostgreSQL, or back.
 *
 * - Both databases are locked, so no bot uses either, and nothing can be written to the source.
 * - Rows are copied in slices by key, parents first. Each slice is a transaction that also records
 *   its end in the target's table `transfer`: the next run continues from there.
 * - Until all rows are compared, the target has no triggers and version 0, which no bot opens. A new
 *   SQLite file has another name as long.
 * - Pictures in the folder beside a SQLite file are copied as the rows that they are in PostgreSQL.
 * - In the end both databases are read again and compared: rows and checksum of each table. That
 *   also finds changes of the source between two runs.
 */

/** How many rows a transaction copies. Rows with bytes have half a MB each. */
const SLICE_ROWS = 500;
const SLICE_ROWS_WITH_BYTES = 8;

/** A compared table. */
export interface Compared {
  readonly table: string;
  readonly rows: number;
  /** Of all rows in any order. */
  readonly checksum: string;
}

export interface TransferOptions {
  /** The path of a SQLite file, or a PostgreSQL URL. */
  readonly from: string;
  /** The other kind: an empty PostgreSQL database, or the path of a new SQLite file. */
  readonly to: string;
  /**
   * Pictures lie in the folder beside the SQLite file, and are copied between it and PostgreSQL.
   * Otherwise only rows are copied.
   */
  readonly withFolder?: boolean;
}

/** What the two databases have. */
export interface Comparison {
  /** With the folder, pictures count as rows. */
  readonly tables: readonly Compared[];
  /** How many texts of the source have NUL characters, which the target has as U+FFFD. */
  readonly nuls: number;
  /** With the folder: how many pictures jobs name that the source does not have. */
  readonly missing: number;
}

/** A transfer between two databases, which it has locked. */
export class Transfer {
  readonly #source: End;
  readonly #target: Target;
  #tables: readonly Table[] = [];
  readonly #postgres: End;
  readonly #withFolder: boolean;

  private constructor(source: End, target: Target, postgres: End, withFolder: boolean) {
    this.#source = source;
    this.#target = target;
    this.#postgres = postgres;
    this.#withFolder = withFolder;
  }

  /** @throws DatabaseError if one of them cannot be used, or the target has other rows. */
  static async open({ from, to, withFolder = false }: TransferOptions): Promise<Transfer> {
    if (isPostgresUrl(to)) {
      const source = openSqliteSource(from, withFolder);
      try {
        const target = await openPostgresTarget(to);
        return new Transfer(source, target, target, withFolder);
      } catch (error) {
        await source.close();
        throw error;
      }
    }
    const source = await openPostgresSource(from, withFolder);
    try {
      return new Transfer(source, openSqliteTarget(to, withFolder), source, withFolder);
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  /**
   * Copies the rows that an earlier run has not. `onSlice`: called after each slice.
   *
   * @throws DatabaseError
   */
  copy(onSlice: (table: string, rows: number) => void = () => undefined): Promise<void> {
    return orStopped(this.#copy(onSlice));
  }

  async #copy(onSlice: (table: string, rows: number) => void): Promise<void> {
    const target = this.#target;
    const before = await target.step();
    if (before === 'empty') await this.#commit('begin', () => createIn(target));
    this.#tables = await tablesIn(this.#postgres, (table) => this.#leftOut(table));
    if (before === 'complete') return;
    const copied = new Map(
      (await target.run('SELECT name, position FROM transfer')).map(([name, at]) => [name, at]),
    );
    if (copied.get(VERSION) !== String(SCHEMA_VERSION)) {
      throw new DatabaseError(
        `Another version of the bot began to copy into ${target.name}. ${target.startOver}`,
      );
    }
    for (const table of this.#tables) {
      const position = copied.get(table.name);
      await this.#copyTable(table, typeof position === 'string' ? position : undefined, onSlice);
    }
  }

  /** Columns that are not copied. */
  #leftOut(table: string): readonly string[] {
    if (!this.#withFolder || !isOfPictures(table)) return OF_PROCESSES[table] ?? [];
    // Files have neither. PostgreSQL numbers new rows.
    return this.#source === this.#postgres ? [ROW_NUMBER, 'stored_at'] : [ROW_NUMBER];
  }

  async #copyTable(
    table: Table,
    position: string | undefined,
    onSlice: (table: string, rows: number) => void,
  ): Promise<void> {
    const after = position === undefined ? undefined : keyValues.parse(JSON.parse(position));
    for await (const rows of slicesOf(this.#source, table, after)) {
      const last = rows.at(-1);
      if (!last) return;
      await this.#commit(table.name, async () => {
        await this.#target.insert(table, rows.map(storable));
        await notePosition(this.#target, table.name, JSON.stringify(keyOf(table, last)));
      });
      onSlice(table.name, rows.length);
    }
  }

  /**
   * Reads both databases, and compares rows and checksum of each table.
   *
   * @throws DatabaseError if they differ.
   */
  compare(): Promise<Comparison> {
    return orStopped(this.#compare());
  }

  async #compare(): Promise<Comparison> {
    const tables: Compared[] = [];
    const different: string[] = [];
    let nuls = 0;
    for (const table of this.#tables) {
      const source = await sumOf(this.#source, table);
      const target = await sumOf(this.#target, table);
      nuls += source.nuls;
      const { rows, checksum } = source;
      tables.push({ table: table.name, rows, checksum });
      if (target.rows !== rows || target.checksum !== checksum) {
        different.push(`${table.name} (rows: ${rows}, copied: ${target.rows})`);
      }
    }
    if (different.length === 0) {
      return { tables, nuls, missing: this.#withFolder ? await missingIn(this.#postgres) : 0 };
    }
    throw new DatabaseError(
      `The copy differs from ${this.#source.name} in ${different.join(', ')}. Most likely a bot used it, or a picture was changed, after an earlier run had begun to copy. ${this.#target.startOver}`,
    );
  }

  /** Makes the target a database that a bot can use. Call it after {@link compare}. */
  finish(): Promise<void> {
    return orStopped(this.#finish());
  }

  async #finish(): Promise<void> {
    const target = this.#target;
    if ((await target.step()) !== 'complete') {
      await this.#commit('complete', async () => {
        await target.complete();
        await target.run('DROP TABLE transfer');
      });
    }
    await target.handOver();
  }

  async #commit(step: string, work: () => Promise<void>): Promise<void> {
    await this.#target.transaction(work);
    moments.transferStep.publish({ step });
  }

  async close(): Promise<void> {
    await this.#source.close();
    await this.#target.close();
  }
}

/** @throws DatabaseError for an error of a database or of the system. */
async function orStopped<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new DatabaseError(
      `The migration stopped: ${error.message}. Run it again, and it continues.`,
      { cause: error },
    );
  });
}

/** Columns that name a process. No process runs in a new database. */
const OF_PROCESSES: Readonly<Record<string, readonly string[]>> = {
  jobs: ['driver'],
  deferrals: ['process'],
};

/** A key, as `transfer` has it. */
const keyValues = z.array(z.union([z.string(), z.number(), z.null()]));

/** The row of `transfer` with the version that began it. No table has such a name. */
const VERSION = 'schema version';

async function createIn(target: Target): Promise<void> {
  await target.create();
  await target.run('CREATE TABLE transfer (name TEXT PRIMARY KEY, position TEXT NOT NULL)');
  // A new database's own row.
  await target.run('DELETE FROM line');
  await notePosition(target, VERSION, String(SCHEMA_VERSION));
}

async function notePosition(target: Target, name: string, position: string): Promise<void> {
  await target.run(
    `INSERT INTO transfer VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET position = excluded.position`,
    [name, position],
  );
}

/** All tables without some columns, those that others refer to first, as a PostgreSQL database says. */
async function tablesIn(
  postgres: End,
  leftOut: (table: string) => readonly string[],
): Promise<Table[]> {
  const columns = await postgres.run(
    `SELECT table_name, column_name, data_type FROM information_schema.columns
      WHERE table_schema = current_schema() ORDER BY ordinal_position`,
  );
  const keys = await postgres.run(
    `SELECT keys.table_name, keys.column_name FROM information_schema.key_column_usage AS keys
      JOIN information_schema.table_constraints AS constraints
        USING (constraint_schema, constraint_name)
      WHERE constraint_type = 'PRIMARY KEY' AND constraint_schema = current_schema()
      ORDER BY keys.ordinal_position`,
  );
  return TABLES.map((name) => {
    const stored = STORED_AS[name] ?? name;
    const own = columns.flatMap(([table, column, type]) =>
      table === stored && !leftOut(name).includes(String(column))
        ? [{ name: String(column), type: String(type) }]
        : [],
    );
    const key = keys.flatMap(([table, column]) => (table === stored ? [String(column)] : []));
    // A job may refer to an earlier one.
    const hasRowNumber = own.some((column) => column.name === ROW_NUMBER);
    return { name, columns: own, key: hasRowNumber ? [ROW_NUMBER] : key };
  });
}

const ROW_NUMBER = 'rowid';

function keyOf({ columns, key }: Table, row: Row): Value[] {
  return key.map((name) => row[columns.findIndex((column) => column.name === name)] ?? null);
}

/** A table's rows by their key, after a row with that key. */
async function* slicesOf(end: End, table: Table, from?: readonly Value[]): AsyncGenerator<Row[]> {
  const hasBytes = table.columns.some(({ type }) => type === 'bytea');
  const limit = hasBytes ? SLICE_ROWS_WITH_BYTES : SLICE_ROWS;
  let after = from;
  for (;;) {
    const rows = await end.slice({ table, after, limit });
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    after = keyOf(table, last);
  }
}

const JOBS_PICTURES: Table = {
  name: 'jobs',
  columns: [
    { name: ROW_NUMBER, type: 'bigint' },
    { name: 'pictures', type: 'text' },
  ],
  key: [ROW_NUMBER],
};

/** How many pictures jobs name that no row has. */
async function missingIn(postgres: End): Promise<number> {
  let missing = 0;
  for await (const jobs of slicesOf(postgres, JOBS_PICTURES)) {
    const named = jobs.flatMap(([, column]) => picturesNamed(column) ?? []);
    if (named.length === 0) continue;
    const found = await postgres.run(
      `SELECT file FROM ${wholePictures('stored_pictures')}
        WHERE file IN (${named.map(() => '?').join()})`,
      named,
    );
    const stored = new Set(found.flat());
    missing += named.filter((file) => !stored.has(file)).length;
  }
  return missing;
}

function storable(row: Row): Row {
  return row.map((value) => (typeof value === 'string' ? withoutNul(value) : value));
}

const MODULUS = 1n << 256n;

/** The checksum is the sum of each row's hash. The order of rows with NUL in their key may differ. */
async function sumOf(end: End, table: Table) {
  let rows = 0;
  let nuls = 0;
  let sum = 0n;
  for await (const slice of slicesOf(end, table)) {
    for (const row of slice) {
      rows += 1;
      nuls += row.filter((value) => typeof value === 'string' && value.includes('\0')).length;
      sum = (sum + BigInt(`0x${sha256(canonical(row))}`)) % MODULUS;
    }
  }
  const checksum = sum.toString(16).padStart(64, '0').slice(0, 16);
  return { rows, nuls, checksum };
}

/** The same text for the same row in both databases. */
function canonical(row: Row): string {
  return JSON.stringify(
    storable(row).map((value) => (Buffer.isBuffer(value) ? [sha256(value)] : value)),
  );
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

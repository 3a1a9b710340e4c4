import pg from 'pg';
import { z } from 'zod';
import { SUM_JOB_COUNTS } from '../../src/store/postgres/schema.ts';

/** The rows of each table, as JSON and in order. */
export type Rows = Readonly<Record<string, readonly string[]>>;
export type Row = Readonly<Record<string, unknown>>;

/** After so many outcomes, the rows that they left behind are removed. */
const VACUUM_EVERY = 100;

/** Reads a whole database, and puts its first rows back. */
export class Tables {
  readonly #client: pg.Client;
  #names: readonly string[] = [];
  #sequences = '';
  #kept: Rows = {};
  #first: Rows = {};
  /** Canonical rows by the row as the database gives it: most rows are as at first. */
  readonly #known = new Map<string, string>();
  /** The tables that have, or may have, other rows than at first. */
  #changed: readonly string[] = [];
  /** Rows written after the first ones have this transaction id, or a later one. */
  #since = '0';
  #restored = 0;

  constructor(url: string) {
    this.#client = new pg.Client({ connectionString: url });
  }

  /** Remembers the present rows. */
  async open(): Promise<void> {
    await this.#client.connect();
    await this.#client.query(SUM_JOB_COUNTS);
    // Its rows come and go without triggers and foreign keys.
    await this.#client.query('SET session_replication_role = replica; CREATE SCHEMA kept');
    const { rows } = await this.#client.query<{ name: string; key: string | null }>(TABLES);
    for (const { name, key } of rows) await this.#client.query(keep(name, key));
    this.#names = rows.map(({ name }) => name);
    const sequences = await this.#client.query<{ name: string; last: string | null }>(
      "SELECT sequencename AS name, last_value AS last FROM pg_sequences WHERE schemaname = 'public'",
    );
    this.#sequences = sequences.rows
      .map(({ name, last }) => `setval('${name}', ${last ?? 1}, ${String(last !== null)})`)
      .join(', ');
    this.#kept = await this.#read(this.#names);
    for (const [name, rows] of Object.entries(this.#kept)) {
      if (isPlain(name)) for (const row of rows) this.#known.set(name + row, plainRow(name, row));
    }
    this.#first = this.#canonical(this.#kept);
    await this.restore();
  }

  /** The first rows, without what depends on numbers that the database draws. */
  get first(): Rows {
    return this.#first;
  }

  /** The same of the present rows. `written`: the only tables that may have others. */
  async outcome(written: ReadonlySet<string>): Promise<Rows> {
    this.#changed = this.#names.filter((name) => written.has(name));
    return { ...this.#first, ...this.#canonical(await this.#read(this.#changed)) };
  }

  /** Puts the first rows back. */
  async restore(): Promise<void> {
    const since = this.#since;
    const calls = this.#changed.map((name) => `kept.restore_${name}(${since})`);
    const { rows } = await this.#client.query<{ id: string }>(
      `SELECT ${[...calls, this.#sequences].join(', ')}, pg_current_xact_id()::text AS id`,
    );
    this.#since = String(Number(rows[0]?.id) + 1);
    this.#restored += 1;
    if (this.#restored % VACUUM_EVERY !== 0) return;
    await this.#requireFirst();
    await this.#client.query('VACUUM');
  }

  /** Whether a writer waits for a lock of another transaction. */
  async isBlocked(writer: string): Promise<boolean> {
    const { rows } = await this.#client.query({
      name: 'is blocked',
      text: `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
        AND application_name = $1 AND state = 'active' AND cardinality(pg_blocking_pids(pid)) > 0`,
      values: [writer],
    });
    return rows.length > 0;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  /** @throws Error if a table has other rows, of which nobody knew that they were written. */
  async #requireFirst(): Promise<void> {
    const present = this.#canonical(await this.#read(this.#names));
    const others = Object.keys(present).filter(
      (name) => present[name]?.join() !== this.#first[name]?.join(),
    );
    if (others.length > 0) throw new Error(`rows of ${others.join(', ')} were not put back`);
  }

  async #read(names: readonly string[]): Promise<Rows> {
    const tables = names.map(
      (name) => `(SELECT string_agg(to_json(t)::text, chr(10)) FROM ${name} AS t) AS ${name}`,
    );
    const { rows } = await this.#client.query<Record<string, string | null>>(
      `SELECT ${tables.join(', ')}`,
    );
    // JSON has no line breaks but between its parts.
    return Object.fromEntries(
      Object.entries(rows[0] ?? {}).map(([name, text]) => [name, text?.split('\n') ?? []]),
    );
  }

  #canonical(present: Rows): Rows {
    const names = new Set(Object.keys(present).map((name) => PART_OF[name] ?? name));
    return Object.fromEntries(
      [...names].map((name) => {
        if (!isPlain(name)) {
          const rows = (table: string) => (present[table] ?? this.#kept[table] ?? []).map(rowIn);
          return [name, textsOf(withoutDrawn(name, joined(name, rows)))];
        }
        const rows = (present[name] ?? []).map(
          (row) => this.#known.get(name + row) ?? plainRow(name, row),
        );
        return [name, rows.toSorted()];
      }),
    );
  }
}

/** The tables, each with the columns of its key. */
const TABLES = `SELECT relname AS name, string_agg(quote_ident(attname), ', ') AS key
  FROM pg_class LEFT JOIN pg_index ON indrelid = pg_class.oid AND indisprimary
  LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum = ANY (indkey)
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'schema_version'
  GROUP BY relname`;

/** Copies a table, and makes a function that puts its rows back. */
function keep(name: string, key: string | null): string {
  const isThere = key === null ? 'false' : `(${key}) IN (SELECT ${key} FROM public.${name})`;
  return `CREATE TABLE kept.${name} AS TABLE public.${name};
    CREATE FUNCTION kept.restore_${name}(first_id bigint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      DELETE FROM public.${name} WHERE ${key === null ? 'true' : 'xmin::text::bigint >= first_id'};
      INSERT INTO public.${name} OVERRIDING SYSTEM VALUE
        SELECT * FROM kept.${name} WHERE NOT ${isThere};
    END $$`;
}

const rowSchema = z.record(z.string(), z.unknown());

/** A row as JSON. */
export function rowIn(text: string): Row {
  return rowSchema.parse(JSON.parse(text));
}

/** Columns whose values are drawn by the database. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
  jobs: ['rowid'],
  reports: ['rowid'],
  job_events: ['id'],
  consents: ['id'],
  moderation_events: ['id'],
  kept_out: ['id'],
  prepared_pictures: ['id'],
};

/** What the order of drawn numbers means: events of one of these come in it. */
const ORDERED: Readonly<Record<string, readonly string[]>> = {
  job_events: ['job_id'],
  moderation_events: ['guild_id', 'user_id', 'job_id'],
};

/** Tables of which another one's rows are a part, or which are shown as a view. */
export const PART_OF: Readonly<Record<string, string>> = {
  job_count_sums: 'job_counts',
  job_count_changes: 'job_counts',
  picture_pieces: 'prepared_pictures',
};

/** Whether each row stands for itself, wherever it is. */
function isPlain(name: string): boolean {
  return !ORDERED[name] && !['job_counts', 'prepared_pictures'].includes(PART_OF[name] ?? name);
}

function plainRow(name: string, row: string): string {
  return textsOf(withoutDrawn(name, [rowIn(row)])).join('');
}

/** The rows of a table together with those of its parts. */
function joined(name: string, rows: (table: string) => readonly Row[]): readonly Row[] {
  if (name === 'job_counts') return counts(rows('job_count_sums'), rows('job_count_changes'));
  if (name !== 'prepared_pictures') return rows(name);
  const pieces = rows('picture_pieces');
  return rows(name).map((row) => ({
    ...row,
    pieces: pieces
      .filter(({ pictures_id: id }) => id === row.id)
      .toSorted((one, other) => Number(one.place) - Number(other.place))
      .map(({ place, bytes }) => ({ place, bytes })),
  }));
}

function textsOf(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

function counts(sums: readonly Row[], changes: readonly Row[]): Row[] {
  const counted = new Map<unknown, number>();
  for (const { state, count, change } of [...sums, ...changes]) {
    counted.set(state, (counted.get(state) ?? 0) + Number(count ?? change));
  }
  return [...counted].flatMap(([state, count]) => (count === 0 ? [] : { state, count }));
}

function withoutDrawn(name: string, rows: readonly Row[]): Row[] {
  const drawn = DRAWN[name] ?? [];
  const columns = ORDERED[name];
  const groups = new Map<string, number>();
  return rows
    .toSorted((one, other) => Number(one.id) - Number(other.id) || 0)
    .map((row) => {
      const group = (columns ?? []).map((column) => String(row[column])).join(' ');
      const place = (groups.get(group) ?? 0) + 1;
      groups.set(group, place);
      const kept = Object.entries(row).filter(([column]) => !drawn.includes(column));
      return { ...Object.fromEntries(kept), ...(columns && { place }) };
    });
}

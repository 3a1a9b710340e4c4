import pg from 'pg';
import { z } from 'zod';
import { SUM_JOB_COUNTS } from '../../src/store/postgres/schema.ts';

/** The rows of each table. */
export type Rows = Readonly<Record<string, readonly Row[]>>;
export type Row = Readonly<Record<string, unknown>>;

/** After so many outcomes, the rows that they left behind are removed. */
const VACUUM_EVERY = 100;

/** Reads a whole database, and puts its first rows back. */
export class Tables {
  readonly #client: pg.Client;
  #dump = '';
  #sequences = '';
  /** The rows to put back, and the present ones, by table. */
  #kept: Readonly<Record<string, string>> = {};
  #present: Readonly<Record<string, string>> = {};
  #canonical: Rows = {};
  #restored = 0;

  constructor(url: string) {
    this.#client = new pg.Client({ connectionString: url });
  }

  /** Remembers the present rows. */
  async open(): Promise<void> {
    await this.#client.connect();
    await this.#client.query(SUM_JOB_COUNTS);
    const tables = await this.#client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
          AND table_name <> 'schema_version'`,
    );
    const names = tables.rows.map(({ name }) => name);
    this.#dump = `SELECT ${names.map(rowsOf).join(', ')}`;
    await this.#client.query('CREATE SCHEMA kept');
    for (const name of names) {
      await this.#client.query(`CREATE TABLE kept.${name} AS TABLE public.${name}`);
    }
    const sequences = await this.#client.query<{ name: string; last: string | null }>(
      "SELECT sequencename AS name, last_value AS last FROM pg_sequences WHERE schemaname = 'public'",
    );
    this.#sequences = sequences.rows
      .map(({ name, last }) => `setval('${name}', ${last ?? 1}, ${String(last !== null)})`)
      .join(', ');
    this.#kept = await this.#read();
    this.#present = this.#kept;
    this.#canonical = canonical(parsed(this.#kept));
  }

  /** The first rows, without what depends on numbers that the database draws. */
  get first(): Rows {
    return this.#canonical;
  }

  /** The same of the present rows. */
  async outcome(): Promise<Rows> {
    this.#present = await this.#read();
    return canonical(parsed(this.#present));
  }

  /** Puts the first rows back, in the tables that had others when last read. */
  async restore(): Promise<void> {
    const changed = Object.keys(this.#kept).filter(
      (name) => this.#present[name] !== this.#kept[name],
    );
    const statements = changed.map(
      (name) => `DELETE FROM ${name} AS t
          WHERE NOT EXISTS (SELECT 1 FROM kept.${name} AS k WHERE k::text = t::text);
        INSERT INTO ${name} OVERRIDING SYSTEM VALUE SELECT * FROM kept.${name} AS k
          WHERE NOT EXISTS (SELECT 1 FROM ${name} AS t WHERE t::text = k::text);`,
    );
    await this.#client.query(
      `BEGIN; SET LOCAL session_replication_role = replica; ${statements.join(' ')}
        SELECT ${this.#sequences}; COMMIT;`,
    );
    this.#present = this.#kept;
    this.#restored += 1;
    if (this.#restored % VACUUM_EVERY === 0) await this.#client.query('VACUUM');
  }

  /** Whether a writer waits for a lock of another transaction. */
  async isBlocked(writer: string): Promise<boolean> {
    const { rows } = await this.#client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1
        AND state = 'active' AND cardinality(pg_blocking_pids(pid)) > 0`,
      [writer],
    );
    return rows.length > 0;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  async #read(): Promise<Record<string, string>> {
    const { rows } = await this.#client.query<Record<string, string>>(this.#dump);
    const [texts] = rows;
    if (!texts) throw new Error('the database cannot be read');
    return texts;
  }
}

const rowSchema = z.record(z.string(), z.unknown());

/** A row as JSON. */
export function rowIn(text: string): Row {
  return rowSchema.parse(JSON.parse(text));
}

function parsed(texts: Readonly<Record<string, string>>): Rows {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, z.array(rowSchema).parse(JSON.parse(text))]),
  );
}

function rowsOf(name: string): string {
  return `(SELECT coalesce(json_agg(t ORDER BY t::text), '[]')::text FROM ${name} AS t) AS ${name}`;
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

function canonical(tables: Rows): Rows {
  const {
    job_count_sums: sums = [],
    job_count_changes: changes = [],
    picture_pieces: pieces = [],
    ...others
  } = tables;
  const all: Record<string, readonly Row[]> = { ...others, job_counts: counts(sums, changes) };
  all.prepared_pictures = (others.prepared_pictures ?? []).map((row) => ({
    ...row,
    pieces: pieces
      .filter(({ pictures_id: id }) => id === row.id)
      .map(({ place, bytes }) => ({ place, bytes })),
  }));
  return Object.fromEntries(
    Object.entries(all).map(([name, rows]) => [name, sorted(withoutDrawn(name, rows))]),
  );
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

function sorted(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => [JSON.stringify(row), row] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, row]) => row);
}

import {
  CamelCasePlugin,
  type CompiledQuery,
  type Dialect,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  type SelectQueryBuilder,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Database } from './database.ts';
import { rowNumber } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** Placeholder for a value bound at run time. */
class Argument {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A named argument of a {@link PreparedQuery}. */
export function argument<T>(name: string): RawBuilder<T> {
  return sql<T>`${new Argument(name)}`;
}

/**
 * Hides arguments from SQLite when it chooses an index: replanning for each value takes ten times
 * as long. The plus does not change the value.
 */
class SqliteCompiler extends SqliteQueryCompiler {
  protected override appendValue(value: unknown): void {
    if (value instanceof Argument) this.append('+');
    super.appendValue(value);
  }
}

/** Compile queries, without a database. */
const builders = {
  sqlite: builder({
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteCompiler(),
  }),
  postgres: builder({
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }),
};

function builder(dialect: Dialect): Database {
  return new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
}

/** The kind of database behind a connection. */
export function kindOf(db: Database): 'sqlite' | 'postgres' {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}

/** A Kysely builder or raw SQL. */
interface Compilable<Row> {
  compile(db: Database): CompiledQuery<Row>;
}

/** Queries whose result nobody reads. */
const WITHOUT_RESULT = new WeakSet<CompiledQuery>();

/** Whether nobody reads the result of a query: see {@link PreparedQuery.send}. */
export function isWithoutResult(query: CompiledQuery): boolean {
  return WITHOUT_RESULT.has(query);
}

/** How many queries have a name: the server keeps each of them, on each connection. */
const MOST_NAMED = 200;

/** The names of prepared queries. Binding arguments keeps the id. */
const NAMES = new Map<CompiledQuery['queryId'], string>();

/** The name by which PostgreSQL keeps a {@link PreparedQuery}; `undefined` for other queries. */
export function preparedName({ queryId }: CompiledQuery): string | undefined {
  return NAMES.get(queryId);
}

/**
 * A frequent query, compiled once, since compiling in Kysely costs more than running it. PostgreSQL
 * parses it once for each connection.
 */
export class PreparedQuery<Row> {
  readonly #build: (db: Database) => Compilable<Row>;
  readonly #compiled: { sqlite?: CompiledQuery<Row>; postgres?: CompiledQuery<Row> } = {};

  constructor(build: (db: Database) => Compilable<Row>) {
    this.#build = build;
  }

  /** All rows. `args` must hold every {@link argument} of the query. */
  async all(db: Database, args: Readonly<Record<string, unknown>> = {}): Promise<Row[]> {
    const { rows } = await db.executeQuery<Row>(this.#bound(db, args));
    return rows;
  }

  #bound(db: Database, args: Readonly<Record<string, unknown>>): CompiledQuery<Row> {
    const compiled = this.#compiledFor(kindOf(db));
    const parameters = compiled.parameters.map((value) => {
      if (!(value instanceof Argument)) return value;
      if (!(value.name in args)) throw new TypeError(`the argument ${value.name} is missing`);
      return args[value.name];
    });
    return { ...compiled, parameters };
  }

  #compiledFor(kind: keyof typeof builders): CompiledQuery<Row> {
    const known = this.#compiled[kind];
    if (known) return known;
    const builder = builders[kind];
    const compiled = this.#build(builder).compile(builder);
    if (kind === 'postgres' && NAMES.size < MOST_NAMED) {
      NAMES.set(compiled.queryId, `q${NAMES.size + 1}`);
    }
    this.#compiled[kind] = compiled;
    return compiled;
  }

  /** Runs a statement without a result, which PostgreSQL gets together with the next statement. */
  async send(db: Database, args: Readonly<Record<string, unknown>>): Promise<void> {
    const query = this.#bound(db, args);
    WITHOUT_RESULT.add(query);
    await db.executeQuery(query);
  }

  /** The first row. */
  async first(db: Database, args?: Readonly<Record<string, unknown>>): Promise<Row | undefined> {
    const [row] = await this.all(db, args);
    return row;
  }

  /** The row of a query that always has one, such as a count. */
  async one(db: Database, args?: Readonly<Record<string, unknown>>): Promise<Row> {
    const row = await this.first(db, args);
    if (!row) throw new TypeError('the query returned no row');
    return row;
  }
}

/** A table, and the columns of its primary key. */
export type Keyed = readonly [table: keyof Tables, ...key: string[]];

/** Deletes some rows that meet a condition, 50 at most. Returns how many. */
export async function deleteSome(
  trx: Database,
  keyed: Keyed,
  condition: RawBuilder<unknown>,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`DELETE FROM ${sql.table(keyed[0])}
    WHERE ${areSome(keyed, condition, 50)}`.execute(trx);
  return Number(numAffectedRows);
}

/** Replaces a value of a column in some rows, 25 at most. Returns whether there were any. */
export async function replaceSome(
  trx: Database,
  keyed: Keyed,
  { column, from, to }: { readonly column: string; readonly from: string; readonly to: string },
): Promise<boolean> {
  const isMeant = sql`${sql.ref(column)} = ${from}`;
  const { numAffectedRows = 0n } = await sql`UPDATE ${sql.table(keyed[0])}
    SET ${sql.ref(column)} = ${to} WHERE ${areSome(keyed, isMeant, 25)}`.execute(trx);
  return numAffectedRows > 0n;
}

/** A DELETE or UPDATE takes no limit, but the query of its rows does. */
function areSome([table, ...key]: Keyed, condition: RawBuilder<unknown>, limit: number) {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  return sql`(${columns}) IN (
    SELECT ${columns} FROM ${sql.table(table)} WHERE ${condition} LIMIT ${limit})
    AND ${repeated(condition)}`;
}

/**
 * A condition of a subquery, to be repeated outside it: another transaction may change the rows
 * after the subquery. No index serves it in this form.
 */
export function repeated(condition: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`(${condition}) IS TRUE`;
}

/** For the update of an upsert: the later one of the row's time and the new one. */
export function later(table: string, column: string): RawBuilder<number> {
  const [fresh, before] = [sql.ref(`excluded.${column}`), sql.ref(`${table}.${column}`)];
  return sql<number>`CASE WHEN ${fresh} > ${before} THEN ${fresh} ELSE ${before} END`;
}

/** The position of a walk by time: a time, and a row among those that share it. */
export interface TimeCursor {
  readonly at: number;
  readonly row: number;
}

/** Columns to walk along. Each has an index. */
export type TimeColumn =
  'jobs.createdAt' | 'jobs.finishedAt' | 'jobs.erasedAt' | 'reports.reportedAt';

/** Before the first row. */
export const FROM_THE_OLDEST: TimeCursor = { at: -1, row: 0 };

/**
 * Limits a query to its next rows after the cursor, oldest first. Each row is a cursor itself, so
 * the walk continues from the last one along the index, however many rows share a time.
 */
export function byTime<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  column: TimeColumn,
  { at, row }: TimeCursor,
  limit: number,
) {
  const time = sql<number>`${sql.ref(column)}`;
  const number = rowNumber(column.replace(/\.\w+$/, ''));
  return query
    .select([time.as('at'), number.as('row')])
    .where(sql<boolean>`(${time}, ${number}) > (${at}, ${row})`)
    .orderBy(time)
    .orderBy(number)
    .limit(limit);
}

/** Where the next slice begins; `undefined` if this one is not full. */
export function nextAfter<Cursor>(rows: readonly Cursor[], limit: number): Cursor | undefined {
  return rows.length === limit ? rows.at(-1) : undefined;
}

/**
 * Reads many rows in slices from a cursor on. `rowsAfter` returns the rows after a cursor, `limit`
 * at most; fewer end the walk.
 */
export async function* walk<Cursor, Row extends Cursor>(
  from: Cursor,
  limit: number,
  rowsAfter: (cursor: Cursor) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let cursor = from;
  for (;;) {
    const rows = await rowsAfter(cursor);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    cursor = last;
  }
}

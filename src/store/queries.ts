import {
  CamelCasePlugin,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  type RawBuilder,
  type SelectQueryBuilder,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Database } from './database.ts';
import { rowNumber, unseen } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** Stands in a query for a value that is known when it is run. */
class Argument {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A place in a {@link PreparedQuery} for the argument of that name. See {@link unseen}. */
export function argument<T>(name: string): RawBuilder<T> {
  return sql<T>`${unseen(new Argument(name))}`;
}

/** Puts queries together, and has no database to run them in. */
const builder: Database = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  plugins: [new CamelCasePlugin()],
});

/** What Kysely can put together: one of its builders, or a text of SQL. */
interface Compilable<Row> {
  compile(db: Database): CompiledQuery<Row>;
}

/**
 * A query that is asked very often: Kysely puts it together once, which costs more than running it.
 */
export class PreparedQuery<Row> {
  readonly #compiled: CompiledQuery<Row>;

  constructor(build: (db: Database) => Compilable<Row>) {
    this.#compiled = build(builder).compile(builder);
  }

  /** Every row. `args` has every {@link argument} of the query. */
  async all(db: Database, args: Readonly<Record<string, unknown>> = {}): Promise<Row[]> {
    const parameters = this.#compiled.parameters.map((value) => {
      if (!(value instanceof Argument)) return value;
      if (!(value.name in args)) throw new TypeError(`no ${value.name} was given`);
      return args[value.name];
    });
    const { rows } = await db.executeQuery<Row>({ ...this.#compiled, parameters });
    return rows;
  }

  /** The first row. */
  async first(db: Database, args?: Readonly<Record<string, unknown>>): Promise<Row | undefined> {
    const [row] = await this.all(db, args);
    return row;
  }
}

/** Queries that differ in few ways, such as which columns they set. Each is put together once, and kept. */
export class PreparedQueries<Row> {
  readonly #prepared = new Map<string, PreparedQuery<Row>>();

  /** The one of that name; `build` puts it together where it is asked for the first time. */
  of(name: string, build: (db: Database) => Compilable<Row>): PreparedQuery<Row> {
    let query = this.#prepared.get(name);
    if (!query) this.#prepared.set(name, (query = new PreparedQuery(build)));
    return query;
  }
}

/** How far a walk has come: a time, and which of the rows that share it. */
export interface TimeCursor {
  readonly at: number;
  readonly row: number;
}

/** What a walk by time can go along: each has an index. */
export type TimeColumn =
  'jobs.createdAt' | 'jobs.finishedAt' | 'jobs.erasedAt' | 'reports.reportedAt';

/** Before everything. */
export const FROM_THE_OLDEST: TimeCursor = { at: -1, row: 0 };

/**
 * Narrows a query to its next rows after there, oldest first and `limit` at most. Each then says
 * where it stands, so that the walk goes on from the last of them, along the index, however many
 * rows share a time.
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

/**
 * Reads many rows slice by slice from there on: `rowsAfter` gives the next ones after a row,
 * `limit` at most, and there are no more once it gives fewer.
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

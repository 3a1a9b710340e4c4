import {
  CamelCasePlugin,
  DummyDriver,
  Kysely,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type RawBuilder,
} from 'kysely';
import type { Database } from './database.ts';
import { unseen } from './sqlite.ts';
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

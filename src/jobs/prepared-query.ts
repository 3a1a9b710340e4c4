import { sql, type Compilable, type CompiledQuery, type RawBuilder } from 'kysely';
import type { Database } from './database.ts';

/** Stands in a query for a value that is known when it is run. */
class Argument {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A place in a {@link PreparedQuery} for the argument of that name. */
export function argument<T>(name: string): RawBuilder<T> {
  return sql<T>`${new Argument(name)}`;
}

/** A query that is asked very often: Kysely puts it together once, which costs more than to run it. */
export class PreparedQuery<Row> {
  readonly #compiled: CompiledQuery<Row>;

  constructor(query: Compilable<Row>) {
    this.#compiled = query.compile();
  }

  /** The first row. `args` has every {@link argument} of the query. */
  async first(db: Database, args: Readonly<Record<string, unknown>>): Promise<Row | undefined> {
    const parameters = this.#compiled.parameters.map((value) =>
      value instanceof Argument ? args[value.name] : value,
    );
    const query: CompiledQuery<Row> = { ...this.#compiled, parameters };
    const { rows } = await db.executeQuery(query);
    return rows[0];
  }
}

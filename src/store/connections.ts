import type SQLite from 'better-sqlite3';
import {
  CamelCasePlugin,
  type CompiledQuery,
  DefaultQueryExecutor,
  type Dialect,
  DummyDriver,
  Kysely,
  type KyselyPlugin,
  type QueryResult,
  SingleConnectionProvider,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  type UnknownRow,
} from 'kysely';
import type { Clock } from '../engines/clock.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';
import { retryWhileLocked } from './unwritable.ts';

/**
 * Kysely on a SQLite connection. Queries are synchronous and only the Store opens transactions, so
 * no query has to wait for the connection. Kysely's own lock (`ConnectionMutex` of 0.29) wakes
 * every waiter each time it is free, and acquiring and releasing it takes longer than most queries.
 */
export function writingKysely(database: SqliteDatabase): Database {
  return kyselyOn(new SqliteDialect({ database }), <R>(query: CompiledQuery) =>
    Promise.resolve(execute<R>(database, query)),
  );
}

/**
 * The same for a read-only connection. If another program locks the database, a read waits briefly
 * without blocking the event loop, and then fails.
 */
export function readingKysely(database: SqliteDatabase, clock?: Clock): Database {
  return kyselyOn(new SqliteDialect({ database }), <R>(query: CompiledQuery) =>
    retryWhileLocked(() => execute<R>(database, query), clock),
  );
}

/** Runs a compiled query on a connection. */
export type RunQuery = <R>(query: CompiledQuery) => Promise<QueryResult<R>>;

/** Kysely that compiles queries for a database, and leaves it to others to run them. */
export function kyselyOn(
  dialect: Dialect,
  run: RunQuery,
  plugins: readonly KyselyPlugin[] = [],
): Database {
  return new Kysely<Tables>({
    config: { dialect },
    dialect,
    driver: new DriverWithoutTransactions(),
    executor: new DirectExecutor(dialect, run, [new CamelCasePlugin(), ...plugins]),
  });
}

class DirectExecutor extends DefaultQueryExecutor {
  readonly #run: RunQuery;

  constructor(dialect: Dialect, run: RunQuery, plugins: readonly KyselyPlugin[]) {
    const provider = new SingleConnectionProvider({
      executeQuery: run,
      streamQuery: rejectStreaming,
    });
    super(dialect.createQueryCompiler(), dialect.createAdapter(), provider, [...plugins]);
    this.#run = run;
  }

  override async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { queryId } = query;
    let result = await this.#run<UnknownRow>(query);
    for (const plugin of this.plugins) result = await plugin.transformResult({ queryId, result });
    return result as QueryResult<R>;
  }
}

class DriverWithoutTransactions extends DummyDriver {
  override beginTransaction(): never {
    throw new TypeError('only the Store opens transactions');
  }
}

function rejectStreaming(): never {
  throw new TypeError('queries are not streamed');
}

function execute<R>(database: SqliteDatabase, { sql, parameters }: CompiledQuery): QueryResult<R> {
  const statement = database.prepare(sql);
  // The query's author declares its row type, as with every Kysely driver.
  if (statement.reader) return { rows: statement.all(parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return {
    rows: [],
    numAffectedRows: BigInt(changes),
    insertId: BigInt(lastInsertRowid),
  };
}

/** More than the bot has. Lists of values create new statements, so the oldest are evicted. */
const MOST_STATEMENTS = 400;

/**
 * Prepares each statement once: Kysely would prepare every query again, which takes longer than
 * most of them run.
 */
export class StatementCache implements SqliteDatabase {
  readonly #sqlite: SQLite.Database;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(sqlite: SQLite.Database) {
    this.#sqlite = sqlite;
  }

  prepare(text: string): SqliteStatement {
    const known = this.#statements.get(text);
    if (known) return known;
    const prepared = this.#sqlite.prepare(text);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size >= MOST_STATEMENTS && oldest !== undefined) {
      this.#statements.delete(oldest);
    }
    this.#statements.set(text, prepared);
    return prepared;
  }

  close(): void {
    this.#statements.clear();
    this.#sqlite.close();
  }
}

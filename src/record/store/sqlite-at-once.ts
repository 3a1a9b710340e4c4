import {
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDatabase,
} from 'kysely';
import { outlastLock } from './outlast-lock.ts';

/**
 * SQLite whose queries do not queue for the connection. A query is over before anything else gets
 * to run, and the Store alone opens transactions, so nothing has to be kept apart. Kysely's own
 * lock (`ConnectionMutex` of 0.29) wakes everybody who waits each time it is free, so the time that
 * all readers take together grows with the square of their number.
 */
export class SqliteAtOnce extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new AdapterWithoutLock();
  }
}

/**
 * The same for a connection that only reads. Where another program holds the database, a read waits
 * for a moment without holding up the event loop, and then fails.
 */
export class SqliteReads extends SqliteAtOnce {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new ReadingDriver(this.#database);
  }
}

class AdapterWithoutLock extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class ReadingDriver extends SqliteDriver {
  readonly #reading: Promise<DatabaseConnection>;

  constructor(database: SqliteDatabase) {
    super({ database });
    this.#reading = Promise.resolve(new ReadingConnection(database));
  }

  override acquireConnection(): Promise<DatabaseConnection> {
    return this.#reading;
  }
}

class ReadingConnection implements DatabaseConnection {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  // Around Kysely's own connection, each query would come back one promise later.
  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return outlastLock(() => {
      const statement = this.#database.prepare(sql);
      // Whoever wrote the query says what its rows are, as with every driver of Kysely's.
      if (statement.reader) return { rows: statement.all(parameters) as R[] };
      statement.run(parameters);
      return { rows: [] };
    });
  }

  streamQuery(): never {
    throw new TypeError('rows are read at once, or in pieces');
  }
}

import { SqliteAdapter, SqliteDialect } from 'kysely';

/**
 * SQLite whose queries do not queue for the connection. A query is over before anything else gets to
 * run, and the Store alone opens transactions, so nothing has to be kept apart. Kysely's own lock
 * (`ConnectionMutex` of 0.29) wakes everybody who waits each time it is free: the time that so many
 * readers take together grows with their square.
 */
export class SqliteAtOnce extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new AdapterWithoutLock();
  }
}

class AdapterWithoutLock extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CompiledQuery,
  HandleEmptyInListsPlugin,
  PostgresDialect,
  type QueryResult,
  replaceWithNoncontingentExpression,
  sql,
} from 'kysely';
import pg from 'pg';
import { z } from 'zod';
import { kyselyOn, type RunQuery } from '../connections.ts';
import type { Database } from '../database.ts';
import { isWithoutResult } from '../queries.ts';
import {
  LOCKED_TABLES,
  type Lock,
  type LockCalls,
  type LockedTable,
  type RowLock,
} from '../locks.ts';
import { PostgresFault, unwritable } from '../unwritable.ts';
import { FAILED, isBroken, orFault } from './faults.ts';
import { type Pool, type PoolClient, run, sendTogether } from './pool-client.ts';
import { ReadBatches } from './read-batches.ts';

/** How long to wait for a connection, in milliseconds. */
const CONNECT_TIMEOUT_MS = 3_000;
/** How long a statement waits for another transaction's lock. */
const LOCK_TIMEOUT_MS = 5_000;
/** The same for a read, which waits only if another program locks the whole table. */
const READ_LOCK_TIMEOUT_MS = 1_000;
/** How long a statement may take. */
const STATEMENT_TIMEOUT_MS = 20_000;
/** How long to wait for the answer to a query: longer than the server takes to give up itself. */
const QUERY_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5_000;
/** How long a transaction may wait for its next statement: no piece of work waits for long. */
const IDLE_TIMEOUT_MS = 10_000;
/** How many round trips are kept, which are measured twice a second. */
const ROUND_TRIPS_KEPT = 3;
/** Connections stay open. */
const UNUSED_TIMEOUT_MS = 0;

const { types } = pg;

export interface ConnectionsOptions {
  /** `postgres://user:password@host/database`. */
  readonly url: string;
  /** How many connections read, and how many write. */
  readonly reading?: number;
  readonly writing?: number;
  /** Called with the error of a connection that breaks while it is unused. */
  readonly onBroken?: (error: unknown) => void;
}

export interface Pools {
  /** Read-only connections. */
  readonly reading: Pool;
  readonly writing: Pool;
  /**
   * How many connections read at the same time. Other reads wait, however long that takes: a pool
   * would give up on them.
   */
  readonly readsAtOnce: number;
}

/** The connections to PostgreSQL: some that only read, and some that write. */
export class Connections {
  /**
   * Read-only. Queries of the same turn of the event loop share a connection.
   *
   * @throws BotError `log_unwritable` while the server cannot answer.
   */
  readonly reading: Database;
  /** For callers with exclusive access: each query is a transaction. */
  readonly writing: Database;
  readonly #reads: ReadBatches;
  readonly #reading: Pool;
  readonly #writing: Pool;
  /** Breaks off what waits for the server. */
  readonly #inUse = new Set<(fault: PostgresFault) => void>();
  #away: PostgresFault | undefined;
  /** The latest round trips, in milliseconds. */
  #roundTrips: readonly number[] = [];

  constructor(options: ConnectionsOptions | Pools) {
    const { reading, writing, readsAtOnce } = 'url' in options ? poolsOf(options) : options;
    this.#reads = new ReadBatches({ take: () => this.#take(reading), atOnce: readsAtOnce });
    this.#reading = reading;
    this.#writing = writing;
    this.reading = kyselyForPostgres((query) => this.#read(query));
    this.writing = kyselyForPostgres((query) => this.#once(this.#writing, query));
  }

  /** Whether the server does not answer, as far as known. */
  get isAway(): boolean {
    return this.#away !== undefined;
  }

  /** The least of the latest round trips: others may have waited for this process. */
  get roundTripMs(): number {
    return this.#roundTrips.length === 0 ? 0 : Math.min(...this.#roundTrips);
  }

  noteRoundTrip(ms: number): void {
    this.#roundTrips = [ms, ...this.#roundTrips].slice(0, ROUND_TRIPS_KEPT);
  }

  /** The server does not answer: breaks off every query, and lets new ones fail at once. */
  leave(cause: unknown): void {
    const fault = new PostgresFault('passing', 'away', cause);
    this.#away = fault;
    for (const breakOff of [...this.#inUse]) breakOff(fault);
  }

  /** The server answers again. */
  comeBack(): void {
    this.#away = undefined;
  }

  /**
   * Opens all connections, since a new one takes several round trips, for which members would wait.
   * Those that the server does not give are opened when they are needed.
   */
  async warmUp(): Promise<void> {
    const opened = [this.#reading, this.#writing].flatMap((pool) =>
      Array.from({ length: pool.options?.max ?? 0 }, () => pool.connect()),
    );
    for (const end of await Promise.allSettled(opened)) {
      if (end.status === 'fulfilled') end.value.release();
    }
  }

  /** Opens a transaction. @throws PostgresFault if there is no connection. */
  async begin(): Promise<Transaction> {
    return new Transaction(await this.#take(this.#writing));
  }

  /** Waits for connections that end, but not for a server that does not answer. */
  async close(): Promise<void> {
    const ended = Promise.all([this.#reading.end(), this.#writing.end()]);
    const timeUp = sleep(CONNECT_TIMEOUT_MS, undefined, { ref: false });
    await Promise.race([ended, timeUp]);
  }

  /** A connection may have been lost while it was unused, so another one tries once more. */
  async #read<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.#reads.run<R>(query).catch((error: unknown) => {
        const isLost = error instanceof PostgresFault && error.kind === 'passing';
        if (!isLost || this.isAway) throw error;
        return this.#reads.run<R>(query);
      });
    } catch (error) {
      throw error instanceof PostgresFault && error.kind !== 'wrong' ? unwritable(error) : error;
    }
  }

  async #once<R>(pool: Pool, query: CompiledQuery): Promise<QueryResult<R>> {
    const client = await this.#take(pool);
    try {
      const result = await run<R>(client, query);
      client.release();
      return result;
    } catch (error) {
      client.release(isBroken(error));
      throw error;
    }
  }

  /** Takes a connection, which is closed if the server goes away. */
  async #take(pool: Pool): Promise<PoolClient> {
    if (this.#away) throw this.#away;
    const { promise: isAway, reject } = Promise.withResolvers<never>();
    this.#inUse.add(reject);
    const connecting = orFault(pool.connect());
    let client: PoolClient;
    try {
      client = await Promise.race([connecting, isAway]);
    } catch (error) {
      void connecting.then(
        (late) => {
          late.release();
        },
        () => undefined,
      );
      throw error;
    } finally {
      this.#inUse.delete(reject);
    }
    return this.#lend(client);
  }

  #lend(client: PoolClient): PoolClient {
    const release = (broken?: boolean) => {
      if (!this.#inUse.delete(breakOff)) return;
      // Ending it would wait for the answers.
      if (broken) client.connection?.stream.destroy();
      client.release(broken);
    };
    const breakOff = () => {
      release(true);
    };
    this.#inUse.add(breakOff);
    return {
      query(statement) {
        sendTogether(client);
        return client.query(statement);
      },
      release,
    };
  }
}

function poolsOf({
  url,
  reading = 8,
  writing = 8,
  onBroken = () => undefined,
}: ConnectionsOptions): Pools {
  const pools = {
    readsAtOnce: reading,
    reading: new pg.Pool({
      ...optionsOf(url),
      max: reading,
      lock_timeout: READ_LOCK_TIMEOUT_MS,
      options: '-c default_transaction_read_only=on',
    }),
    writing: new pg.Pool({ ...optionsOf(url), max: writing }),
  };
  for (const pool of [pools.reading, pools.writing]) {
    pool.on('error', onBroken);
    // The pool listens only while a connection is unused. Its user learns of the error by a query.
    pool.on('connect', (client) => client.on('error', () => undefined));
  }
  return pools;
}

/** Options of a connection, for a pool or a client. */
export function optionsOf(url: string): pg.PoolConfig {
  return {
    connectionString: url,
    application_name: 'darkroom',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: UNUSED_TIMEOUT_MS,
    keepAlive: true,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TIMEOUT_MS,
    types: { getTypeParser },
    // Several statements may be on their way at once.
    pipeline: true,
  };
}

/** A commit without an answer. */
export interface Unanswered {
  /** The transaction's number, by which the server knows its outcome. */
  readonly id: string;
  readonly fault: PostgresFault;
}

/** Asks for the number of a transaction. */
export const OWN_NUMBER = 'SELECT pg_current_xact_id() AS id';
const ownNumber = z.tuple([z.object({ id: z.string() })]);

/**
 * A transaction on a connection of its own.
 *
 * A statement without a result is sent together with the next one, and BEGIN with the first one, so
 * that fewer answers are waited for. If it fails, the next one that is waited for fails too.
 */
export class Transaction implements LockCalls {
  readonly db: Database;
  readonly #client: PoolClient;
  /** Resolves to the number of the transaction. */
  #begun: Promise<string> | undefined;
  /** The first fault of a statement. */
  #fault: PostgresFault | undefined;
  #isOver = false;

  constructor(client: PoolClient) {
    this.#client = client;
    this.db = kyselyForPostgres((query) => this.#run(query));
  }

  async #run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#begun) this.#begin();
    const answer = run<R>(this.#client, query);
    if (!isWithoutResult(query)) return this.#watched(answer);
    this.#send(answer);
    return { rows: [] };
  }

  #begin(): void {
    this.#send(orFault(this.#client.query({ text: 'BEGIN' })));
    const answer = orFault(this.#client.query({ text: OWN_NUMBER }));
    this.#begun = answer.then(({ rows }) => ownNumber.parse(rows)[0].id);
    this.#send(this.#begun);
  }

  /** Keeps the fault for the next statement that is waited for. */
  #send(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => {
      if (error instanceof PostgresFault) this.#fault ??= error;
    });
  }

  /** Returns why it may be committed or not, if the server did not answer. @throws PostgresFault. */
  async commit(): Promise<Unanswered | undefined> {
    if (!this.#begun) {
      this.#end();
      return undefined;
    }
    // Without its number, the outcome could not be looked up.
    const id = await this.#watched(this.#begun);
    const committed = this.#watched(orFault(this.#client.query({ text: 'COMMIT' })));
    const answer = await committed.catch((error: unknown) => {
      if (error instanceof PostgresFault && error.kind === 'passing') return error;
      throw error;
    });
    if (answer instanceof PostgresFault) return { id, fault: answer };
    this.#end();
    // PostgreSQL answers so if a statement failed, and the piece of work carried on.
    if (answer.command === 'ROLLBACK') {
      const cause = new Error('a statement of the transaction failed');
      throw this.#fault ?? new PostgresFault('wrong', FAILED, cause);
    }
    return undefined;
  }

  /** Never rejects. Does nothing if the transaction is over. */
  async rollback(): Promise<void> {
    if (this.#isOver) return;
    if (!this.#begun) {
      this.#end();
      return;
    }
    await this.#watched(orFault(this.#client.query({ text: 'ROLLBACK' }))).then(
      () => {
        this.#end();
      },
      () => undefined,
    );
  }

  async take(locks: readonly Lock[]): Promise<void> {
    const names = locks.map(({ name }) => name);
    const areShared = locks.map(({ isShared = false }) => isShared);
    // In the order of the arrays: a set-returning function in FROM is evaluated row by row.
    await sql`SELECT CASE WHEN is_shared
        THEN pg_advisory_xact_lock_shared(hashtextextended(name, 0))
        ELSE pg_advisory_xact_lock(hashtextextended(name, 0)) END
      FROM unnest(${names}::text[], ${areShared}::boolean[]) AS locks (name, is_shared)`.execute(
      this.db,
    );
  }

  async takeRows(table: LockedTable, ids: readonly string[], how: RowLock): Promise<void> {
    const column = LOCKED_TABLES[table];
    const rows = this.db.selectFrom(table).select(column).where(column, 'in', ids).orderBy(column);
    await (how === 'change' ? rows.forUpdate() : rows.forShare()).execute();
  }

  /** Closes the connection if it is broken, or if its next answer may be that to an earlier query. */
  async #watched<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (isBroken(error)) this.#end(true);
      if (!(error instanceof PostgresFault)) throw error;
      // The fault of an earlier statement is why this one failed.
      if (error.code === FAILED) throw this.#fault ?? error;
      this.#fault ??= error;
      throw error;
    }
  }

  #end(broken = false): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#client.release(broken);
  }
}

/** Compiles queries only: no pool is needed. */
const DIALECT = new PostgresDialect({
  pool: () => Promise.reject(new TypeError('queries run on connections of their own')),
});
/** SQLite takes an empty list, PostgreSQL does not. */
const EMPTY_LISTS = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression });

function kyselyForPostgres(run: RunQuery): Database {
  return kyselyOn(DIALECT, run, [EMPTY_LISTS]);
}

const { INT8, NUMERIC, BOOL } = types.builtins;

/** Parses numbers and truth values as SQLite returns them. Counts and times fit into a double. */
const getTypeParser: typeof types.getTypeParser = (type, format): unknown => {
  if (type === INT8 || type === NUMERIC) return Number;
  if (type === BOOL) return (text: string) => (text === 't' ? 1 : 0);
  return types.getTypeParser(type, format);
};

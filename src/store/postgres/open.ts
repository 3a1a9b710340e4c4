import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { BotError } from '../../errors/errors.ts';
import { DatabaseError, postgresNameOf } from '../database-files.ts';
import type { Database, OpenDatabase } from '../database.ts';
import { history, newestOf, type SchemaHistory } from '../migrations.ts';
import { moments } from '../moments.ts';
import type { Work } from '../store.ts';
import { PostgresFault } from '../unwritable.ts';
import { Connections, type ConnectionsOptions, optionsOf } from './connections.ts';
import { orFault } from './faults.ts';
import { PostgresStore, WRITING_CONNECTIONS } from './postgres-store.ts';
import { inPostgres, postgresSchema } from './schema.ts';

/** The oldest version that PostgreSQL has had. Older databases are SQLite's alone. */
const OLDEST = 44;
/** The same history as SQLite's, from the oldest version on. */
const POSTGRES_HISTORY: SchemaHistory = {
  whole: postgresSchema,
  oldest: OLDEST,
  steps: history.steps.slice(OLDEST - history.oldest),
};
/** Of all connections of the bot and its programs, see `optionsOf`. */
const APPLICATION_NAME = 'darkroom';
/** As `server_version_num` says it. */
const OLDEST_SERVER = 150_000;
/** Between two tries to take the lock again, in milliseconds. */
const RETAKE_MS = 500;
/** Between two checks that the server answers. */
const BEAT_MS = 500;
/** How long the server has for that. With the time above, members are answered within Discord's 3 s. */
const ANSWER_WITHIN_MS = 1_200;
/** The server ends the lock of a machine that is gone within a minute. */
const KEEPALIVES =
  '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

export interface OpenPostgresOptions extends ConnectionsOptions {
  /** Called before an older database is migrated, which may take long. */
  readonly onOld?: () => void;
  /** Called if another bot took the database while the connection was lost. */
  readonly onTaken?: () => void;
  /**
   * Called when the server ceases to answer, or another program locks a table, with the error, and
   * when that is over.
   */
  readonly onAway?: (error: unknown) => void;
  readonly onBack?: () => void;
  /** Aborts when the bot stops waiting for the server. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a database on a PostgreSQL server, creates or migrates its tables, and locks it against
 * other bots. Waits for an earlier process that is about to end.
 *
 * @throws DatabaseError if it cannot be opened, another bot uses it, its version is newer, or it
 * belongs to another program.
 */
export async function openPostgres(options: OpenPostgresOptions): Promise<OpenDatabase> {
  const { url, onOld, onTaken, onAway, onBack, signal } = options;
  const lock = new BotLock(url);
  try {
    const client = await takeSoon(lock, BOT_TRIES);
    await requireServer(client);
    await awaitFormer(client);
    await migratePostgres(client, { onOld });
    await client.query(ORPHAN_UNFINISHED);
  } catch (error) {
    await lock.release();
    throw databaseError(url, error);
  }
  const connections = new Connections({ writing: WRITING_CONNECTIONS, ...options });
  await connections.warmUp();
  lock.keep({
    onTaken,
    onAnswer: (ms) => {
      connections.noteRoundTrip(ms);
    },
    onAway: (error) => {
      connections.leave(error);
      onAway?.(error);
    },
    onBack: () => {
      connections.comeBack();
      onBack?.();
    },
  });
  const store = new PostgresStore(connections, { ...(signal && { signal }) });
  // Those of an earlier process.
  store.leaveNoTrace();
  return {
    store,
    db: connections.writing,
    firstMoved: () => Promise.resolve(undefined),
    async close() {
      await store.stop();
      await connections.close();
      await lock.release();
    },
  };
}

/** What a killed process was writing is orphaned, since that job is prepared again. */
const ORPHAN_UNFINISHED = `
  UPDATE prepared_pictures SET job_id = NULL
    WHERE (SELECT state FROM jobs WHERE jobs.id = job_id) = 'preparing'`;

/** Whether a bot is using a database. @throws DatabaseError if it cannot be reached. */
export async function isPostgresInUse(url: string): Promise<boolean> {
  const lock = new BotLock(url);
  try {
    await lock.take();
    return false;
  } catch (error) {
    if (error instanceof DatabaseError) return true;
    throw databaseError(url, error);
  } finally {
    await lock.release();
  }
}

/** Reads from a database that a bot may be using. @throws DatabaseError if it cannot be used. */
export async function readBesidePostgres<T>(
  url: string,
  read: (db: Database) => Promise<T>,
): Promise<T> {
  return besidePostgres(url, ({ reading }) => read(reading));
}

/** Runs a piece of work on such a database. @throws what the piece throws, and DatabaseError. */
export async function writeBesidePostgres<T>(url: string, piece: Work<T>): Promise<T> {
  return besidePostgres(url, (connections) => {
    const store = new PostgresStore(connections);
    return store.write(piece);
  });
}

async function besidePostgres<T>(
  url: string,
  work: (connections: Connections) => Promise<T>,
): Promise<T> {
  const connections = new Connections({ url, reading: 1, writing: 1 });
  try {
    await requireThisVersion(connections);
    return await work(connections);
  } catch (error) {
    throw databaseError(url, error);
  } finally {
    await connections.close();
  }
}

/** @throws DatabaseError for any other version: a program does not migrate. */
async function requireThisVersion({ reading }: Connections): Promise<void> {
  const { rows } = await sql<{ version: number }>`SELECT version FROM schema_version`.execute(
    reading,
  );
  const newest = newestOf(POSTGRES_HISTORY);
  if (rows[0]?.version !== newest) requireKnown(rows[0]?.version ?? 0, newest, newest);
}

/**
 * Creates the tables of a new database, or runs the migrations that an older one lacks, each in a
 * transaction.
 *
 * @throws DatabaseError if its version is newer, or it belongs to another program.
 */
export async function migratePostgres(
  client: pg.Client,
  {
    onOld,
    of = POSTGRES_HISTORY,
  }: { readonly onOld?: (() => void) | undefined; readonly of?: SchemaHistory } = {},
): Promise<void> {
  const newest = newestOf(of);
  const version = await versionOf(client);
  if (version === undefined) {
    await runStep(client, `${VERSION_TABLE} ${of.whole}`, newest);
    return;
  }
  requireKnown(version, of.oldest, newest);
  if (version < newest) onOld?.();
  for (const [index, step] of of.steps.slice(version - of.oldest).entries()) {
    const sql = typeof step === 'string' ? inPostgres(step) : step.postgres;
    await runStep(client, sql, version + index + 1);
  }
}

/** Version 0: rows are still being copied into it, see `transfer.ts`. */
export const VERSION_TABLE = `
  CREATE TABLE schema_version (version BIGINT NOT NULL);
  INSERT INTO schema_version VALUES (0);`;

async function runStep(client: pg.Client, sql: string, version: number): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('UPDATE schema_version SET version = $1', [version]);
    moments.migrationPending.publish({ version });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** The schema version; `undefined` for an empty database. @throws DatabaseError for another program's. */
export async function versionOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = current_schema()`,
  );
  if (rows.length === 0) return undefined;
  if (
    !rows.some(({ name }) => name === 'schema_version') ||
    !rows.some(({ name }) => name === 'jobs')
  ) {
    throw new DatabaseError(
      'The PostgreSQL database has tables of another program. Set DATABASE_URL to a database of its own.',
    );
  }
  const versions = await client.query<{ version: string }>('SELECT version FROM schema_version');
  // Text, unless the connection parses numbers.
  return Number(versions.rows[0]?.version ?? 0);
}

function requireKnown(version: number, oldest: number, newest: number): void {
  if (version >= oldest && version <= newest) return;
  if (version === 0) {
    throw new DatabaseError(
      'A migration into the PostgreSQL database is not finished. Run the same `npm run migrate` again.',
    );
  }
  throw new DatabaseError(
    `The PostgreSQL database has schema ${version}, and this version knows ${oldest} to ${newest}. Install the version of the bot that wrote it.`,
  );
}

/** A database that is locked as bots lock it. */
export interface LockedPostgres {
  /** The connection that holds the lock, without limits of time. */
  readonly client: pg.Client;
  release(): Promise<void>;
}

/** Locks a database against bots. @throws DatabaseError if it cannot be used, or a bot uses it. */
export async function lockPostgres(url: string): Promise<LockedPostgres> {
  const lock = new BotLock(url);
  try {
    const client = await takeSoon(lock);
    await requireServer(client);
    await awaitFormer(client);
    return { client, release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw databaseError(url, error);
  }
}

/** How often to try to take the lock: for 2 s, and for 10 s if a bot starts, which nobody watches. */
const TRIES = 10;
const BOT_TRIES = 50;
const TRY_EVERY_MS = 200;

/** The server may still hold the lock of a process that was killed just now. */
async function takeSoon(lock: BotLock, most = TRIES): Promise<pg.Client> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await lock.take();
    } catch (error) {
      if (!(error instanceof DatabaseError) || tries === most) throw error;
    }
    await sleep(TRY_EVERY_MS);
  }
}

/**
 * Waits for the transactions that an earlier process left. If it was killed during a COMMIT, the server
 * still carries that out, and what it wrote must be read here, such as a new job. The server's time
 * limits end those that hang.
 */
async function awaitFormer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ now: string }>('SELECT clock_timestamp()::text AS now');
  for (;;) {
    const { rowCount } = await client.query(
      `SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()
          AND xact_start < $2::timestamptz`,
      [APPLICATION_NAME, rows[0]?.now],
    );
    if (rowCount === 0) return;
    await sleep(TRY_EVERY_MS);
  }
}

/** @throws DatabaseError if the server is too old, or does not store every text. */
async function requireServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    `SELECT current_setting('server_version_num') AS version,
      current_setting('server_encoding') AS encoding`,
  );
  const encoding = rows[0]?.encoding;
  if (Number(rows[0]?.version) < OLDEST_SERVER) {
    throw new DatabaseError('The PostgreSQL server is too old: the bot needs version 15 or later.');
  }
  if (encoding !== 'UTF8') {
    throw new DatabaseError(
      `The PostgreSQL database has the encoding ${String(encoding)}. Create one with the encoding UTF8.`,
    );
  }
}

/** What happens to a lock that is kept. */
interface LockEvents {
  readonly onTaken: (() => void) | undefined;
  /** Called with the time of each round trip, in milliseconds. */
  readonly onAnswer: (ms: number) => void;
  readonly onAway: (error: unknown) => void;
  readonly onBack: () => void;
}

/** A session of the server's: a process id may be used again. */
interface Session {
  readonly pid: number;
  readonly since: string;
}

/**
 * Keeps other bots from using the database: an advisory lock of a session, which the server releases
 * when the connection ends. While the lock is kept, its connection shows whether the server answers.
 * If not, it is closed, and the lock is taken again as soon as possible.
 */
class BotLock {
  readonly #url: string;
  readonly #stop = new AbortController();
  #client: pg.Client | undefined;
  #session: Session | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Returns the connection that holds the lock. @throws DatabaseError if another bot holds it. */
  async take(): Promise<pg.Client> {
    // Migrations may take long, and it is idle afterwards.
    const client = new pg.Client({
      ...optionsOf(this.#url),
      options: KEEPALIVES,
      statement_timeout: 0,
      query_timeout: 0,
      lock_timeout: 0,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<Session & { held: number }>(
        `SELECT pg_try_advisory_lock(hashtextextended('bot', 0)) AS held, pid,
          backend_start::text AS since
          FROM pg_stat_activity WHERE pid = pg_backend_pid()`,
      );
      if (!rows[0]?.held) {
        await this.#endFormer(client);
        throw new DatabaseError('Another bot is using this PostgreSQL database. Stop it first.');
      }
      this.#session = rows[0];
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    return client;
  }

  /** From now on checks that the server answers, and takes the lock again once it does. */
  keep(events: LockEvents): void {
    void this.#keep(events);
  }

  async release(): Promise<void> {
    this.#stop.abort();
    const ended = this.#client?.end().catch(() => undefined);
    await Promise.race([ended, sleep(ANSWER_WITHIN_MS, undefined, { ref: false })]);
  }

  async #keep(events: LockEvents): Promise<void> {
    for (;;) {
      const error = await this.#failure(events);
      if (this.#stop.signal.aborted) return;
      events.onAway(error);
      if (!(error instanceof TableLocked && (await this.#isUnlocked()))) {
        void this.#client?.end().catch(() => undefined);
        if (!(await this.#retake(events))) return;
      }
      events.onBack();
    }
  }

  /** Resolves once the server does not answer, or another program locks a table. */
  async #failure({ onAnswer }: LockEvents): Promise<unknown> {
    const client = this.#client;
    if (!client) return undefined;
    let before: readonly TableLock[] = [];
    const failure = await this.#beat(client, ({ tableLocks, ms }) => {
      onAnswer(ms);
      // Every program may lock one for a moment.
      const lasting = tableLocks.find(({ name, pid }) =>
        before.some((lock) => lock.name === name && lock.pid === pid),
      );
      before = tableLocks;
      return lasting && new TableLocked(lasting.name);
    });
    return failure ?? new Error('the connection was lost');
  }

  /** Resolves to true once no other program locks a table, to false if the server does not answer. */
  async #isUnlocked(): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    const isFree = ({ tableLocks }: Beat) => (tableLocks.length > 0 ? undefined : true);
    return (await this.#beat(client, isFree)) === true;
  }

  /**
   * Asks the server in turn, until `judge` returns something, which is the result, or it does not
   * answer: then that error is. `undefined` if the connection ended.
   */
  async #beat(client: pg.Client, judge: (beat: Beat) => unknown): Promise<unknown> {
    const { signal } = this.#stop;
    const ended = new AbortController();
    client.once('end', () => {
      ended.abort();
    });
    const until = AbortSignal.any([signal, ended.signal]);
    while (!until.aborted) {
      const beat = await beatOf(client).catch((error: unknown) => ({ error }));
      if ('error' in beat) return beat.error;
      const result = judge(beat);
      if (result !== undefined) return result;
      await sleep(BEAT_MS, undefined, { signal: until, ref: false }).catch(() => undefined);
    }
    return undefined;
  }

  /** Returns whether it was taken. */
  async #retake({ onTaken }: LockEvents): Promise<boolean> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.take();
        return true;
      } catch (error) {
        if (error instanceof DatabaseError) {
          onTaken?.();
          return false;
        }
      }
      await sleep(RETAKE_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    return false;
  }

  /**
   * Ends this bot's own earlier session, which the server may keep long after the connection broke.
   *
   * @throws Error if it had the lock: it is free soon.
   */
  async #endFormer(client: pg.Client): Promise<void> {
    if (!this.#session) return;
    const { pid, since } = this.#session;
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid = $1 AND backend_start = $2::timestamptz`,
      [pid, since],
    );
    if (rowCount) throw new Error('the earlier session still has the lock');
  }
}

/** A lock on a whole table, as only other programs take. */
interface TableLock {
  /** The table. */
  readonly name: string;
  /** The session's process. */
  readonly pid: number;
}

/**
 * Locks that members' requests have to wait for, also behind those that wait themselves: see the
 * manual, *Table-Level Locks*. A vacuum gives way.
 */
const TABLE_LOCKS = `
  SELECT relname AS name, pid FROM pg_locks JOIN pg_class ON pg_class.oid = relation
    WHERE locktype = 'relation'
      AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND pid NOT IN
        (SELECT pid FROM pg_stat_activity WHERE backend_type = 'autovacuum worker')`;

/** Another program locks a table of the bot's. */
class TableLocked extends Error {
  override readonly name = 'TableLocked';

  constructor(table: string) {
    super(`another program locks the table ${table}`);
  }
}

/** An answer of the server. */
interface Beat {
  readonly tableLocks: readonly TableLock[];
  /** How long it took. */
  readonly ms: number;
}

/** @throws Error if the server does not answer in time. */
async function beatOf(client: pg.Client): Promise<Beat> {
  const over = new AbortController();
  const beganAt = performance.now();
  let isAnswered = false;
  const query = client.query<TableLock>({ name: 'beat', text: TABLE_LOCKS });
  const answer = orFault(query)
    .catch((error: unknown) => {
      // A server that rejects the query answers.
      if (error instanceof PostgresFault && error.kind === 'wrong') return { rows: [] };
      throw error;
    })
    .then(({ rows }) => {
      isAnswered = true;
      return { tableLocks: rows, ms: performance.now() - beganAt };
    });
  const late = sleep(ANSWER_WITHIN_MS, undefined, { signal: over.signal, ref: false }).then(
    async () => {
      // After a stall of this process, the answer may not have been read yet.
      await nextTurn();
      if (isAnswered) return answer;
      throw new Error('the server does not answer');
    },
    () => answer,
  );
  return Promise.race([answer, late]).finally(() => {
    over.abort();
  });
}

/** Says what is wrong with the server or the connection, without the password of the URL. */
export function databaseError(url: string, error: unknown): unknown {
  const cause = error instanceof BotError ? error.cause : error;
  const isOfServer =
    cause instanceof PostgresFault ||
    cause instanceof pg.DatabaseError ||
    (cause instanceof Error && 'code' in cause);
  if (!isOfServer) return error;
  return new DatabaseError(
    `The PostgreSQL database ${postgresNameOf(url)} cannot be used: ${cause.message}. Check DATABASE_URL and the server.`,
    { cause: error },
  );
}

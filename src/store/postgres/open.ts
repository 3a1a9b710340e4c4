import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { BotError } from '../../errors/errors.ts';
import { DatabaseError, postgresNameOf } from '../database-files.ts';
import type { Database, OpenDatabase } from '../database.ts';
import type { BesideOptions } from '../live-database.ts';
import { history, type MigrationStep, newestOf, type SchemaHistory } from '../migrations.ts';
import { moments } from '../moments.ts';
import { ONLY_PROCESS } from '../processes.ts';
import type { Work } from '../store.ts';
import { PostgresFault } from '../unwritable.ts';
import { BotLock } from './bot-lock.ts';
import { Connections, type ConnectionsOptions } from './connections.ts';
import { hasProcesses, Membership, type NewProcess } from './membership.ts';
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

export interface OpenPostgresOptions extends ConnectionsOptions {
  /** Called before an older database is migrated, which may take long. */
  readonly onOld?: () => void;
  /** The process, if it may run beside others of the same bot. Default: the database is its own. */
  readonly process?: NewProcess;
  /** Called with the reason if another program took the database while the connection was lost. */
  readonly onTaken?: (reason: string) => void;
  /** Called with the reason if the other processes have taken this one for dead. */
  readonly onReplaced?: (reason: string) => void;
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
 * Opens a database on a PostgreSQL server, creates or migrates its tables, and locks it: against
 * other programs, and without `process` against other processes of the bot. Waits for an earlier
 * process that is about to end.
 *
 * @throws DatabaseError if it cannot be opened, it is in use otherwise, its version is newer, or it
 * belongs to another program.
 */
export async function openPostgres(options: OpenPostgresOptions): Promise<OpenDatabase> {
  const { url, process, onTaken, onAway, onBack, signal } = options;
  const lock = new BotLock(url, process ? 'shared' : 'exclusive');
  let membership: Membership | undefined;
  try {
    const client = await takeSoon(lock, BOT_TRIES);
    await requireServer(client);
    await awaitFormer(client);
    membership = await oneByOne(client, () => prepare(client, options));
  } catch (error) {
    await lock.release();
    throw databaseError(url, error);
  }
  const connections = new Connections({ writing: WRITING_CONNECTIONS, ...options });
  await connections.warmUp();
  lock.keep({
    onTaken: () => onTaken?.('another program uses the PostgreSQL database'),
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
  membership?.keep();
  const store = new PostgresStore(connections, {
    process: membership?.own,
    ...(signal && { signal }),
  });
  // Those of an earlier process.
  store.leaveNoTrace();
  return {
    store,
    db: connections.writing,
    processes: membership ?? ONLY_PROCESS,
    firstMoved: () => Promise.resolve(undefined),
    async close() {
      await store.stop();
      await membership?.leave();
      await connections.close();
      await lock.release();
    },
  };
}

/** Migrates the database, and adds this process to those that use it. */
async function prepare(
  client: pg.Client,
  { url, process, onOld, onReplaced }: OpenPostgresOptions,
): Promise<Membership | undefined> {
  await migratePostgres(client, { onOld, hasOthers: () => hasOthers(client) });
  if (process) return Membership.join(client, process, { url, onReplaced });
  await client.query(ORPHAN_UNFINISHED);
  return undefined;
}

/** Whether other processes use the database. Older versions of it have no table of them. */
async function hasOthers(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ name: string | null }>(
    "SELECT to_regclass('processes') AS name",
  );
  return rows[0]?.name !== null && hasProcesses(client);
}

/** Processes start one by one, whatever they change. */
async function oneByOne<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("SELECT pg_advisory_lock(hashtextextended('start', 0))");
  try {
    return await work();
  } finally {
    await client
      .query("SELECT pg_advisory_unlock(hashtextextended('start', 0))")
      .catch(() => undefined);
  }
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
  options?: BesideOptions,
): Promise<T> {
  return besidePostgres(url, ({ reading }) => read(reading), options);
}

/** Runs a piece of work on such a database. @throws what the piece throws, and DatabaseError. */
export async function writeBesidePostgres<T>(
  url: string,
  piece: Work<T>,
  options?: BesideOptions,
): Promise<T> {
  const work = (connections: Connections) => {
    const store = new PostgresStore(connections);
    return store.write(piece);
  };
  return besidePostgres(url, work, options);
}

async function besidePostgres<T>(
  url: string,
  work: (connections: Connections) => Promise<T>,
  { acceptsNewer = false }: BesideOptions = {},
): Promise<T> {
  const connections = new Connections({ url, reading: 1, writing: 1 });
  try {
    await requireThisVersion(connections, acceptsNewer);
    return await work(connections);
  } catch (error) {
    throw databaseError(url, error);
  } finally {
    await connections.close();
  }
}

/** @throws DatabaseError for an older version, since a program does not migrate, and for a newer one. */
async function requireThisVersion({ reading }: Connections, acceptsNewer: boolean): Promise<void> {
  const { rows } = await sql<{ version: number }>`SELECT version FROM schema_version`.execute(
    reading,
  );
  const newest = newestOf(POSTGRES_HISTORY);
  const version = rows[0]?.version ?? 0;
  if (version < newest || (version > newest && !acceptsNewer)) {
    requireKnown(version, newest, newest);
  }
}

const STOP_ALL =
  'This version changes the PostgreSQL database in a way that the running processes of the earlier one cannot go on with. Stop all of them, then start this one.';

export interface MigrateOptions {
  readonly onOld?: (() => void) | undefined;
  /** Whether other processes use the database. Default: none do. */
  readonly hasOthers?: () => Promise<boolean>;
  readonly of?: SchemaHistory;
}

/**
 * Creates the tables of a new database, or runs the migrations that an older one lacks, each in a
 * transaction.
 *
 * @throws DatabaseError if its version is newer, or it belongs to another program.
 */
export async function migratePostgres(
  client: pg.Client,
  { onOld, hasOthers, of = POSTGRES_HISTORY }: MigrateOptions = {},
): Promise<void> {
  const newest = newestOf(of);
  const version = await versionOf(client);
  if (version === undefined) {
    await runStep(client, `${VERSION_TABLE} ${of.whole}`, newest);
    return;
  }
  requireKnown(version, of.oldest, newest);
  const steps = of.steps.slice(version - of.oldest);
  const needsAll = steps.some((step) => typeof step === 'string' || !step.isCompatible);
  if (needsAll && (await hasOthers?.())) throw new DatabaseError(STOP_ALL);
  if (version < newest) onOld?.();
  for (const [index, step] of steps.entries()) {
    await runStep(client, postgresStep(step), version + index + 1);
  }
}

function postgresStep(step: MigrationStep): string {
  if (typeof step === 'string') return inPostgres(step);
  return step.postgres ?? inPostgres(step.sqlite);
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

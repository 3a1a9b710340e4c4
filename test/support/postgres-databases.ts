import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { beforeEach, inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { Connections, optionsOf } from '../../src/store/postgres/connections.ts';
import { lockPostgres, migratePostgres } from '../../src/store/postgres/open.ts';
import type { Pool, PoolClient } from '../../src/store/postgres/pool-client.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { ONLY_PROCESS } from '../../src/store/processes.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { PostgresServer } from './postgres-server.ts';
import { countQuery } from './queries-under-way.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server and a template, if the tests run on PostgreSQL. */
    readonly postgres: { readonly server: string; readonly template: string } | undefined;
  }
}

/** Connections that read, and that write, to one database. */
const READING = 2;
const WRITING = 8;
/** A commit need not survive the server. */
const IN_TESTS = '-c synchronous_commit=off';

/** Of a server for a whole run. */
const OF_SERVER = ['max_connections=300', 'full_page_writes=off', 'shared_buffers=256MB'];

/**
 * Starts a server for a whole run, and makes a template there. With TEST_POSTGRES uses the server of
 * this URL, and removes the databases of the run in the end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_POSTGRES;
  const own = url === undefined ? await PostgresServer.create(OF_SERVER) : undefined;
  const removeDatabases = await makeTemplate(project, own?.url ?? url ?? '');
  return () => (own ? own.close() : removeDatabases());
}

async function makeTemplate(project: TestProject, server: string): Promise<() => Promise<void>> {
  const template = `darkroom_test_${randomBytes(4).toString('hex')}`;
  await withClient(server, (client) => client.query(`CREATE DATABASE ${template}`));
  await withClient(urlOf(server, template), (client) => migratePostgres(client));
  project.provide('postgres', { server, template });
  return async () => {
    await withClient(server, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        'SELECT datname AS name FROM pg_database WHERE datname LIKE $1',
        [`${template}%`],
      );
      for (const { name } of rows) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    });
  };
}

/** A database of this worker, which its tests use in turn. Its connections are kept. */
class TestDatabase {
  readonly url: string;
  readonly #pools: { readonly reading: pg.Pool; readonly writing: pg.Pool };
  /** What a test has not given back. */
  readonly #taken = new Set<PoolClient>();
  readonly #create: () => Promise<unknown>;
  #ready: Promise<unknown> | undefined;
  #isCreated = false;

  constructor(server: string, template: string, name: string) {
    const url = urlOf(server, name);
    this.url = url;
    this.#create = () =>
      withClient(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
    const pool = (max: number, settings: string) =>
      new pg.Pool({
        ...optionsOf(url),
        options: `${IN_TESTS} ${settings}`,
        max,
        // Some tests ask for very much at once.
        connectionTimeoutMillis: 120_000,
        allowExitOnIdle: true,
      }).on('error', () => undefined);
    this.#pools = {
      reading: pool(READING, '-c default_transaction_read_only=on'),
      writing: pool(WRITING, ''),
    };
  }

  /** Resolves once the database is there, and empty before the first query of a test. */
  ready(): Promise<unknown> {
    this.#ready ??= this.#isCreated
      ? this.#pools.writing.query(EMPTY)
      : this.#create().then(() => {
          this.#isCreated = true;
        });
    return this.#ready;
  }

  /** For another test. */
  giveBack(): void {
    this.#ready = undefined;
    for (const client of this.#taken) client.release(true);
    this.#taken.clear();
  }

  async query(text: string, values: readonly unknown[]): Promise<unknown[]> {
    let count = 0;
    const numbered = text.replaceAll('?', () => `$${(count += 1)}`);
    await this.ready();
    const { rows } = await this.#pools.writing.query<Record<string, unknown>>(numbered, [
      ...values,
    ]);
    return rows;
  }

  async bytes(): Promise<Buffer> {
    await this.ready();
    const { reading } = this.#pools;
    const tables = await reading.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const parts: Buffer[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await reading.query<unknown[]>({
        text: `SELECT * FROM ${name}`,
        rowMode: 'array',
      });
      for (const value of rows.flat()) {
        parts.push(Buffer.isBuffer(value) ? value : Buffer.from(String(value)));
      }
    }
    return Buffer.concat(parts);
  }

  connections(): Connections {
    return new Connections({
      reading: this.#opened(this.#pools.reading),
      writing: this.#opened(this.#pools.writing),
      readsAtOnce: READING,
    });
  }

  /** A pool that can be ended while its connections are kept. */
  #opened(pool: pg.Pool): Pool {
    const taken = this.#taken;
    let isEnded = false;
    const use = async () => {
      if (isEnded) throw new Error('the pool is ended');
      await this.ready();
    };
    return {
      async connect() {
        const client = await countQuery(use().then(() => pool.connect()));
        const handed: PoolClient = {
          query: (statement) => countQuery(client.query(statement)),
          release(isBroken) {
            if (taken.delete(handed)) client.release(isBroken);
          },
        };
        taken.add(handed);
        return handed;
      },
      end() {
        isEnded = true;
        return Promise.resolve();
      },
    };
  }
}

const free: TestDatabase[] = [];
/** By the path that a test opens. */
const inUse = new Map<string, TestDatabase>();
/** Paths whose databases outlive a test, such as those of bots that several tests use. */
const kept = new Set<string>();
let made = 0;

/** A test's databases are free before the next test: at its own end, it may still write to them. */
export function reuseDatabases(): void {
  beforeEach(() => {
    for (const [path, database] of inUse) {
      if (kept.has(path)) continue;
      database.giveBack();
      free.push(database);
      inUse.delete(path);
    }
  });
}

/** The same as {@link postgresUrl}, for the present test and later ones until it is let go. */
export function keepPostgresUrl(path: string): Promise<string> {
  kept.add(path);
  return postgresUrl(path);
}

/** Frees a kept database after the present test. */
export function letPostgresGo(path: string): void {
  kept.delete(path);
}

/** The URL of the database that stands for this path in the present test. */
export async function postgresUrl(path: string): Promise<string> {
  const database = databaseFor(path);
  await database.ready();
  return database.url;
}

/** Locks it as a bot does. Returns what unlocks it. */
export async function lockPostgresOf(path: string): Promise<() => Promise<void>> {
  const lock = await lockPostgres(await postgresUrl(path));
  return () => lock.release();
}

/** Runs a statement in the database that stands for this path, with a `?` for each value. */
export async function queryPostgres(
  path: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<unknown[]> {
  return databaseFor(path).query(text, values);
}

/** Every byte that its rows hold. */
export function bytesInPostgres(path: string): Promise<Buffer> {
  return databaseFor(path).bytes();
}

/**
 * Opens it without its lock: other connections of the test use it too. `process`: one of several.
 * Default: the only one.
 */
export function openPostgresFor(path: string, process?: string): OpenDatabase {
  const connections = databaseFor(path).connections();
  const store = new PostgresStore(connections, { process });
  let closed: Promise<void> | undefined;
  return {
    store,
    db: connections.writing,
    processes: ONLY_PROCESS,
    firstMoved: () => Promise.resolve(undefined),
    close() {
      closed ??= store.stop().then(() => connections.close());
      return closed;
    },
  };
}

function databaseFor(path: string): TestDatabase {
  const database = inUse.get(path) ?? free.pop() ?? newDatabase();
  inUse.set(path, database);
  return database;
}

function newDatabase(): TestDatabase {
  const postgres = inject('postgres');
  if (!postgres) throw new Error('these tests do not run on PostgreSQL');
  const { server, template } = postgres;
  made += 1;
  const worker = process.env.VITEST_WORKER_ID ?? '';
  return new TestDatabase(server, template, `${template}_${process.pid}_${worker}_${made}`);
}

/** Deletes every row, and counts from 1 again. */
const EMPTY = `
  SET LOCAL session_replication_role = replica;
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> 'schema_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL
    LOOP PERFORM setval(name, 1, false); END LOOP;
  END $$;
  INSERT INTO line VALUES ('', 1);`;

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = name;
  return String(url);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

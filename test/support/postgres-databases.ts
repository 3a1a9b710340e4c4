import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { beforeEach, inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { Connections } from '../../src/store/postgres/connections.ts';
import { migratePostgres } from '../../src/store/postgres/open.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server and a template, if the tests run on PostgreSQL. */
    readonly postgres: { readonly server: string; readonly template: string } | undefined;
  }
}

/** How many databases a test may use. */
const READY = 3;

/** Makes a template for a whole run, and removes all databases after it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/postgres';
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

/** Databases that no test uses, each empty. */
const free: string[] = [];
/** Those in use, by the path that a test opens. */
const inUse = new Map<string, string>();
let made = 0;

/** Keeps databases ready, since some tests open one without waiting. */
export function keepDatabasesReady(): void {
  beforeEach(async () => {
    const postgres = inject('postgres');
    if (!postgres) return;
    const { server, template } = postgres;
    while (free.length < READY) {
      made += 1;
      const name = `${template}_${process.pid}_${process.env.VITEST_WORKER_ID ?? ''}_${made}`;
      await withClient(server, (client) =>
        client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`),
      );
      free.push(name);
    }
    return async () => {
      for (const [path, name] of inUse) {
        inUse.delete(path);
        await withClient(urlOf(server, name), empty);
        free.push(name);
      }
    };
  });
}

/** The URL of the database that stands for this path in the present test. */
export function postgresUrl(path: string): string {
  const { server } = inject('postgres') ?? { server: '' };
  const name = inUse.get(path) ?? free.pop();
  if (name === undefined) throw new Error(`a test has more than ${READY} databases`);
  inUse.set(path, name);
  return urlOf(server, name);
}

/** Opens it without its lock: other connections of the test use it too. */
export function openPostgresFor(path: string): OpenDatabase {
  const connections = new Connections({ url: postgresUrl(path), reading: 2 });
  const store = new PostgresStore(connections);
  let closed: Promise<void> | undefined;
  return {
    store,
    db: connections.writing,
    firstMoved: () => Promise.resolve(undefined),
    close() {
      closed ??= store.stop().then(() => connections.close());
      return closed;
    },
  };
}

/** Deletes every row, and counts from 1 again. */
async function empty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'schema_version'`,
  );
  const deletes = rows.map(({ name }) => `DELETE FROM ${name};`).join(' ');
  const sequences = await client.query<{ name: string }>(
    "SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public'",
  );
  const restarts = sequences.rows.map(({ name }) => `ALTER SEQUENCE ${name} RESTART;`).join(' ');
  await client.query(
    `SET session_replication_role = replica; ${deletes} ${restarts} INSERT INTO line VALUES ('', 1);`,
  );
}

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

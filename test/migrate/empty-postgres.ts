import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

/** Runs some work on a connection. */
export async function onPostgres<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The URL of a new database without tables; gone after the test. */
export async function emptyPostgres(): Promise<string> {
  const { server, template } = inject('postgres') ?? { server: '', template: '' };
  const name = `${template}_empty_${randomBytes(4).toString('hex')}`;
  await onPostgres(server, (client) => client.query(`CREATE DATABASE ${name}`));
  onTestFinished(async () => {
    await onPostgres(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  });
  const url = new URL(server);
  url.pathname = name;
  return String(url);
}

/** Columns, indexes, triggers and version of a database. */
export function catalogOf(url: string): Promise<unknown> {
  return onPostgres(url, async (client) => {
    const { rows: columns } = await client.query<object>(
      `SELECT table_name, column_name, data_type, is_nullable, is_identity, column_default
        FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
    );
    const { rows: indexes } = await client.query<object>(
      "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    );
    const { rows: triggers } = await client.query<object>(
      `SELECT pg_get_triggerdef(oid) AS trigger, tgenabled FROM pg_trigger
        WHERE NOT tgisinternal ORDER BY 1`,
    );
    const { rows: version } = await client.query<object>('SELECT * FROM schema_version');
    return { columns, indexes, triggers, version };
  });
}

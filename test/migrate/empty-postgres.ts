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

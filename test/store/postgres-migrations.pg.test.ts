import pg from 'pg';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { migratePostgres } from '../../src/store/postgres/open.ts';

const whole = 'CREATE TABLE jobs (id TEXT PRIMARY KEY, count BIGINT)';
const ADD = 'ALTER TABLE jobs ADD COLUMN name TEXT';
const FAILING = 'ALTER TABLE jobs ADD COLUMN more TEXT; SELECT nothing FROM nowhere';

let made = 0;

/** A connection to an empty database, which goes with the template of this run. */
async function connected(): Promise<pg.Client> {
  const { server, template } = inject('postgres') ?? { server: '', template: '' };
  made += 1;
  const url = new URL(server);
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  url.pathname = `${template}_migrated_${process.pid}_${made}`;
  await admin.query(`CREATE DATABASE ${url.pathname.slice(1)}`).finally(() => admin.end());
  const client = new pg.Client({ connectionString: String(url) });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

async function standing(client: pg.Client): Promise<unknown> {
  const columns = await client.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'jobs' ORDER BY ordinal_position",
  );
  const { rows } = await client.query<{ version: string }>('SELECT version FROM schema_version');
  return [Number(rows[0]?.version), ...columns.rows.map(({ name }) => name)];
}

describe('a database on PostgreSQL', () => {
  it('is made at once, and comes to later versions step by step, in its own words', async () => {
    const client = await connected();
    await migratePostgres(client, { of: { whole, oldest: 7, steps: [] } });
    expect(await standing(client)).toEqual([7, 'id', 'count']);
    const own = { sqlite: 'not for it', postgres: 'ALTER TABLE jobs ADD COLUMN own BOOLEAN' };
    let isOld = false;
    const onOld = () => {
      isOld = true;
    };
    await migratePostgres(client, { of: { whole: '', oldest: 7, steps: [ADD, own] }, onOld });
    expect(await standing(client)).toEqual([9, 'id', 'count', 'name', 'own']);
    expect(isOld).toBe(true);
  });

  it('keeps the steps before one that fails, and nothing of that', async () => {
    const client = await connected();
    await migratePostgres(client, { of: { whole, oldest: 7, steps: [] } });
    const of = { whole: '', oldest: 7, steps: [ADD, FAILING] };
    await expect(migratePostgres(client, { of })).rejects.toThrow('nowhere');
    expect(await standing(client)).toEqual([8, 'id', 'count', 'name']);
  });

  it.each([
    ['newer', 9],
    ['too old', 6],
  ])('that is %s is left alone', async (_, version) => {
    const client = await connected();
    await migratePostgres(client, { of: { whole, oldest: version, steps: [] } });
    const of = { whole: '', oldest: 7, steps: [ADD] };
    await expect(migratePostgres(client, { of })).rejects.toThrow(`has schema ${version}`);
    expect(await standing(client)).toEqual([version, 'id', 'count']);
  });

  it('of another program is left alone', async () => {
    const client = await connected();
    await client.query('CREATE TABLE jobs (id TEXT); CREATE TABLE others (id TEXT)');
    await expect(migratePostgres(client)).rejects.toThrow('has tables of another program');
  });
});

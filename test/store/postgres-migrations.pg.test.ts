import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SchemaHistory } from '../../src/store/migrations.ts';
import { migratePostgres } from '../../src/store/postgres/open.ts';
import { catalogOf, emptyPostgres } from '../migrate/empty-postgres.ts';

const whole = 'CREATE TABLE jobs (id TEXT PRIMARY KEY, count BIGINT)';
const ADD = 'ALTER TABLE jobs ADD COLUMN name TEXT';
const FAILING = 'ALTER TABLE jobs ADD COLUMN more TEXT; SELECT nothing FROM nowhere';

/** A connection to an empty database. */
async function connected(): Promise<pg.Client> {
  return connectedTo(await emptyPostgres());
}

async function connectedTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Ends the session of whoever changes the schema, at so many changes from now on. */
async function endAtChange(client: pg.Client, nth: number): Promise<void> {
  await client.query(`
    DROP EVENT TRIGGER IF EXISTS ending;
    DROP SCHEMA IF EXISTS test CASCADE;
    CREATE SCHEMA test;
    CREATE SEQUENCE test.changes;
    CREATE FUNCTION test.count_change() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('test.changes') = ${nth} THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
    END $$;
    CREATE EVENT TRIGGER ending ON ddl_command_end EXECUTE FUNCTION test.count_change()`);
}

/**
 * Migrates a database, ended at its first change, then at a later one, and so on until none is left.
 * Returns how often it was ended. `check`: after each end.
 */
async function migrateEnded(
  url: string,
  check: (client: pg.Client) => Promise<void>,
  { of, every = 1 }: { readonly of?: SchemaHistory; readonly every?: number } = {},
): Promise<number> {
  const admin = await connectedTo(url);
  for (let ends = 0; ; ends += 1) {
    await endAtChange(admin, 1 + ends * every);
    const client = await connectedTo(url);
    const error = await migratePostgres(client, of && { of }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    await admin.query('DROP EVENT TRIGGER ending; DROP SCHEMA test CASCADE');
    if (error === undefined) return ends;
    expect(error).toMatchObject({ code: '57P01' });
    await check(admin);
  }
}

async function standing(client: pg.Client): Promise<unknown> {
  const columns = await client.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'jobs' ORDER BY ordinal_position",
  );
  const { rows } = await client.query<{ version: string }>('SELECT version FROM schema_version');
  return [Number(rows[0]?.version), ...columns.rows.map(({ name }) => name)];
}

describe('a database on PostgreSQL', () => {
  it('is migrated beside other processes only by steps that they can go on with', async () => {
    const client = await connected();
    await migratePostgres(client, { of: { whole, oldest: 7, steps: [] } });
    const compatible = { sqlite: ADD, postgres: ADD, isCompatible: true } as const;
    const hasOthers = () => Promise.resolve(true);
    const history = (...steps: SchemaHistory['steps']) => ({ whole: '', oldest: 7, steps });
    await expect(
      migratePostgres(client, { of: history(compatible, ADD), hasOthers }),
    ).rejects.toThrow('Stop all of them, then start this one.');
    expect(await standing(client)).toEqual([7, 'id', 'count']);
    await migratePostgres(client, { of: history(compatible), hasOthers });
    expect(await standing(client)).toEqual([8, 'id', 'count', 'name']);
  });

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

  it('is made as a whole, whichever change of its schema a kill comes at', async () => {
    const url = await emptyPostgres();
    const check = async (client: pg.Client) => {
      const { rows } = await client.query(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace",
      );
      expect(rows).toEqual([]);
    };
    expect(await migrateEnded(url, check, { every: 11 })).toBeGreaterThan(9);
    const other = await emptyPostgres();
    await migratePostgres(await connectedTo(other));
    expect(await catalogOf(url)).toEqual(await catalogOf(other));
  });

  it('comes to each later version as a whole, whichever change a kill comes at', async () => {
    const url = await emptyPostgres();
    const client = await connectedTo(url);
    await migratePostgres(client, { of: { whole, oldest: 7, steps: [] } });
    await client.query("INSERT INTO jobs VALUES ('a', 1), ('b', 2)");
    const several = `${ADD}; UPDATE jobs SET name = id; CREATE INDEX jobs_by_name ON jobs (name);
      ALTER TABLE jobs DROP COLUMN count; CREATE TABLE others (id TEXT)`;
    const of = { whole: '', oldest: 7, steps: [several, 'ALTER TABLE others RENAME TO more'] };
    const found: unknown[] = [];
    const check = async (admin: pg.Client) => {
      found.push(await standing(admin));
    };
    expect(await migrateEnded(url, check, { of })).toBe(5);
    expect(found).toEqual([...Array<unknown>(4).fill([7, 'id', 'count']), [8, 'id', 'name']]);
    expect(await standing(client)).toEqual([9, 'id', 'name']);
    const { rows } = await client.query('SELECT * FROM jobs ORDER BY id');
    expect(rows).toEqual([
      { id: 'a', name: 'a' },
      { id: 'b', name: 'b' },
    ]);
  });
});

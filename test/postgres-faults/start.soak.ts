import pg from 'pg';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../src/store/postgres/open.ts';
import { PostgresServer } from '../support/postgres-server.ts';

/** The lock that bots hold. */
const LOCK = "SELECT pg_advisory_lock(hashtextextended('bot', 0))";
const WRITE = "INSERT INTO person_settings (user_id, private) VALUES ('1', 1)";

let server: PostgresServer;
beforeEach(async () => {
  server = await PostgresServer.create();
  onTestFinished(() => server.close());
  await openPostgres({ url: server.url }).then((database) => database.close());
});

/** A session as the bot's own, of a process that is about to die. */
async function dyingSession(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url, application_name: 'darkroom' });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Starts a bot. Resolves with how many settings it finds. */
async function settingsAtStart(): Promise<number> {
  const database = await openPostgres({ url: server.url });
  const rows = await database.store.read.selectFrom('personSettings').select('userId').execute();
  await database.close();
  return rows.length;
}

/** Resolves once sessions are at work on this. */
async function until(condition: string, count = 1): Promise<void> {
  await expect
    .poll(async () => (await server.ask(`SELECT FROM pg_stat_activity WHERE ${condition}`)).length)
    .toBeGreaterThanOrEqual(count);
}

const IS_CHECKING = "query LIKE '%xact_start <%' AND pid <> pg_backend_pid()";

describe('a bot that starts on PostgreSQL', () => {
  it('waits for the lock of a process that is dying', async () => {
    const dying = await dyingSession();
    await dying.query(LOCK);
    const starting = settingsAtStart();
    await until("query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()");
    await dying.end();
    expect(await starting).toBe(0);
  });

  it('does not start if another bot keeps the lock', async () => {
    await (await dyingSession()).query(LOCK);
    await expect(settingsAtStart()).rejects.toThrow('A bot is using this PostgreSQL');
  });

  it('finds what a process wrote whose COMMIT was under way when it was killed', async () => {
    // The server waits for a standby before it carries out such a COMMIT.
    await server.ask("ALTER SYSTEM SET synchronous_commit = 'local'");
    await server.ask("ALTER SYSTEM SET synchronous_standby_names = 'none'");
    await server.ask('SELECT pg_reload_conf()');
    const dying = await dyingSession();
    await dying.query("SET synchronous_commit = 'on'");
    await dying.query('BEGIN');
    await dying.query(WRITE);
    void dying.query('COMMIT').catch(() => undefined);
    await until("wait_event = 'SyncRep'");
    const ended = dying.end();
    const starting = settingsAtStart();
    await until(IS_CHECKING);
    await server.ask('ALTER SYSTEM RESET synchronous_standby_names');
    await server.ask('SELECT pg_reload_conf()');
    expect(await starting).toBe(1);
    await ended;
  });

  it('does not wait for what others do', async () => {
    const other = await dyingSession();
    await other.query("SET application_name = 'backup'");
    await other.query('BEGIN');
    await other.query(WRITE);
    expect(await settingsAtStart()).toBe(0);
  });
});

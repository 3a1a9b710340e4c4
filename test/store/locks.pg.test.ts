import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { type Lock, Locks, QUEUE_LOCK, shared } from '../../src/store/locks.ts';
import { Connections } from '../../src/store/postgres/connections.ts';
import { postgresUrl } from '../support/postgres-databases.ts';

it('shared locks do not wait for each other, but others wait for them', async () => {
  const connections = new Connections({ url: await postgresUrl('any') });
  onTestFinished(() => connections.close());
  const take = async (lock: Lock) => {
    const transaction = await connections.begin();
    return { held: new Locks(transaction).hold(lock), end: () => transaction.rollback() };
  };
  const waiting = async () => {
    const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(
      connections.reading,
    );
    return rows[0]?.count;
  };
  const first = await take(shared(QUEUE_LOCK));
  const second = await take(shared(QUEUE_LOCK));
  await Promise.all([first.held, second.held]);
  const alone = await take(QUEUE_LOCK);
  await expect.poll(waiting).toBe(1);
  await Promise.all([first.end(), second.end()]);
  await alone.held;
  const last = await take(shared(QUEUE_LOCK));
  await expect.poll(waiting).toBe(1);
  await alone.end();
  await last.held;
  await last.end();
});

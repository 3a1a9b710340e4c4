import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Connections } from '../../src/store/postgres/connections.ts';
import { PostgresFault } from '../../src/store/unwritable.ts';
import { argument, PreparedQuery } from '../../src/store/queries.ts';
import { postgresUrl } from '../support/postgres-databases.ts';

it('a connection that breaks during a transaction fails its next query, and nothing else', async () => {
  const connections = new Connections({ url: await postgresUrl('any'), reading: 1, writing: 1 });
  const transaction = await connections.begin();
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(
    transaction.db,
  );
  await sql`SELECT pg_terminate_backend(${rows[0]?.pid}, 10000)`.execute(connections.reading);
  const query = sql`SELECT 1`.execute(transaction.db);
  await expect(query).rejects.toBeInstanceOf(PostgresFault);
  const other = await connections.begin();
  await other.commit();
  await connections.close();
});

const NEW_QUEUE = new PreparedQuery(
  () => sql`INSERT INTO line (lane, round) VALUES (${argument('name')}, 1)`,
);

describe('a statement without a result', () => {
  const begin = async () => {
    const connections = new Connections({ url: await postgresUrl('any') });
    onTestFinished(() => connections.close());
    const transaction = await connections.begin();
    const queues = async () => {
      const rows = await connections.reading.selectFrom('line').select('lane').execute();
      return rows.map(({ lane }) => lane).toSorted();
    };
    return { transaction, queues };
  };

  it('is sent with the next one, in order', async () => {
    const { transaction, queues } = await begin();
    await NEW_QUEUE.send(transaction.db, { name: 'a' });
    expect(await transaction.db.selectFrom('line').select('lane').execute()).toHaveLength(2);
    await NEW_QUEUE.send(transaction.db, { name: 'b' });
    expect(await transaction.commit()).toBeUndefined();
    expect(await queues()).toEqual(['', 'a', 'b']);
  });

  it.each(['the next statement', 'the commit'])('that fails, fails %s', async (next) => {
    const { transaction, queues } = await begin();
    await NEW_QUEUE.send(transaction.db, { name: 'a' });
    await NEW_QUEUE.send(transaction.db, { name: 'a' });
    const later =
      next === 'the commit'
        ? transaction.commit()
        : transaction.db.selectFrom('line').selectAll().execute();
    await expect(later).rejects.toMatchObject({ kind: 'wrong', code: '23505' });
    await transaction.rollback();
    expect(await queues()).toEqual(['']);
  });
});

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { Connections } from '../../src/store/postgres/connections.ts';
import { PostgresFault } from '../../src/store/unwritable.ts';
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

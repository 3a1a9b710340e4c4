import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Connections } from '../../src/store/postgres/connections.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { Work } from '../../src/store/store.ts';
import { postgresUrl } from '../support/postgres-databases.ts';

/** Adds a queue, and returns the number of its transaction. */
function adding(name: string): Work<string> {
  return async (trx, locks) => {
    await sql`INSERT INTO line (lane, round) VALUES (${name}, 1)`.execute(trx);
    return transactionOf(trx, locks);
  };
}

const transactionOf: Work<string> = async (trx) => {
  const { rows } = await sql<{ id: string }>`SELECT pg_current_xact_id() AS id`.execute(trx);
  return rows[0]?.id ?? '';
};

async function open() {
  const connections = new Connections({ url: await postgresUrl('any') });
  const store = new PostgresStore(connections);
  onTestFinished(async () => {
    await store.stop();
    await connections.close();
  });
  const queues = async () => {
    const rows = await store.read.selectFrom('line').select('lane').execute();
    return rows.map(({ lane }) => lane).toSorted();
  };
  return { store, connections, queues };
}

describe('a lazy write', () => {
  it('goes with the next piece of a job, after it, and not with that of a member', async () => {
    const { store } = await open();
    const lazy = [store.writeLazily(adding('a')), store.writeLazily(transactionOf)];
    const ofMember = await store.write(transactionOf, 'person');
    const ofJob = await store.write(async (trx, locks) => {
      expect(await sql`SELECT 1 FROM line WHERE lane = 'a'`.execute(trx)).toMatchObject({
        rows: [],
      });
      return transactionOf(trx, locks);
    });
    expect(await Promise.all(lazy)).toEqual([ofJob, ofJob]);
    expect(ofMember).not.toBe(ofJob);
  });

  it('comes without a piece in the end', async () => {
    const { store, queues } = await open();
    const lazy = store.writeLazily(adding('a'));
    await store.settled();
    await lazy;
    expect(await queues()).toEqual(['', 'a']);
  });

  it('is written though the piece that it goes with fails', async () => {
    const { store, queues } = await open();
    const lazy = store.writeLazily(adding('a'));
    await expect(store.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await lazy;
    expect(await queues()).toEqual(['', 'a']);
  });

  it('whose row another transaction holds does not hold up the piece', async () => {
    const { store, connections } = await open();
    const other = await connections.begin();
    await sql`UPDATE line SET round = 2 WHERE lane = ''`.execute(other.db);
    const lazy = store.writeLazily(async (trx) => {
      await sql`UPDATE line SET round = round + 1 WHERE lane = ''`.execute(trx);
    });
    await store.write(adding('a'));
    await other.commit();
    await lazy;
    const { rows } = await sql`SELECT lane, round FROM line ORDER BY lane`.execute(store.read);
    expect(rows).toEqual([
      { lane: '', round: 3 },
      { lane: 'a', round: 1 },
    ]);
  });

  it('is written before the store stops, though the piece that it goes with fails then', async () => {
    const { store, queues } = await open();
    const lazy = store.writeLazily(adding('a'));
    const failing = store.write(async (trx) => {
      await sql`SELECT pg_sleep(0.1)`.execute(trx);
      throw new Error('no');
    });
    const end = expect(failing).rejects.toThrow('no');
    await store.stop();
    expect(await queues()).toEqual(['', 'a']);
    await Promise.all([end, lazy]);
  });

  it('that fails fails alone', async () => {
    const { store, queues } = await open();
    const lazy = ['a', ''].map((name) => store.writeLazily(adding(name)));
    const ends = Promise.allSettled(lazy);
    await store.write(adding('b'));
    expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await queues()).toEqual(['', 'a', 'b']);
  });
});

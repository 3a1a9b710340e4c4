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
  return { store, queues };
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

  it('that fails fails alone', async () => {
    const { store, queues } = await open();
    const lazy = ['a', ''].map((name) => store.writeLazily(adding(name)));
    const ends = Promise.allSettled(lazy);
    await store.write(adding('b'));
    expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await queues()).toEqual(['', 'a', 'b']);
  });
});

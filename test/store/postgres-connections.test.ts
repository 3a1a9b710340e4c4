import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { Connections } from '../../src/store/postgres/connections.ts';
import type { Pool, PoolClient } from '../../src/store/postgres/pool-client.ts';
import { argument, PreparedQuery } from '../../src/store/queries.ts';

const nothing: Pool = {
  connect: () => Promise.reject(new Error('not asked for')),
  end: () => Promise.resolve(),
};

/** Connections whose queries wait until they are answered. */
class Waiting {
  /** The queries of each connection that was taken, in turn. */
  readonly taken: (() => void)[][] = [];
  /** Whether each that was given back is broken. */
  readonly released: unknown[] = [];
  readonly connections = new Connections({
    reading: { ...nothing, connect: () => Promise.resolve(this.#take()) },
    writing: nothing,
    readsAtOnce: 2,
  });

  read(text = 'SELECT 1') {
    return sql.raw(text).execute(this.connections.reading);
  }

  /** Answers all queries so far. */
  answer(): void {
    for (const answer of this.taken.flat()) answer();
  }

  #take(): PoolClient {
    const queries: (() => void)[] = [];
    this.taken.push(queries);
    return {
      query: ({ text }) =>
        new Promise((resolve, reject) => {
          queries.push(() => {
            if (text !== 'locked') resolve({ rows: [{ text }], rowCount: 1, command: 'SELECT' });
            const error = new pg.DatabaseError('canceling statement', 0, 'error');
            reject(Object.assign(error, { code: '55P03' }));
          });
        }),
      release: (isBroken) => this.released.push(isBroken),
    };
  }
}

const sizes = (taken: readonly (readonly unknown[])[]) => taken.map(({ length }) => length);

describe('reads', () => {
  it('of the same turn share a connection, up to eight', async () => {
    const waiting = new Waiting();
    const reads = Promise.all(Array.from({ length: 10 }, () => waiting.read()));
    await expect.poll(() => sizes(waiting.taken)).toEqual([8, 2]);
    waiting.answer();
    expect(await reads).toHaveLength(10);
    expect(waiting.released).toEqual([false, false]);
  });

  it('take no more connections than there are, since a pool gives up on what waits', async () => {
    const waiting = new Waiting();
    const reads: Promise<unknown>[] = [];
    for (const soFar of [[1], [1, 1], [1, 1], [1, 1]]) {
      reads.push(waiting.read());
      await expect.poll(() => sizes(waiting.taken)).toEqual(soFar);
    }
    waiting.answer();
    // Those that waited go together.
    await expect.poll(() => sizes(waiting.taken)).toEqual([1, 1, 2]);
    waiting.answer();
    expect(await Promise.all(reads)).toHaveLength(4);
  });

  it('behind one of a locked table are tried once more, elsewhere', async () => {
    const waiting = new Waiting();
    const reads = [waiting.read(), waiting.read('locked'), waiting.read()];
    const ends = Promise.allSettled(reads);
    await expect.poll(() => sizes(waiting.taken)).toEqual([3]);
    waiting.taken[0]?.[1]?.();
    await expect.poll(() => sizes(waiting.taken)).toEqual([3, 2]);
    waiting.answer();
    expect((await ends).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(waiting.released).toEqual([true, false]);
  });
});

it('while the server does not answer, what waits for it ends, and what comes fails at once', async () => {
  const released: unknown[] = [];
  const { promise: cut, reject: cutOff } = Promise.withResolvers<never>();
  const client: PoolClient = {
    query: () => cut,
    release(isBroken) {
      released.push(isBroken);
      cutOff(new Error('Connection terminated'));
    },
  };
  const reading: Pool = { ...nothing, connect: () => Promise.resolve(client) };
  const writing: Pool = { ...nothing, connect: () => new Promise(() => undefined) };
  const connections = new Connections({ reading, writing, readsAtOnce: 1 });
  const select = () => sql`SELECT 1`.execute(connections.reading);
  const underWay = select();
  const waiting = select();
  const opening = connections.begin();
  await expect.poll(() => released).toEqual([]);
  connections.leave(new Error('no answer'));
  await expect(opening).rejects.toMatchObject({ kind: 'passing', code: 'away' });
  for (const read of [underWay, waiting, select()]) {
    await expect(read).rejects.toMatchObject({ code: 'log_unwritable' });
  }
  expect(released).toEqual([true]);
});

it('the server keeps prepared queries, each under a name of its own', async () => {
  const names: (string | undefined)[] = [];
  const client: PoolClient = {
    query({ name }) {
      names.push(name);
      return Promise.resolve({ rows: [], rowCount: 0, command: 'SELECT' });
    },
    release: () => undefined,
  };
  const reading: Pool = { ...nothing, connect: () => Promise.resolve(client) };
  const { reading: db } = new Connections({ reading, writing: nothing, readsAtOnce: 1 });
  const one = new PreparedQuery(() => sql`SELECT ${argument('a')}::int`);
  const other = new PreparedQuery(() => sql`SELECT 2`);
  await one.all(db, { a: 1 });
  await one.all(db, { a: 2 });
  await other.all(db);
  await sql`SELECT 3`.execute(db);
  const [name, again, another, none] = names;
  expect(name).toMatch(/^q\d+$/);
  expect(again).toBe(name);
  expect(another).toMatch(/^q\d+$/);
  expect(another).not.toBe(name);
  expect(none).toBeUndefined();
});

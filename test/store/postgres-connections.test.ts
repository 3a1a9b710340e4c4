import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { Connections, type Pool, type PoolClient } from '../../src/store/postgres/connections.ts';

const nothing: Pool = {
  connect: () => Promise.reject(new Error('not asked for')),
  end: () => Promise.resolve(),
};

it('no more reads are sent than there are connections, since a pool gives up on what waits', async () => {
  const answers: (() => void)[] = [];
  const client: PoolClient = {
    query: (text) =>
      new Promise((resolve) => {
        answers.push(() => {
          resolve({ rows: [{ text }], rowCount: 1, command: 'SELECT' });
        });
      }),
    release: () => undefined,
  };
  const reading: Pool = { ...nothing, connect: () => Promise.resolve(client) };
  const connections = new Connections({ reading, writing: nothing, readsAtOnce: 2 });
  const reads = Promise.all([1, 2, 3, 4, 5].map(() => sql`SELECT 1`.execute(connections.reading)));
  for (const sent of [2, 4, 5]) {
    await expect.poll(() => answers.length).toBe(sent);
    for (const answer of answers) answer();
  }
  expect(await reads).toHaveLength(5);
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

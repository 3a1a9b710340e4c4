import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { Connections, type Pool } from '../../src/store/postgres/connections.ts';

const nothing: Pool = {
  query: () => Promise.reject(new Error('not asked for')),
  connect: () => Promise.reject(new Error('not asked for')),
  end: () => Promise.resolve(),
};

it('no more reads are sent than there are connections, since a pool gives up on what waits', async () => {
  const answers: (() => void)[] = [];
  const reading: Pool = {
    ...nothing,
    query: (text) =>
      new Promise((resolve) => {
        answers.push(() => {
          resolve({ rows: [{ text }], rowCount: 1, command: 'SELECT' });
        });
      }),
  };
  const connections = new Connections({ reading, writing: nothing, readsAtOnce: 2 });
  const reads = Promise.all([1, 2, 3, 4, 5].map(() => sql`SELECT 1`.execute(connections.reading)));
  for (const sent of [2, 4, 5]) {
    await expect.poll(() => answers.length).toBe(sent);
    for (const answer of answers) answer();
  }
  expect(await reads).toHaveLength(5);
});

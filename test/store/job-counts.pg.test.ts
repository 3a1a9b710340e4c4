import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { Connections } from '../../src/store/postgres/connections.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { LogBench } from '../support/log-bench.ts';
import { postgresUrl } from '../support/postgres-databases.ts';

it('the changes of job counts are summed up after some commits, and the counts stay the same', async () => {
  const bench = new LogBench();
  await bench.jobIn('completed');
  await bench.jobIn('queued');
  const changes = async () => {
    const { rows } = await sql`SELECT 1 FROM job_count_changes`.execute(bench.db);
    return rows.length;
  };
  const before = await bench.log.jobs.countByState();
  expect(await changes()).toBeGreaterThan(0);
  const connections = new Connections({ url: await postgresUrl(bench.path) });
  onTestFinished(() => connections.close());
  const store = new PostgresStore(connections, { sumAfter: 2 });
  const nothing = () => Promise.resolve();
  await store.write(nothing);
  await store.settled();
  expect(await changes()).toBeGreaterThan(0);
  await store.write(nothing);
  await store.settled();
  expect(await changes()).toBe(0);
  expect(await bench.log.jobs.countByState()).toEqual(before);
  expect(before).toMatchObject(
    new Map([
      ['completed', 1],
      ['queued', 1],
    ]),
  );
});

import { expect, it } from 'vitest';
import {
  orderProcessDrain,
  undoProcessDrain,
  waitUntilProcessDrained,
} from '../../src/operator/drain-process.ts';
import { drainStatus } from '../../src/operator/drain.ts';
import { thisMachine } from '../../src/store/machine.ts';
import type { Tables } from '../../src/store/tables.ts';
import { onPostgres } from '../migrate/empty-postgres.ts';
import { LogBench } from '../support/log-bench.ts';
import { moveUntil } from '../support/move-until.ts';
import { openPostgresFor } from '../support/postgres-databases.ts';

/** Rows of processes, and the log of the first. */
async function open({ intake = 'gateway' } = {}) {
  const bench = new LogBench((path) => openPostgresFor(path, 'one'));
  const { db, clock } = bench;
  const place = await bench.databasePlace();
  const addProcess = async (id: string, startedAt: number, machine = id) => {
    const lease = { startedAt, aliveUntil: Date.now() + 600_000 };
    await db
      .insertInto('processes')
      .values({ id, machine, pid: 7, keyPrint: '', intake, ...lease })
      .execute();
  };
  const note = async (
    id: string,
    facts: Partial<Pick<Tables['processes'], 'leavingAt'>> & { isConnected?: number },
  ) => {
    await db.updateTable('processes').set(facts).where('id', '=', id).execute();
  };
  await addProcess('one', 1, thisMachine());
  const isDraining = async (id: string) =>
    (
      await db
        .selectFrom('processes')
        .select('isDraining')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).isDraining === 1;
  const said: string[] = [];
  const drain = (name: string) => {
    const { signal } = new AbortController();
    const say = (line: string) => said.push(line);
    return waitUntilProcessDrained({ name, place }, { clock, say, signal });
  };
  /** Lets a wait check again. */
  const lookAgain = async () => {
    await expect.poll(() => clock.sleeping).toBe(1);
    await clock.advance(250);
  };
  return { bench, db, place, addProcess, note, isDraining, said, drain, lookAgain };
}

it('the order needs another process for the same interactions', async () => {
  const { place, addProcess, note, isDraining } = await open();
  const order = (name: string) => orderProcessDrain({ name, place });
  await expect(order('one')).rejects.toThrow('No other process takes the interactions of one.');
  await addProcess('two', 2);
  await note('two', { leavingAt: 5 });
  await expect(order('one')).rejects.toThrow('No other process');
  expect(await isDraining('one')).toBe(false);
  await note('two', { leavingAt: null });
  expect([await order('here'), await order('one')]).toEqual(['one', 'one']);
  expect(await isDraining('one')).toBe(true);
  await expect(order('two')).rejects.toThrow('No other process');
  expect(await undoProcessDrain({ name: 'here', place })).toBe('one');
  expect(await order('two')).toBe('two');
});

it('with SQLite there is one process', async () => {
  const place = { databasePath: 'darkroom.sqlite' };
  await expect(orderProcessDrain({ name: 'here', place })).rejects.toThrow(
    'With SQLite the bot is one process.',
  );
});

it('a process that no longer renews its lease is none', async () => {
  const { db, place, addProcess } = await open();
  await addProcess('two', 2);
  await db.updateTable('processes').set({ aliveUntil: 1 }).where('id', '=', 'two').execute();
  await expect(orderProcessDrain({ name: 'one', place })).rejects.toThrow('No other process');
  await expect(orderProcessDrain({ name: 'two', place })).rejects.toThrow(
    'There is no process two',
  );
});

it('a wrong name lists the processes', async () => {
  const { place, addProcess, note } = await open();
  await addProcess('two', 60_000);
  await note('two', { isConnected: 1 });
  await expect(orderProcessDrain({ name: 'three', place })).rejects.toThrow(
    `There is no process three. The bot's processes:
  one  gateway, since 1970-01-01 00:00 UTC, here as 7
  two  gateway, connected, since 1970-01-01 00:01 UTC`,
  );
  await addProcess('three', 3, thisMachine());
  await expect(orderProcessDrain({ name: 'here', place })).rejects.toThrow(
    'Several processes run here.',
  );
});

it('a drained process is waited for until it is replaced, and its jobs are shown', async () => {
  const { bench, db, addProcess, note, said, drain, lookAgain } = await open();
  await addProcess('two', 2);
  await note('one', { isConnected: 1 });
  const job = await bench.jobIn('queued');
  await db
    .insertInto('deferrals')
    .values({
      interactionId: '1',
      token: 'token',
      kind: 'public',
      expiresAt: bench.clock.now() + 60_000,
      process: 'one',
    })
    .execute();
  const done = drain('one');
  await expect
    .poll(() => said.at(-1))
    .toBe('Waiting until another process is connected in its place.');
  await note('one', { isConnected: 0 });
  await note('two', { isConnected: 1 });
  await lookAgain();
  await expect.poll(() => said.at(-1)).toBe('Left: 2 (1 queued, 1 to be answered)');
  await db.deleteFrom('deferrals').execute();
  await lookAgain();
  await expect.poll(() => said.at(-1)).toBe('Left: 1 (1 queued)');
  // Another one's.
  await db.updateTable('jobs').set({ driver: 'two' }).where('id', '=', job.id).execute();
  await moveUntil(bench.clock, done);
  expect(await done).toBe(true);
  expect(said.at(-1)).toBe('Its jobs have ended and are shown. You can stop process one.');
});

it('a wait ends with the process, and with an undo', async () => {
  const { db, place, addProcess, bench, said, drain, lookAgain } = await open({ intake: 'http' });
  await addProcess('two', 2);
  await bench.jobIn('queued');
  const undone = drain('one');
  await expect.poll(() => said.at(-1)).toBe('Left: 1 (1 queued)');
  await undoProcessDrain({ name: 'one', place });
  await lookAgain();
  expect(await undone).toBe(false);
  said.length = 0;
  const ended = drain('one');
  await expect.poll(() => said.at(-1)).toBe('Left: 1 (1 queued)');
  await db.deleteFrom('processes').where('id', '=', 'one').execute();
  await lookAgain();
  expect(await ended).toBe(true);
  expect(said.at(-1)).toBe('Process one has ended. The others go on with its jobs.');
});

it('an order finds the processes of a version whose database a newer one has migrated', async () => {
  const { place, addProcess } = await open();
  await addProcess('two', 2);
  const url = place.databaseUrl ?? '';
  const migrate = (by: number) =>
    onPostgres(url, (client) =>
      client.query(`UPDATE schema_version SET version = version + (${by})`),
    );
  await migrate(1);
  try {
    await expect(drainStatus(place)).rejects.toThrow(
      'Install the version of the bot that wrote it',
    );
    expect(await orderProcessDrain({ name: 'one', place })).toBe('one');
  } finally {
    await migrate(-1);
  }
});

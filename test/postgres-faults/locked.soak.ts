import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { en } from '../../src/say/en/en.ts';
import { FaultBench } from './bench.ts';

const UNWRITABLE = {
  content: expect.stringContaining(en.errors.log_unwritable.what) as string,
  inTime: true,
};
const JOBS = 5;
/** How long the other program takes. */
const LASTS_MS = 6_000;

it.each(['jobs', 'deferrals', 'person_settings', 'kept_out'])(
  'another program locks %s: nothing is lost, and members are told in time',
  async (table) => {
    const bench = await FaultBench.open();
    const { runpod } = bench.studio;
    await bench.askForSome(JOBS);
    const unlock = await bench.server.lock(table, 'darkroom');
    expect(
      await Promise.all(
        Array.from({ length: 20 }, (_, n) => bench.reads(bench.ask(`refused ${n}`))),
      ),
    ).toEqual(Array(20).fill(UNWRITABLE));
    await expect.poll(() => bench.readiness()).toEqual({ status: 503, database: 'unreadable' });
    runpod.release();
    await sleep(LASTS_MS);
    await unlock();
    await expect.poll(() => bench.shown()).toBe(JOBS);
    expect(await bench.jobs()).toEqual(Array(JOBS).fill('completed 1'));
    expect(bench.messages()).toHaveLength(JOBS);
    expect(runpod.submissions()).toBe(JOBS);
    await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
  },
);

it('another program that locks a table for a moment holds nobody up', async () => {
  const bench = await FaultBench.open();
  const unlock = await bench.server.lock('jobs', 'darkroom');
  const asked = bench.reads(bench.ask('a hill'));
  await sleep(300);
  await unlock();
  expect(await asked).toEqual({ content: '', inTime: true });
  await expect.poll(() => bench.shown()).toBe(1);
});

it('another program that waits for a locked table has others wait, who are told', async () => {
  const bench = await FaultBench.open();
  const { server } = bench;
  const endReading = await server.lock('jobs', 'darkroom', 'ACCESS SHARE');
  const changing = server.lock('jobs', 'darkroom');
  const reads = Array.from({ length: 5 }, (_, n) => bench.reads(bench.ask(`refused ${n}`)));
  expect(await Promise.all(reads)).toEqual(Array(5).fill(UNWRITABLE));
  expect(await bench.readiness()).toEqual({ status: 503, database: 'unreadable' });
  await endReading();
  const endChanging = await changing;
  await endChanging();
  await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
});

it('a server that is killed while a table is locked is one that does not answer', async () => {
  const bench = await FaultBench.open();
  await bench.server.lock('jobs', 'darkroom');
  await expect.poll(() => bench.readiness()).toEqual({ status: 503, database: 'unreadable' });
  await bench.server.stop('killed');
  await sleep(2_000);
  expect(await bench.reads(bench.ask('refused'))).toEqual(UNWRITABLE);
  expect(await bench.readiness()).toEqual({ status: 503, database: 'unreadable' });
  await bench.server.start();
  await expect.poll(() => bench.readiness()).toEqual({ status: 200, database: 'ready' });
  await (
    await bench.ask('a hill')
  ).answered;
  await expect.poll(() => bench.shown()).toBe(1);
});

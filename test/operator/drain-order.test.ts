import { expect, it } from 'vitest';
import { waitUntilDrained } from '../../src/operator/drain-command.ts';
import { DrainOrder, drainStatus, orderDrain, undoDrain } from '../../src/operator/drain.ts';
import { PARKED } from '../../src/rules/pause.ts';
import { LogBench } from '../support/log-bench.ts';
import { moveUntil } from '../support/move-until.ts';

it('an order to take nothing new stands since it was first given, until it is taken back', async () => {
  const bench = new LogBench();
  const place = await bench.databasePlace();
  const order = new DrainOrder(bench.store);
  await orderDrain(place, 1_000);
  await orderDrain(place, 2_000);
  expect(await order.since()).toBe(1_000);
  expect([await undoDrain(place), await undoDrain(place)]).toEqual([true, false]);
  expect(await order.since()).toBeUndefined();
  await orderDrain(place, 3_000);
  expect(await order.since()).toBe(3_000);
});

it('a drain does not end before a job is over that was written just after the order', async () => {
  const bench = new LogBench();
  const { clock, db } = bench;
  const place = await bench.lockedPlace();
  const job = await bench.jobIn('queued');
  const row = await db.selectFrom('jobs').selectAll().executeTakeFirstOrThrow();
  await db.deleteFrom('jobs').execute();
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const { signal } = new AbortController();
  const done = waitUntilDrained({ place, clock, say, signal });
  await expect.poll(() => clock.sleeping).toBe(1);
  await db.insertInto('jobs').values(row).execute();
  await clock.advance(100);
  await expect.poll(() => said.at(-1)).toBe('Left: 1 (1 queued)');
  await bench.log.move(job.id, 'failed', 'test');
  await db.updateTable('jobs').set({ shownRevision: 99 }).execute();
  await moveUntil(clock, done);
  expect(await done).toBe(true);
});

it('a drain does not wait for what its server’s managers hold', async () => {
  const bench = new LogBench();
  await bench.jobIn('ready');
  await bench.db.updateTable('jobs').set({ retryAt: PARKED, shownRevision: 99 }).execute();
  const { left } = await drainStatus(await bench.databasePlace());
  expect(left).toEqual(new Map());
});

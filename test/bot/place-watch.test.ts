import { expect, it } from 'vitest';
import { FileWatch } from '../../src/store/database-files.ts';
import { ManualClock } from '../support/manual-clock.ts';

function open() {
  const clock = new ManualClock();
  const lost: string[] = [];
  const seen: { moved: string | undefined } = { moved: undefined };
  const watch = new FileWatch({
    firstMoved: () => Promise.resolve(seen.moved),
    onLost: (reason) => lost.push(reason),
    clock,
  });
  return { watch, clock, lost, seen };
}

it('finds within a minute that the database was moved, and says so once', async () => {
  const { watch, clock, lost, seen } = open();
  await clock.advance(10 * 60_000);
  expect([lost, await watch.check()]).toEqual([[], true]);
  seen.moved = '/data/darkroom.sqlite';
  await clock.advance(60_000);
  expect(lost).toEqual([expect.stringContaining('/data/darkroom.sqlite was moved')]);
  await clock.advance(60_000);
  expect([lost.length, await watch.check(), clock.sleeping]).toEqual([1, false, 0]);
});

it('finds it at the next readiness check', async () => {
  const { watch, lost, seen } = open();
  seen.moved = '/data/darkroom.sqlite-wal';
  expect([await watch.check(), lost.length]).toEqual([false, 1]);
  await watch.stop();
});

it('says nothing of files that the database takes away as it is closed', async () => {
  const { watch, clock, lost, seen } = open();
  await watch.stop();
  seen.moved = '/data/darkroom.sqlite-wal';
  await watch.check();
  expect([lost, clock.sleeping]).toEqual([[], 0]);
});

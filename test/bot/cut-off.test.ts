import { expect, it, onTestFinished } from 'vitest';
import { watchCutOff } from '../../src/bot/cut-off.ts';
import { ManualClock } from '../support/manual-clock.ts';

function open() {
  const clock = new ManualClock();
  const connection = { isCutOff: true };
  const standBy = { canBeReplaced: true };
  const reasons: string[] = [];
  const watch = watchCutOff({ connection, standBy, clock }, (reason) => reasons.push(reason));
  onTestFinished(() => watch.stop());
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) await clock.advance(1_000);
  };
  return { connection, standBy, reasons, pass };
}

it('a process that Discord is out of reach for ends after half a minute, if another stands by', async () => {
  const { reasons, pass } = open();
  await pass(28);
  expect(reasons).toEqual([]);
  await pass(60);
  expect(reasons).toEqual([expect.stringContaining('lost for 30 seconds')]);
});

it.each([
  ['the connection comes back', { connection: { isCutOff: false } }],
  ['no other process is there', { standBy: { canBeReplaced: false } }],
])('it does not where %s meanwhile', async (_what, change) => {
  const { connection, standBy, reasons, pass } = open();
  const before = { connection: { ...connection }, standBy: { ...standBy } };
  await pass(25);
  Object.assign(connection, 'connection' in change ? change.connection : {});
  Object.assign(standBy, 'standBy' in change ? change.standBy : {});
  await pass(5);
  Object.assign(connection, before.connection);
  Object.assign(standBy, before.standBy);
  await pass(25);
  expect(reasons).toEqual([]);
});

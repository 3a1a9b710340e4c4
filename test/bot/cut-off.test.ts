import { expect, it, onTestFinished } from 'vitest';
import { watchCutOff } from '../../src/bot/cut-off.ts';
import { ManualClock } from '../support/manual-clock.ts';

function open() {
  const clock = new ManualClock();
  const connection = { isCutOff: true };
  const noted: boolean[] = [];
  const standBy = { noteCutOff: (isCutOff: boolean) => noted.push(isCutOff) };
  const watch = watchCutOff({ connection, standBy, clock });
  onTestFinished(() => watch.stop());
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) await clock.advance(1_000);
  };
  return { connection, noted, pass };
}

it('a process says that it is cut off after half a minute, and when that is over', async () => {
  const { connection, noted, pass } = open();
  await pass(25);
  expect(noted).not.toContain(true);
  await pass(10);
  expect(noted.at(-1)).toBe(true);
  connection.isCutOff = false;
  await pass(1);
  expect(noted.at(-1)).toBe(false);
});

it('a connection that comes back in between counts', async () => {
  const { connection, noted, pass } = open();
  await pass(25);
  connection.isCutOff = false;
  await pass(1);
  connection.isCutOff = true;
  await pass(25);
  expect(noted).not.toContain(true);
});

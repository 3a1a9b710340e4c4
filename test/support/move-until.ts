import { setTimeout as sleep } from 'node:timers/promises';
import type { ManualClock } from './manual-clock.ts';

/** Moves time on, a little at a time, until something has come about. */
export async function moveUntil(clock: ManualClock, happened: Promise<unknown>, stepMs = 100) {
  const waiting = { over: false };
  const end = happened.finally(() => {
    waiting.over = true;
  });
  while (!waiting.over) {
    await clock.advance(stepMs);
    // Pictures are drawn and files are written in real time, and that of the test is not to run away from them.
    await sleep(1);
  }
  await end;
}

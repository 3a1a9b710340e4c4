import { setImmediate } from 'node:timers/promises';

/** How many turns of the event loop there were until something had come to its end, good or bad. */
export async function turnsUntil(work: Promise<unknown>): Promise<number> {
  const waiting = { over: false };
  void Promise.allSettled([work]).then(() => {
    waiting.over = true;
  });
  let turns = 0;
  for (; !waiting.over; turns += 1) await setImmediate();
  return turns;
}

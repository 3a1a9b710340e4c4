import { DiscordAPIError } from 'discord.js';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ClosedForGood, retryAtStart } from '../../../src/discord/rest/start-failures.ts';
import { DatabaseError } from '../../../src/store/database.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** A call that fails so many times, under a clock that is moved by hand. */
function failing(times: number, failure = new Error('other side closed')) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const logged: string[] = [];
  const logger = pino({}, { write: (line: string) => logged.push(line) });
  let calls = 0;
  const call = () => {
    calls += 1;
    return calls <= times ? Promise.reject(failure) : Promise.resolve('answer');
  };
  const answer = retryAtStart(call, { clock, logger, signal: stop.signal });
  answer.catch(() => undefined);
  return { clock, stop, logged, answer, calls: () => calls };
}

const refused = (status: number, code: number) =>
  new DiscordAPIError({ message: 'no', code }, code, status, 'GET', 'x', {});

describe('a call at start', () => {
  it('is made again after a moment, and then after longer and longer', async () => {
    const { clock, answer, calls, logged } = failing(4);
    const made: number[] = [];
    for (const ms of [0, 250, 1_000, 3_000, 10_000]) {
      await clock.advance(ms);
      made.push(calls());
    }
    expect(made).toEqual([1, 2, 3, 4, 5]);
    expect(await answer).toBe('answer');
    expect(logged).toHaveLength(4);
  });

  it('is given up after five tries, with what the last one said', async () => {
    const { clock, answer, calls } = failing(9);
    await clock.advance(60_000);
    await expect(answer).rejects.toThrow('other side closed');
    expect(calls()).toBe(5);
  });

  it.each([
    ['a token', refused(401, 0)],
    ['access', refused(403, 50001)],
    ['a connection', new ClosedForGood(4014)],
    ['to write a file', new DatabaseError('the disk is full')],
  ])('is not made again where it is refused: %s', async (_, failure) => {
    const { answer, calls } = failing(1, failure);
    await expect(answer).rejects.toBe(failure);
    expect(calls()).toBe(1);
  });

  it('is not waited for when the start is broken off', async () => {
    const { clock, stop, answer, calls } = failing(1);
    await clock.advance(0);
    stop.abort(new Error('told to stop'));
    await expect(answer).rejects.toThrow('told to stop');
    expect([calls(), clock.sleeping]).toEqual([1, 0]);
  });

  it('is left to itself when the start is broken off, and no other is made', async () => {
    const stop = new AbortController();
    const logger = pino({ level: 'silent' });
    const parts = { clock: new ManualClock(), logger, signal: stop.signal };
    const answer = retryAtStart(() => new Promise(() => undefined), parts);
    stop.abort(new Error('told to stop'));
    await expect(answer).rejects.toThrow('told to stop');
    await expect(retryAtStart(() => Promise.resolve(1), parts)).rejects.toThrow('told to stop');
  });
});

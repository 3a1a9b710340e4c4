import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors.ts';
import { persist } from '../../src/jobs/persist.ts';
import { ManualClock } from '../support/manual-clock.ts';

const unwritable = () => new BotError('log_unwritable', { cause: new Error('locked') });

/** A write that fails so often, and how often it was tried. */
function failing(times: number, error: () => Error) {
  const write = {
    tries: 0,
    run: () => {
      write.tries += 1;
      return write.tries <= times ? Promise.reject(error()) : Promise.resolve('written');
    },
  };
  return write;
}

function start(write: () => Promise<string>, halt = new AbortController().signal) {
  const clock = new ManualClock();
  const written = persist({ clock, halt }, write);
  written.catch(() => undefined);
  return { clock, written };
}

describe('what has to be written down', () => {
  it.each([
    ['unwritable log', unwritable],
    ['locked database', () => new SQLite.SqliteError('locked', 'SQLITE_BUSY')],
    ['full disk', () => new SQLite.SqliteError('full', 'SQLITE_FULL')],
  ])('is tried again every second on an %s', async (_, error) => {
    const write = failing(30, error);
    const { clock, written } = start(write.run);
    await clock.advance(29_999);
    expect(write.tries).toBe(30);
    await clock.advance(1);
    expect(await written).toBe('written');
  });

  it('is given up after a minute', async () => {
    const write = failing(Infinity, unwritable);
    const { clock, written } = start(write.run);
    await clock.advance(120_000);
    await expect(written).rejects.toMatchObject({ code: 'log_unwritable' });
    expect(write.tries).toBe(60);
  });

  it('is not tried again where that would not help', async () => {
    const write = failing(Infinity, () => new TypeError('a bug'));
    await expect(start(write.run).written).rejects.toThrow('a bug');
    expect(write.tries).toBe(1);
  });

  it('is let go when the bot has to stop', async () => {
    const stop = new AbortController();
    const { clock, written } = start(failing(Infinity, unwritable).run, stop.signal);
    await clock.advance(5_000);
    stop.abort(new Error('stopping'));
    await expect(written).rejects.toThrow('stopping');
  });
});

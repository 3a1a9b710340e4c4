import SQLite from 'better-sqlite3';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { persist } from '../../src/store/unwritable.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { StoreBench } from '../support/store-bench.ts';

const sqlite = (code: string) => () => new SQLite.SqliteError('of a kind', code);
const unwritable = () => new BotError('log_unwritable', { cause: sqlite('SQLITE_BUSY')() });

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

function start(write: () => Promise<unknown>, halt = new AbortController().signal) {
  const clock = new ManualClock();
  const logged: string[] = [];
  const logger = pino({}, { write: (line: string) => logged.push(line) });
  const written = persist({ clock, halt, logger }, write);
  written.catch(() => undefined);
  return { clock, written, logged };
}

describe('what has to be written down', () => {
  it.each([
    ['unwritable log', unwritable],
    ['locked database', sqlite('SQLITE_BUSY_SNAPSHOT')],
    ['full disk', sqlite('SQLITE_FULL')],
    ['broken disk', sqlite('SQLITE_IOERR_WRITE')],
    ['unwritable disk', sqlite('SQLITE_READONLY_DIRECTORY')],
    ['unreachable file', sqlite('SQLITE_CANTOPEN')],
    ['locked table', sqlite('SQLITE_LOCKED')],
  ])('is tried again every second on an %s', async (_, error) => {
    const write = failing(30, error);
    const { clock, written } = start(write.run);
    await clock.advance(29_999);
    expect(write.tries).toBe(30);
    await clock.advance(1);
    expect(await written).toBe('written');
  });

  it('is tried for however long it takes, and logged once', async () => {
    const write = failing(3_600, unwritable);
    const { clock, written, logged } = start(write.run);
    await clock.advance(3_600_000);
    expect(await written).toBe('written');
    expect(logged).toHaveLength(1);
  });

  it.each([
    ['a bug', () => new TypeError('of a kind')],
    ['a damaged file', sqlite('SQLITE_CORRUPT')],
    ['a broken rule', sqlite('SQLITE_CONSTRAINT_NOTNULL')],
  ])('is not tried again for %s, since that would not help', async (_, error) => {
    const write = failing(Infinity, error);
    await expect(start(write.run).written).rejects.toThrow('of a kind');
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

describe('on a disk that is full', () => {
  const long = 'x'.repeat(100_000);

  /** Tried once, in vain; then there is room. */
  async function afterRoomIsMade(write: (bench: StoreBench) => Promise<unknown>) {
    const bench = new StoreBench();
    const makeRoom = bench.fill();
    const { clock, written, logged } = start(() => write(bench));
    await expect.poll(() => clock.sleeping).toBe(1);
    expect([bench.notes, logged.length]).toEqual([[], 1]);
    makeRoom();
    await clock.advance(1_000);
    await written;
    return bench.notes;
  }

  it('what has to be written down is, once there is room', async () => {
    expect(await afterRoomIsMade((bench) => bench.store.write(bench.note(long)))).toEqual([long]);
  });

  it('neither is what shares its transaction lost, though another piece met it', async () => {
    const notes = await afterRoomIsMade((bench) => {
      const written = bench.store.write(bench.note('ours'));
      // It keeps what it met to itself.
      const other = bench.store.write((trx) =>
        bench
          .note(long)(trx)
          .catch(() => undefined),
      );
      return Promise.all([written, other.catch(() => undefined)]);
    });
    expect(notes).toContain('ours');
  });
});

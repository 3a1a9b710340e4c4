import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import { Checkpoints } from '../../src/store/checkpoints.ts';
import { isLogEmptied } from '../../src/store/sqlite-store.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SECRET = 'what must be nowhere';

/** A database from which a secret was deleted, and how often it was tried to clear it up. */
class Traces {
  readonly path = join(tempFolder(), 'some.sqlite');
  readonly sqlite = new SQLite(this.path, { timeout: 0 });
  readonly checkpoints: Checkpoints;
  tries = 0;

  constructor({ afterAnswersMs = 0, lookAgainMs = 1, clear = () => Promise.resolve() } = {}) {
    this.sqlite.pragma('journal_mode = WAL');
    this.sqlite.pragma('secure_delete = ON');
    this.sqlite.exec('CREATE TABLE notes (text)');
    this.leave();
    const pragma = this.sqlite.pragma.bind(this.sqlite);
    this.sqlite.pragma = (...parts) => {
      this.tries += 1;
      return pragma(...parts);
    };
    this.checkpoints = new Checkpoints({
      afterAnswersMs,
      lookAgainMs,
      clear,
      emptyLog: () => isLogEmptied(this.sqlite),
    });
    onTestFinished(async () => {
      await this.checkpoints.stop();
      this.sqlite.close();
    });
  }

  leave(): void {
    this.sqlite.prepare('INSERT INTO notes VALUES (?)').run(SECRET);
    this.sqlite.exec('DELETE FROM notes');
  }

  get left(): boolean {
    return ['', '-wal'].some((end) => readFileSync(this.path + end).includes(SECRET));
  }

  /** Somebody who reads until they are told not to. */
  reader(): () => void {
    const reader = new SQLite(this.path, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM notes').get();
    const end = () => {
      reader.close();
    };
    onTestFinished(end);
    return end;
  }
}

describe('a checkpoint', () => {
  it('takes out of the write-ahead log what rows no longer hold, after whoever waits has an answer', async () => {
    const traces = new Traces();
    expect(traces.left).toBe(true);
    traces.checkpoints.request();
    expect([traces.left, traces.tries]).toEqual([true, 0]);
    await traces.checkpoints.settled();
    expect([traces.left, statSync(`${traces.path}-wal`).size]).toEqual([false, 0]);
  });

  it('waits for answers that wait for something themselves, unless somebody waits for it', async () => {
    const traces = new Traces({ afterAnswersMs: 3_600_000 });
    traces.checkpoints.request();
    for (let read = 0; read < 5; read += 1) await readFile(traces.path);
    traces.checkpoints.request();
    await readFile(traces.path);
    expect([traces.left, traces.tries]).toEqual([true, 0]);
    await traces.checkpoints.settled();
    expect([traces.left, traces.tries]).toEqual([false, 1]);
    traces.leave();
    traces.checkpoints.request();
    await readFile(traces.path);
    expect(traces.tries).toBe(1);
  });

  it('is made once for all who ask in the same turn', async () => {
    const traces = new Traces();
    for (let asked = 0; asked < 9; asked += 1) traces.checkpoints.request();
    await traces.checkpoints.settled();
    expect(traces.tries).toBe(1);
  });

  it('is made once more where it is asked for again while it waits', async () => {
    const traces = new Traces();
    traces.checkpoints.request();
    await traces.checkpoints.settled();
    traces.leave();
    traces.checkpoints.request();
    await traces.checkpoints.settled();
    expect([traces.tries, traces.left]).toEqual([2, false]);
  });

  it('is tried again while somebody reads, and made once nobody does', async () => {
    const traces = new Traces();
    const endReading = traces.reader();
    let made = false;
    traces.checkpoints.request();
    const making = traces.checkpoints.settled().then(() => {
      made = true;
    });
    await expect.poll(() => traces.tries).toBeGreaterThan(2);
    expect([made, traces.left]).toEqual([false, true]);
    endReading();
    await making;
    expect(traces.left).toBe(false);
  });

  it('holds up no write while somebody reads', async () => {
    const traces = new Traces();
    traces.reader();
    traces.checkpoints.request();
    await expect.poll(() => traces.tries).toBeGreaterThan(0);
    traces.leave();
    expect(traces.left).toBe(true);
  });

  it('is put off while a transaction is open', async () => {
    const traces = new Traces();
    traces.sqlite.exec('BEGIN IMMEDIATE');
    traces.checkpoints.request();
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(traces.tries).toBe(0);
    traces.sqlite.exec('COMMIT');
    await traces.checkpoints.settled();
    expect([traces.tries, traces.left]).toEqual([1, false]);
  });

  it('is made once everything is removed that is to be, however often that fails before', async () => {
    let failures = 0;
    const traces = new Traces({
      clear: () => {
        expect(traces.tries).toBe(0);
        failures += 1;
        return failures > 3 ? Promise.resolve() : Promise.reject(new BotError('log_unwritable'));
      },
    });
    traces.checkpoints.request();
    await traces.checkpoints.settled();
    expect([failures, traces.tries, traces.left]).toEqual([4, 1, false]);
  });

  it('is not tried any more once that is stopped, and nobody waits for it then', async () => {
    const traces = new Traces();
    traces.reader();
    traces.checkpoints.request();
    await expect.poll(() => traces.tries).toBeGreaterThan(0);
    await traces.checkpoints.stop();
    const { tries } = traces;
    traces.checkpoints.request();
    await traces.checkpoints.settled();
    expect(traces.tries).toBe(tries);
  });
});

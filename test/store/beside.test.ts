import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeBeside, isInUse, readBeside } from '../../src/store/live-database.ts';
import { type Database, DatabaseError, holdLock, openDatabase } from '../../src/store/database.ts';
import { LogBench } from '../support/log-bench.ts';
import { putMadeDatabase } from '../support/made-database.ts';
import { tempFolder } from '../support/temp-folder.ts';

const order = (trx: Database) => trx.insertInto('draining').values({ id: 1, since: 7 }).execute();
const since = async (db: Database) =>
  (await db.selectFrom('draining').select('since').executeTakeFirst())?.since;

function closed(): string {
  return putMadeDatabase(join(tempFolder(), 'darkroom.sqlite'));
}

describe('a database', () => {
  it('is in use from its opening to its close', async () => {
    const path = closed();
    expect(await isInUse({ databasePath: path })).toBe(false);
    const database = openDatabase(path);
    expect(await isInUse({ databasePath: path })).toBe(true);
    expect(await isInUse({ databasePath: path })).toBe(true);
    await database.close();
    expect(await isInUse({ databasePath: path })).toBe(false);
  });

  it('that a bot has open is looked and written into by others, and the bot sees that', async () => {
    const bench = new LogBench();
    expect(await readBeside({ databasePath: bench.path }, since)).toBeUndefined();
    await writeBeside({ databasePath: bench.path }, order);
    expect(await readBeside({ databasePath: bench.path }, since)).toBe(7);
    expect(await bench.db.selectFrom('draining').select('since').execute()).toEqual([{ since: 7 }]);
  });

  it('that nobody has open is written into as well, and left as closed as it was', async () => {
    const path = closed();
    await writeBeside({ databasePath: path }, order);
    expect(await readBeside({ databasePath: path }, since)).toBe(7);
    expect(readdirSync(dirname(path)).toSorted()).toEqual([
      'darkroom.sqlite',
      'darkroom.sqlite.lock',
    ]);
  });

  it('is held while somebody writes into it, so that no bot starts on it meanwhile', async () => {
    const path = closed();
    await writeBeside({ databasePath: path }, async () => {
      expect(() => openDatabase(path)).toThrow('Another process is using this database');
      await Promise.resolve();
    });
  });

  it('keeps the log of a bot that was killed, by which the next start looks for damage', async () => {
    const bench = new LogBench();
    await writeBeside({ databasePath: bench.path }, order);
    const left = join(tempFolder(), 'darkroom.sqlite');
    for (const end of ['', '-wal']) copyFileSync(bench.path + end, left + end);
    // Somebody holds the lock, and nobody has the file open but whoever is beside.
    const lock = holdLock(`${left}.lock`);
    await writeBeside({ databasePath: left }, (trx) =>
      trx.updateTable('draining').set({ since: 8 }).execute(),
    );
    lock.close();
    expect(existsSync(`${left}-wal`)).toBe(true);
    expect(await readBeside({ databasePath: left }, since)).toBe(8);
  });

  it('takes nothing of a change that fails', async () => {
    const path = closed();
    const failing = async (trx: Database) => {
      await order(trx);
      throw new RangeError('no');
    };
    await expect(writeBeside({ databasePath: path }, failing)).rejects.toThrow(RangeError);
    expect(await readBeside({ databasePath: path }, since)).toBeUndefined();
  });
});

describe('it is refused, and nothing is made or changed,', () => {
  it('where there is no database', async () => {
    const folder = tempFolder();
    for (const path of [join(folder, 'none.sqlite'), join(folder, 'no', 'none.sqlite')]) {
      await expect(isInUse({ databasePath: path })).rejects.toThrow(DatabaseError);
      await expect(writeBeside({ databasePath: path }, order)).rejects.toThrow(DatabaseError);
      await expect(writeBeside({ databasePath: path }, order)).rejects.toThrow(
        'There is no database at',
      );
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([-1, 1])('where the schema is %i from this version’s', async (by) => {
    const path = closed();
    const sqlite = new SQLite(path);
    const version = Number(sqlite.pragma('user_version', { simple: true }));
    sqlite.pragma(`user_version = ${version + by}`);
    sqlite.close();
    const before = readFileSync(path);
    await expect(writeBeside({ databasePath: path }, order)).rejects.toThrow(DatabaseError);
    await expect(readBeside({ databasePath: path }, since)).rejects.toThrow(
      `schema ${version + by}`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('whose lock cannot be looked at, as another user’s', async () => {
    const path = closed();
    mkdirSync(`${path}.lock`);
    await expect(isInUse({ databasePath: path })).rejects.toThrow(DatabaseError);
    await expect(readBeside({ databasePath: path }, since)).rejects.toThrow(DatabaseError);
  });

  it('whose lock cannot be made, as in a folder that is another user’s', async () => {
    const path = closed();
    symlinkSync(join('nowhere', 'lock'), `${path}.lock`);
    await expect(readBeside({ databasePath: path }, since)).rejects.toThrow(DatabaseError);
    await expect(writeBeside({ databasePath: path }, order)).rejects.toThrow(
      'cannot be used: ENOENT',
    );
  });

  it('where the file is none of SQLite’s', async () => {
    const path = join(tempFolder(), 'darkroom.sqlite');
    writeFileSync(path, 'x'.repeat(5_000));
    await expect(writeBeside({ databasePath: path }, order)).rejects.toThrow(DatabaseError);
    await expect(isInUse({ databasePath: path })).rejects.toThrow(DatabaseError);
    await expect(isInUse({ databasePath: dirname(path) })).rejects.toThrow(DatabaseError);
    expect(readdirSync(dirname(path))).toEqual(['darkroom.sqlite']);
  });
});

import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { CommitCount, readWal } from '../../bench/wal-commits.ts';
import { tempFolder } from '../support/temp-folder.ts';

function openDatabase() {
  const path = join(tempFolder(), 'test.sqlite');
  const database = new SQLite(path);
  onTestFinished(() => {
    database.close();
  });
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, text TEXT)');
  const insert = database.prepare('INSERT INTO things (text) VALUES (?)');
  return { path, database, insert };
}

it('a transaction is one commit, however much it writes', () => {
  const { path, database, insert } = openDatabase();
  const before = readWal(readFileSync(`${path}-wal`)).commits;
  insert.run('alone');
  database.transaction(() => {
    for (let times = 0; times < 100; times += 1) insert.run('x'.repeat(1_000));
  })();
  expect(readWal(readFileSync(`${path}-wal`)).commits - before).toBe(2);
});

it('commits are counted on when SQLite begins at the front again', () => {
  const { path, database, insert } = openDatabase();
  insert.run('before');
  const count = new CommitCount(path);
  insert.run('one');
  insert.run('two');
  const first = count.stop();
  database.pragma('wal_checkpoint(RESTART)');
  const next = new CommitCount(path);
  insert.run('three');
  expect([first, next.stop()]).toEqual([2, 1]);
});

it('there is nothing in a log that is not there', () => {
  expect(readWal(Buffer.alloc(0)).commits).toBe(0);
  const count = new CommitCount(join(tempFolder(), 'nothing.sqlite'));
  expect(count.stop()).toBe(0);
});

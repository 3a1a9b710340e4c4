import { copyFileSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { putMadeDatabase } from '../support/made-database.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A database in a data folder of its own. */
function make() {
  const folder = join(tempFolder(), 'data');
  mkdirSync(folder);
  return { path: putMadeDatabase(join(folder, 'darkroom.sqlite')), folder };
}

function openAt(path: string) {
  const database = openDatabase(path);
  onTestFinished(() => database.close());
  return database;
}

function open() {
  const { path, folder } = make();
  return { path, folder, database: openAt(path) };
}

type Opened = ReturnType<typeof open>;

describe('an open database', () => {
  it('is in its place for as long as its files are', async () => {
    const { database, path } = open();
    await database.store.write((trx) => trx.deleteFrom('draining').execute());
    copyFileSync(path, `${path}.copy`);
    expect(await database.firstMoved()).toBeUndefined();
  });

  it.each<[string, (opened: Opened) => void, string]>([
    [
      'moved',
      ({ path }) => {
        renameSync(path, `${path}.old`);
      },
      '',
    ],
    [
      'deleted',
      ({ path }) => {
        rmSync(path);
      },
      '',
    ],
    [
      'replaced',
      ({ path }) => {
        renameSync(path, `${path}.old`);
        putMadeDatabase(path);
      },
      '',
    ],
    [
      'without its log',
      ({ path }) => {
        rmSync(`${path}-wal`);
      },
      '-wal',
    ],
    [
      'in a folder that was moved',
      ({ folder }) => {
        renameSync(folder, `${folder}.old`);
      },
      '',
    ],
    [
      'in a folder that was replaced by a copy',
      ({ folder }) => {
        renameSync(folder, `${folder}.old`);
        cpSync(`${folder}.old`, folder, { recursive: true });
      },
      '',
    ],
    [
      'in a folder in whose place is a file',
      ({ folder, path }) => {
        renameSync(folder, `${folder}.old`);
        copyFileSync(`${folder}.old/${path.slice(dirname(path).length + 1)}`, folder);
      },
      '',
    ],
  ])('that is %s is found out', async (_, change, end) => {
    const opened = open();
    change(opened);
    expect(await opened.database.firstMoved()).toBe(opened.path + end);
  });

  it.each<[string, (made: ReturnType<typeof make>) => string, string]>([
    ['file', ({ path }) => path, ''],
    ['folder', ({ folder }) => folder, 'darkroom.sqlite'],
  ])('behind a link to its %s is found out once that leads elsewhere', async (_, target, rest) => {
    const link = join(tempFolder(), 'link');
    const path = join(link, rest);
    symlinkSync(target(make()), link);
    const database = openAt(path);
    expect(await database.firstMoved()).toBeUndefined();
    rmSync(link);
    symlinkSync(target(make()), link);
    expect(await database.firstMoved()).toBe(path);
  });

  it('whose folder was moved and is linked from its old place is still there', async () => {
    const { folder, database } = open();
    renameSync(folder, `${folder}.old`);
    symlinkSync(`${folder}.old`, folder);
    expect(await database.firstMoved()).toBeUndefined();
  });
});

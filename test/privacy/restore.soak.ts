import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.ts';
import { isWithoutLog } from '../../src/store/database-files.ts';
import { DatabaseError, openDatabase } from '../../src/store/database.ts';
import { restore, type RestoreOptions } from '../../src/privacy/restore.ts';
import { LogBench } from '../support/log-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { bringToSchema } from '../support/old-schema.ts';
import { sampleJob, sampleParams } from '../../packages/stand-ins/playground/cards/sample-job.ts';
import { slicing } from '../support/slicing.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A database as a killed bot leaves it, with a copy that was made of it before its last job. */
async function scene() {
  const bench = new LogBench();
  await bench.create({ id: 'first' });
  const folder = tempFolder();
  const file = join(folder, 'copy.sqlite');
  backUp(bench.path, file);
  await bench.create({ id: 'later' });
  const path = join(tempFolder(), 'darkroom.sqlite');
  for (const end of ['', '-wal']) copyFileSync(bench.path + end, path + end);
  return { path, file };
}

function putBack(path: string, file?: string, parts: Partial<RestoreOptions> = {}) {
  const keyPath = `${path}.key`;
  return restore({ file, path, keyPath, clock: new ManualClock(), slicing: slicing(), ...parts });
}

async function jobsIn(path: string): Promise<string[]> {
  const database = openDatabase(path);
  const rows = await database.db.selectFrom('jobs').select('id').orderBy('id').execute();
  await database.close();
  return rows.map(({ id }) => id);
}

/** Every file of a folder with its bytes, but for the lock. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !/\.(lock|key)$/.test(name));
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );
}

/** A schema of an older version. */
const BEFORE_ERASED_PEOPLE = 11;

const OLD = ['first', 'later'];
const COPIED = ['first'];

describe('a copy by npm run backup', () => {
  it('is known by its header, and the database that the bot has opened by its own', async () => {
    const { path, file } = await scene();
    expect([isWithoutLog(file), isWithoutLog(path)]).toEqual([true, false]);
    await openDatabase(file).close();
    expect(isWithoutLog(file)).toBe(false);
  });

  it.each([
    ['opened', openDatabase],
    ['copied', (path: string) => backUp(path, `${path}.backup`)],
  ])('beside the log of another database is not %s, and stays whole', async (_, open) => {
    const { path, file } = await scene();
    copyFileSync(file, path);
    const before = filesOf(dirname(path));
    for (const again of [1, 2]) {
      expect(() => open(path), `time ${again}`).toThrow(
        `${path}-wal is the log of another database`,
      );
    }
    expect(filesOf(dirname(path))).toEqual(before);
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
    expect(await jobsIn(path)).toEqual(COPIED);
  });

  it('beside the log of another database is not opened by a link either', async () => {
    const { path, file } = await scene();
    copyFileSync(file, path);
    const link = join(tempFolder(), 'link.sqlite');
    symlinkSync(path, link);
    for (const open of [openDatabase, (each: string) => backUp(each, `${each}.backup`)]) {
      expect(() => open(link)).toThrow('is the log of another database');
    }
  });
});

describe('npm run restore', () => {
  it('puts the copy in the place of the database, which it sets aside with its log', async () => {
    const { path, file } = await scene();
    const before = readFileSync(file);
    const { aside = '', copy } = await putBack(path, file);
    expect(copy).toEqual({ jobs: 1, people: 0, consents: 0, blocks: 0, unknownBecause: undefined });
    expect(basename(aside)).toMatch(/^darkroom\.sqlite\.20.+Z\.before-restore$/);
    expect(existsSync(`${aside}-wal`)).toBe(true);
    expect(await jobsIn(path)).toEqual(COPIED);
    expect(await jobsIn(aside)).toEqual(OLD);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('leaves nothing else behind, and all of it for the eyes of its user', async () => {
    const { path, file } = await scene();
    chmodSync(file, 0o644);
    const { aside = '' } = await putBack(path, file);
    const names = readdirSync(dirname(path)).map((name) => join(dirname(path), name));
    const lasting = [aside, `${aside}-wal`, path, `${path}.key`, `${path}.lock`];
    expect(names.filter((name) => !name.endsWith('-shm')).toSorted()).toEqual(lasting.toSorted());
    const modes = [path, `${path}.key`, `${path}.lock`].map((name) => statSync(name).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  it('puts back what it set aside, with the log beside that', async () => {
    const { path, file } = await scene();
    const { aside } = await putBack(path, file);
    await putBack(path, aside);
    expect(await jobsIn(path)).toEqual(OLD);
  });

  it('takes no notice of a log beside a copy that goes without one', async () => {
    const { path, file } = await scene();
    copyFileSync(`${path}-wal`, `${file}-wal`);
    await putBack(path, file);
    expect(await jobsIn(path)).toEqual(COPIED);
  });

  it('makes a database where there is none, and its folder', async () => {
    const { file } = await scene();
    const path = join(tempFolder(), 'data', 'darkroom.sqlite');
    expect(await putBack(path, file)).toMatchObject({ aside: undefined, copy: { jobs: 1 } });
    expect(await jobsIn(path)).toEqual(COPIED);
  });

  it('goes by the file that a symbolic link leads to', async () => {
    const { path, file } = await scene();
    const link = join(tempFolder(), 'link.sqlite');
    symlinkSync(path, link);
    const { aside = '' } = await putBack(link, file);
    expect(dirname(aside)).toBe(dirname(path));
    expect([await jobsIn(link), await jobsIn(aside)]).toEqual([COPIED, OLD]);
  });

  it('leaves alone what a bot has open', async () => {
    const { path, file } = await scene();
    const database = openDatabase(path);
    const before = filesOf(dirname(path));
    await expect(putBack(path, file)).rejects.toThrow(/Another process is using this database/);
    expect(filesOf(dirname(path))).toEqual(before);
    await database.close();
  });

  it.each<[string, RegExp, (file: string, path: string) => void]>([
    [
      'is not there',
      /There is no backup at/,
      (file) => {
        rmSync(file);
      },
    ],
    [
      'is some text',
      /not a database/,
      (file) => {
        writeFileSync(file, 'Dear diary, '.repeat(500));
      },
    ],
    [
      'is empty',
      /is not a Darkroom database/,
      (file) => {
        writeFileSync(file, '');
      },
    ],
    [
      'is a database of something else',
      /is not a Darkroom database/,
      (file) => {
        rmSync(file);
        new SQLite(file).exec('CREATE TABLE jobs (id); PRAGMA user_version = 6').close();
      },
    ],
    [
      'is of a newer version',
      /written by a newer version of the bot \(schema 99/,
      (file) => {
        new SQLite(file).exec('PRAGMA user_version = 99').close();
      },
    ],
    [
      'is damaged',
      /is damaged|malformed/,
      (file) => {
        const handle = openSync(file, 'r+');
        writeSync(handle, Buffer.alloc(4_096, 7), 0, 4_096, 3 * 4_096);
        closeSync(handle);
      },
    ],
    [
      'is the database itself',
      /is the database itself/,
      (file, path) => {
        rmSync(file);
        symlinkSync(path, file);
      },
    ],
  ])('refuses a copy that %s, and changes nothing', async (_, says, spoil) => {
    const { path, file } = await scene();
    spoil(file, path);
    const before = filesOf(dirname(path));
    await expect(putBack(path, file)).rejects.toThrow(DatabaseError);
    await expect(putBack(path, file)).rejects.toThrow(says);
    expect(filesOf(dirname(path))).toEqual(before);
    expect(await jobsIn(path)).toEqual(OLD);
  });

  it('brings a copy of an older version up to date', async () => {
    const { path, file } = await scene();
    rmSync(file);
    const sqlite = new SQLite(file);
    bringToSchema(sqlite, BEFORE_ERASED_PEOPLE);
    const { models } = sampleJob();
    const words = [JSON.stringify(sampleParams()), JSON.stringify(models)];
    sqlite
      .prepare(
        `INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id,
           channel_id, user_id, state, settings, models, uses_face, created_at)
         VALUES ('first', '1', '1', 0, '2', '3', '4', 'cancelled', ?, ?, 0, 0)`,
      )
      .run(...words);
    sqlite.close();
    await putBack(path, file);
    expect(await jobsIn(path)).toEqual(COPIED);
  });
});

describe('npm run restore, cut off', () => {
  /** Does so many steps of it, and then no more, as where the process is killed. */
  async function cutOffAfter(steps: number, path: string, file: string): Promise<boolean> {
    let made = 0;
    const onStep = () => {
      made += 1;
      if (made === steps) throw new Error('killed');
    };
    return putBack(path, file, { onStep }).then(
      () => false,
      () => true,
    );
  }

  /** What is in the database that was set aside. */
  function aside(path: string): Promise<string[]> {
    const [name = '', ...more] = readdirSync(dirname(path)).filter((each) =>
      each.endsWith('.before-restore'),
    );
    expect(more).toEqual([]);
    return jobsIn(join(dirname(path), name));
  }

  it('after any of its steps loses nothing, and is finished by the next', async () => {
    const met = { before: 0, between: 0, after: 0 };
    for (let steps = 1; ; steps += 1) {
      const { path, file } = await scene();
      if (!(await cutOffAfter(steps, path, file))) break;
      const isBegun = existsSync(`${path}.restoring`);
      if (isBegun) {
        met.between += 1;
        expect(() => openDatabase(path)).toThrow(/was interrupted\. Run `npm run restore`/);
        expect(await putBack(path)).toMatchObject({ copy: undefined });
      } else if (readdirSync(dirname(path)).some((name) => name.endsWith('.before-restore'))) {
        met.after += 1;
      } else {
        met.before += 1;
        expect(await jobsIn(path)).toEqual(OLD);
        await putBack(path, file);
      }
      expect(await jobsIn(path), `after step ${steps}`).toEqual(COPIED);
      expect(await aside(path), `after step ${steps}`).toEqual(OLD);
    }
    // Copied and brought up to date; ready, and the database, its log and its index moved.
    expect(met).toEqual({ before: 2, between: 4, after: 1 });
  });

  it('is not begun anew by the next, which leaves another copy alone', async () => {
    const { path, file } = await scene();
    await cutOffAfter(4, path, file);
    expect(await putBack(path, 'nowhere')).toMatchObject({ copy: undefined });
    expect(await jobsIn(path)).toEqual(COPIED);
  });

  it('while it copied, is begun anew by the next', async () => {
    const { path, file } = await scene();
    for (const end of ['', '-wal', '.lock'])
      writeFileSync(`${path}.restoring.unfinished${end}`, 'x');
    await putBack(path, file);
    expect(await jobsIn(path)).toEqual(COPIED);
    expect(readdirSync(dirname(path)).filter((name) => name.includes('restoring'))).toEqual([]);
  });

  it('says what it needs where there is nothing to finish', async () => {
    const { path } = await scene();
    await expect(putBack(path)).rejects.toThrow('Name the backup: npm run restore -- FILE');
  });
});

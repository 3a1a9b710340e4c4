import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DatabasePictures } from '../../src/images/sql/database-pictures.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migratingPath } from '../../src/store/database-files.ts';
import { openPostgres } from '../../src/store/postgres/open.ts';
import { Transfer, type TransferOptions } from '../../src/store/postgres/transfer.ts';
import { schema } from '../../src/store/schema.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { catalogOf, emptyPostgres, onPostgres } from './empty-postgres.ts';
import {
  makeFullDatabase,
  PICTURES,
  putIntoFolder,
  rowsOf,
  sumsIn,
  sumsOf,
} from './full-database.ts';

/** Copies a whole database. */
async function move(options: TransferOptions) {
  const transfer = await Transfer.open(options);
  try {
    await transfer.copy();
    const compared = await transfer.compare();
    await transfer.finish();
    return compared;
  } finally {
    await transfer.close();
  }
}

/** Copies some slices. Returns how many it did: fewer if there are no more. */
async function begin(options: TransferOptions, most: number): Promise<number> {
  const transfer = await Transfer.open(options);
  let slices = 0;
  const interrupted = new Error('interrupted');
  await transfer
    .copy(() => {
      slices += 1;
      if (slices === most) throw interrupted;
    })
    .catch((error: unknown) => {
      if (error !== interrupted) throw error;
    });
  await transfer.close();
  return slices;
}

/** Copies all rows in several runs. Returns the number of slices. */
async function inRuns(options: TransferOptions, most: number): Promise<number> {
  let slices = 0;
  for (;;) {
    const copied = await begin(options, most);
    slices += copied;
    if (copied < most) return slices;
  }
}

async function fullDatabase(options?: Parameters<typeof makeFullDatabase>[1]): Promise<string> {
  const path = join(tempFolder(), 'darkroom.sqlite');
  await makeFullDatabase(path, options);
  return path;
}

const newFile = () => join(tempFolder(), 'new', 'darkroom.sqlite');

describe('a database of every kind of row', () => {
  it('is the same after it went to PostgreSQL and back', async () => {
    const path = await fullDatabase();
    const before = rowsOf(path);
    for (const [table, rows] of Object.entries(before)) expect(rows, table).not.toEqual([]);
    const url = await emptyPostgres();
    const there = await move({ from: path, to: url });
    // Names of processes stay behind, since another database has none of them.
    await onPostgres(url, (client) =>
      client.query(`
        INSERT INTO processes (id, machine, pid, key_print, intake, started_at, alive_until)
          VALUES ('gone', 'machine', 1, 'print', 'http', 1, 1);
        UPDATE jobs SET driver = 'gone';
        UPDATE deferrals SET process = 'gone'`),
    );
    const back = newFile();
    expect(await move({ from: url, to: back })).toEqual(there);
    expect(rowsOf(back)).toEqual(before);
    expect(there.tables.map(({ table }) => table)).toEqual(Object.keys(before));
    expect(statSync(back).mode & 0o777).toBe(0o600);
    expect(schemaOf(back)).toEqual(schemaOf(path));
    const database = openDatabase(back);
    expect(await database.store.read.selectFrom('processes').selectAll().execute()).toEqual([]);
    await database.close();
  });

  it('can be used on PostgreSQL at once: it counts on, and its triggers work', async () => {
    const path = await fullDatabase();
    const url = await emptyPostgres();
    await move({ from: path, to: url });
    const database = await openPostgres({ url });
    const { store } = database;
    const counts = () => store.read.selectFrom('jobCounts').selectAll().orderBy('state').execute();
    const before = await counts();
    const job = await store.read.selectFrom('jobs').selectAll().where('id', '=', 'job0').execute();
    await store.write(async (trx) => {
      for (const { rowid, ...row } of job.map((each) => ({ rowid: 0, ...each }))) {
        expect(rowid).toBeGreaterThan(0);
        await trx
          .insertInto('jobs')
          .values({ ...row, id: 'new', interactionId: 'new', retryOf: null })
          .execute();
      }
      await trx
        .insertInto('jobEvents')
        .values({ jobId: 'new', at: 1, fromState: null, toState: 'ready', cause: 'test' })
        .execute();
    });
    const added = job.map(({ state }) => state);
    expect(await counts()).toEqual(
      before.map((row) => (added.includes(row.state) ? { ...row, count: row.count + 1 } : row)),
    );
    const last = await store.read
      .selectFrom('jobEvents')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirst();
    expect(last).toEqual({ id: 13 });
    await database.close();
    const { rows } = await onPostgres(url, (client) =>
      client.query('SELECT id FROM jobs ORDER BY rowid DESC LIMIT 2'),
    );
    expect(rows).toEqual([{ id: 'new' }, { id: 'job1' }]);
  });

  it('has the schema of a new PostgreSQL database', async () => {
    const [moved, fresh] = [await emptyPostgres(), await emptyPostgres()];
    await move({ from: await fullDatabase(), to: moved });
    await openPostgres({ url: fresh }).then((database) => database.close());
    expect(await catalogOf(moved)).toEqual(await catalogOf(fresh));
  });

  it('gets U+FFFD for NUL characters, which it says', async () => {
    const path = await fullDatabase({ nuls: 3 });
    const url = await emptyPostgres();
    expect(await move({ from: path, to: url })).toMatchObject({ nuls: 3 });
    const { rows } = await onPostgres(url, (client) =>
      client.query("SELECT params FROM jobs WHERE id = 'job2'"),
    );
    expect(rows).toEqual([{ params: 'a\u{FFFD}b\u{FFFD}2' }]);
  });
});

describe('an interrupted migration', () => {
  it('goes on after the last slice, in both directions', async () => {
    const path = await fullDatabase({ rows: 40 });
    const before = rowsOf(path);
    const url = await emptyPostgres();
    expect(await inRuns({ from: path, to: url }, 5)).toBe(slicesFor(before));
    await expect(openPostgres({ url })).rejects.toThrow(
      'A migration into the PostgreSQL database is not finished.',
    );
    await move({ from: path, to: url });
    const back = newFile();
    expect(await inRuns({ from: url, to: back }, 5)).toBe(slicesFor(before));
    expect(existsSync(back)).toBe(false);
    expect(() => openDatabase(back)).toThrow(`A migration to ${back} is not finished.`);
    await move({ from: url, to: back });
    expect(rowsOf(back)).toEqual(before);
    expect(existsSync(migratingPath(back))).toBe(false);
  });

  it('is refused if the original was changed meanwhile', async () => {
    const path = await fullDatabase();
    const url = await emptyPostgres();
    await begin({ from: path, to: url }, 3);
    const sqlite = new SQLite(path);
    sqlite.exec("UPDATE jobs SET state = 'failed', user_id = 'other' WHERE id = 'job0'");
    sqlite.close();
    await expect(move({ from: path, to: url })).rejects.toThrow(
      /differs from .+ in jobs \(rows: 12, copied: 12\).+`dropdb` and `createdb`/s,
    );
    await expect(openPostgres({ url })).rejects.toThrow('is not finished');
  });
});

describe('pictures in the folder', () => {
  const inFolder = async () => {
    const path = await fullDatabase();
    putIntoFolder(path);
    return path;
  };
  const picture = (file: string) => ({ file, format: 'png' }) as const;

  it('become rows that a bot reads, and files again', async () => {
    const path = await inFolder();
    const before = rowsOf(path);
    const url = await emptyPostgres();
    const there = await move({ from: path, to: url, withFolder: true });
    expect(there).toMatchObject({ missing: 0 });
    const bytes = Object.values(PICTURES).reduce((sum, { length }) => sum + length, 0);
    expect(await bytesIn(url)).toBe(bytes);
    const database = await openPostgres({ url });
    const pictures = new DatabasePictures(database.store, new ManualClock());
    for (const [file, expected] of Object.entries(PICTURES)) {
      expect((await pictures.read(picture(file))).equals(expected), file).toBe(true);
    }
    await database.close();
    expect(sumsIn(path)).toEqual(sumsOf(PICTURES));

    const back = newFile();
    expect(await move({ from: url, to: back, withFolder: true })).toMatchObject({ missing: 0 });
    expect(rowsOf(back).jobs).toEqual(before.jobs);
    expect(sumsIn(back)).toEqual(sumsOf(PICTURES));
    expect(statSync(`${back}.files`).mode & 0o777).toBe(0o700);
    for (const file of Object.keys(PICTURES)) {
      expect(statSync(join(`${back}.files`, file)).mode & 0o777).toBe(0o600);
    }
  });

  it('are copied once if each slice is a run of its own', async () => {
    const path = await inFolder();
    const url = await emptyPostgres();
    const there = { from: path, to: url, withFolder: true };
    await inRuns(there, 1);
    await move(there);
    const back = newFile();
    const here = { from: url, to: back, withFolder: true };
    await inRuns(here, 1);
    expect(existsSync(back)).toBe(false);
    await move(here);
    expect(sumsIn(back)).toEqual(sumsOf(PICTURES));
  });

  it('that are missing are counted, and those of no job are left out', async () => {
    const path = await inFolder();
    rmSync(join(`${path}.files`, 'job0-1.png'));
    for (const file of ['job0-2.png', 'gone-1.png', '.probe', 'job1-1.png.tmp', 'note.txt']) {
      writeFileSync(join(`${path}.files`, file), 'x');
    }
    // An unreadable row may name any file of its job.
    writeFileSync(join(`${path}.files`, 'job7-1.png'), 'y');
    const url = await emptyPostgres();
    expect(await move({ from: path, to: url, withFolder: true })).toMatchObject({ missing: 1 });
    const back = newFile();
    expect(await move({ from: url, to: back, withFolder: true })).toMatchObject({ missing: 1 });
    const { 'job0-1.png': gone, ...others } = PICTURES;
    expect(gone).toBeDefined();
    expect(sumsIn(back)).toEqual(sumsOf({ ...others, 'job7-1.png': Buffer.from('y') }));
  });

  it('join those in rows', async () => {
    const path = await inFolder();
    const sqlite = new SQLite(path);
    sqlite.exec(`INSERT INTO stored_pictures VALUES ('job1-1a.png', 3, 7), ('job3-0.png', 0, 8), ('job0-1.png', 2, 9);
      INSERT INTO stored_picture_pieces VALUES ('job1-1a.png', 0, x'010203'), ('job0-1.png', 0, x'0405');`);
    sqlite.close();
    const url = await emptyPostgres();
    await move({ from: path, to: url, withFolder: true });
    const back = newFile();
    await move({ from: url, to: back, withFolder: true });
    expect(sumsIn(back)).toEqual(
      sumsOf({
        ...PICTURES,
        'job0-1.png': Buffer.from([4, 5]),
        'job1-1a.png': Buffer.from([1, 2, 3]),
        'job3-0.png': Buffer.alloc(0),
      }),
    );
  });

  it('that were stored in part are left out on the way back', async () => {
    const url = await emptyPostgres();
    await move({ from: await inFolder(), to: url, withFolder: true });
    await onPostgres(url, (client) =>
      client.query(`INSERT INTO stored_pictures VALUES ('half', 3, 7);
        INSERT INTO stored_picture_pieces (file, place, bytes) VALUES ('half', 0, 'xx')`),
    );
    const back = newFile();
    await move({ from: url, to: back, withFolder: true });
    expect(sumsIn(back)).toEqual(sumsOf(PICTURES));
  });

  it.each(['job0-1.png', 'job4-1.png'])('refuse the migration if one differs: %s', async (file) => {
    const path = await inFolder();
    const url = await emptyPostgres();
    await inRuns({ from: path, to: url, withFolder: true }, 1_000);
    const bytes = Buffer.from(PICTURES[file] ?? '');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(join(`${path}.files`, file), bytes);
    await expect(move({ from: path, to: url, withFolder: true })).rejects.toThrow(
      /differs from .+ in .*stored_picture_pieces .+ a picture was changed/,
    );
    await expect(openPostgres({ url })).rejects.toThrow('is not finished');
    expect(existsSync(join(`${path}.files`, file))).toBe(true);
  });

  it('refuse the migration back if a copy differs, or the folder has files', async () => {
    const url = await emptyPostgres();
    await move({ from: await inFolder(), to: url, withFolder: true });
    const back = newFile();
    const options = { from: url, to: back, withFolder: true };
    await inRuns(options, 1_000);
    writeFileSync(join(`${back}.files`, 'job1-1.0a1b2c3d4e.png'), randomBytes(700));
    await expect(move(options)).rejects.toThrow(`Delete ${back}.migrating and ${back}.files, then`);
    expect(existsSync(back)).toBe(false);
    rmSync(`${back}.migrating`);
    await expect(Transfer.open(options)).rejects.toThrow(`${back}.files already has files.`);
    rmSync(`${back}.files`, { recursive: true });
    await move(options);
    expect(sumsIn(back)).toEqual(sumsOf(PICTURES));
  });
});

describe('a migration is refused', () => {
  it('while a bot uses the SQLite database', async () => {
    const path = await fullDatabase();
    const database = openDatabase(path);
    const url = await emptyPostgres();
    await expect(Transfer.open({ from: path, to: url })).rejects.toThrow(
      'Another process is using this database',
    );
    await database.close();
  });

  it('while a bot uses the PostgreSQL database', async () => {
    const url = await emptyPostgres();
    const database = await openPostgres({ url });
    const inUse = 'A bot is using this PostgreSQL database.';
    await expect(Transfer.open({ from: url, to: newFile() })).rejects.toThrow(inUse);
    const from = await fullDatabase();
    await expect(Transfer.open({ from, to: url })).rejects.toThrow(inUse);
    await database.close();
  });

  it('into a database with rows, of the bot or of another program', async () => {
    const from = await fullDatabase();
    const [own, foreign] = [await emptyPostgres(), await emptyPostgres()];
    await openPostgres({ url: own }).then((database) => database.close());
    await expect(Transfer.open({ from, to: own })).rejects.toThrow('is not empty');
    await onPostgres(foreign, (client) => client.query('CREATE TABLE users (id TEXT)'));
    await expect(Transfer.open({ from, to: foreign })).rejects.toThrow('of another program');
    const to = newFile();
    await openDatabase(to).close();
    await expect(Transfer.open({ from: own, to })).rejects.toThrow('already exists');
  });

  it('without a database, and its locks are free afterwards', async () => {
    const url = await emptyPostgres();
    await expect(Transfer.open({ from: newFile(), to: url })).rejects.toThrow(
      'There is no database',
    );
    await expect(Transfer.open({ from: url, to: newFile() })).rejects.toThrow('is empty');
    const file = newFile();
    await expect(Transfer.open({ from: 'postgres://127.0.0.1:1/none', to: file })).rejects.toThrow(
      'The PostgreSQL database 127.0.0.1:1/none cannot be used',
    );
    const from = await fullDatabase();
    writeFileSync(`${from}.files`, 'in place of the folder');
    await expect(Transfer.open({ from, to: url, withFolder: true })).rejects.toThrow(
      `The picture folder ${from}.files cannot be read: ENOTDIR`,
    );
    const text = join(tempFolder(), 'text');
    writeFileSync(text, 'Dear diary, '.repeat(500));
    await expect(Transfer.open({ from: text, to: url })).rejects.toThrow();
    expect(readFileSync(text, 'utf8')).toContain('Dear diary');
    await openPostgres({ url }).then((database) => database.close());
  });
});

const names = [...schema.matchAll(/CREATE TABLE (\w+)/g)].map(([, name = '']) => name);

/** How many slices with rows a whole copy has. */
function slicesFor(rows: Record<string, unknown[]>): number {
  return names
    .map((name) => {
      const limit = name.endsWith('_pieces') ? 8 : 500;
      return Math.ceil((rows[name] ?? []).length / limit);
    })
    .reduce((sum, slices) => sum + slices, 0);
}

function bytesIn(url: string): Promise<number> {
  return onPostgres(url, async (client) => {
    const { rows } = await client.query<{ sum: string }>(
      'SELECT sum(length(bytes)) AS sum FROM stored_picture_pieces',
    );
    return Number(rows[0]?.sum);
  });
}

function schemaOf(path: string): unknown[] {
  const sqlite = new SQLite(path, { readonly: true });
  const all = sqlite.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
  sqlite.close();
  return all;
}

import {
  chmodSync,
  chownSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DatabaseError, openDatabase } from '../../src/store/database.ts';
import { BotProcess } from '../support/bot-process.ts';
import { childScript, type ChildScript } from '../support/child-script.ts';
import { openStudio } from '../support/open-studio.ts';
import type { Studio } from '../support/studio.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PAGE = 4096;

/** A database of some pages, closed in good order. */
async function database(): Promise<string> {
  const path = join(tempFolder(), 'darkroom.sqlite');
  const opened = openDatabase(path);
  const { db } = opened;
  for (let count = 0; count < 200; count += 1) {
    await db
      .insertInto('consents')
      .values({
        jobId: `job${count}`,
        userId: '3',
        guildId: '1',
        givenAt: count,
        givenBy: 'option',
        wordingVersion: 1,
        wording: 'x'.repeat(200),
      })
      .execute();
  }
  await opened.close();
  return path;
}

function change(path: string, act: (file: number) => void): void {
  const file = openSync(path, 'r+');
  act(file);
  closeSync(file);
}

/** A database with jobs of another kind. */
function anothers(path: string, version: number): void {
  const sqlite = new SQLite(path);
  sqlite.exec('CREATE TABLE jobs (id INTEGER PRIMARY KEY, name TEXT)');
  sqlite.pragma(`user_version = ${version}`);
  sqlite.close();
}

/** What may have become of a database file, and what is said of it. */
const BROKEN: readonly (readonly [name: string, says: RegExp, act: (path: string) => void])[] = [
  [
    'is of a newer version',
    /was written by a newer version of the bot \(schema 99, this one knows \d+\)\. Install/,
    (path) => {
      const sqlite = new SQLite(path);
      sqlite.pragma('journal_mode = DELETE');
      sqlite.pragma('user_version = 99');
      sqlite.close();
    },
  ],
  [
    "is another program's",
    /belongs to another program\. Set DATABASE_PATH to another file\./,
    (path) => {
      rmSync(path);
      anothers(path, 0);
    },
  ],
  [
    "is another program's, which counts its versions in the same place",
    /belongs to another program\. Set DATABASE_PATH to another file\./,
    (path) => {
      rmSync(path);
      anothers(path, 6);
    },
  ],
  [
    'has a page of zeros in its middle after an unclean end',
    /is damaged \(.+\)\. Restore a backup: `npm run restore -- FILE`/s,
    (path) => {
      // What a killed process leaves behind.
      writeFileSync(`${path}-wal`, '');
      change(path, (file) => writeSync(file, Buffer.alloc(PAGE), 0, PAGE, 8 * PAGE));
    },
  ],
  [
    'has lost its second half',
    /malformed|is damaged/,
    (path) => {
      change(path, (file) => {
        ftruncateSync(file, Math.floor(statSync(path).size / 2 / PAGE) * PAGE);
      });
    },
  ],
  [
    'has lost its head',
    /file is not a database/,
    (path) => {
      change(path, (file) => writeSync(file, Buffer.alloc(100, 7), 0, 100, 0));
    },
  ],
  [
    'is some text',
    /file is not a database/,
    (path) => {
      writeFileSync(path, 'Dear diary, '.repeat(500));
    },
  ],
  [
    'is a few bytes',
    /file is not a database/,
    (path) => {
      writeFileSync(path, 'SQLite');
    },
  ],
];

/** A studio without a bot. */
async function emptyStudio(): Promise<Studio> {
  const studio = await openStudio();
  await studio.stopBot();
  return studio;
}

/** What a start on that database ends with: its last words, and nothing touched. */
async function refusal(studio: Studio, path: string): Promise<string> {
  const env = { ...studio.env, DATABASE_PATH: path };
  const bot = BotProcess.start(env, studio.folder);
  expect(await bot.ended).toEqual({ code: 1, signal: null });
  const last = bot.log.at(-1);
  expect(last?.level).toBe('fatal');
  return last?.msg ?? '';
}

describe('a database that', () => {
  it.each(BROKEN)('%s is refused in a sentence, and stays as it is', async (_, says, act) => {
    const path = await database();
    act(path);
    const before = readFileSync(path);
    for (const again of [1, 2]) {
      expect(() => openDatabase(path), `time ${again}`).toThrow(DatabaseError);
      expect(() => openDatabase(path)).toThrow(says);
    }
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is sound is opened, whatever its size', async () => {
    const path = await database();
    await openDatabase(path).close();
    expect(statSync(path).size).toBeGreaterThan(10 * PAGE);
  });

  it('is a folder is refused in a sentence', () => {
    const path = join(tempFolder(), 'darkroom.sqlite');
    mkdirSync(path);
    expect(() => openDatabase(path)).toThrow(/cannot be opened: EISDIR/);
  });

  it('lies where there is a file for a folder is refused in a sentence', () => {
    const file = join(tempFolder(), 'data');
    writeFileSync(file, 'mine');
    expect(() => openDatabase(join(file, 'darkroom.sqlite'))).toThrow(/cannot be opened: E/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

describe('a start', () => {
  it.each(BROKEN.slice(0, 3))(
    'on a database that %s ends at once, with code 1',
    async (_, says, act) => {
      const studio = await emptyStudio();
      const path = await database();
      act(path);
      const before = readFileSync(path);
      expect(await refusal(studio, path)).toMatch(says);
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );

  it('ends with a sentence where the picture folder is a file', async () => {
    const studio = await emptyStudio();
    rmSync(`${studio.databasePath}.files`, { recursive: true });
    writeFileSync(`${studio.databasePath}.files`, 'mine');
    const words = await refusal(studio, studio.databasePath);
    expect(words).toMatch(/^The picture folder .+ cannot be used: E/);
    expect(readFileSync(`${studio.databasePath}.files`, 'utf8')).toBe('mine');
  });
});

/** Whoever that is, it is not the owner of what a test makes. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Opens a database and its picture folder as a process that is no superuser; writes how it went. */
function openAsNobody(path: string): ChildScript {
  return childScript(`
    import SQLite from ${JSON.stringify(import.meta.resolve('better-sqlite3'))};
    import { DatabaseError, openDatabase } from ${source('store/database.ts')};
    import { FolderPictures } from ${source('images/folder-pictures.ts')};
    // What has to be loaded is loaded while it may be.
    new SQLite(':memory:').close();
    if (${isRoot}) process.setuid(${NOBODY});
    try {
      const database = openDatabase(${JSON.stringify(path)});
      new FolderPictures(${JSON.stringify(`${path}.files`)});
      await database.close();
      console.log('opened');
    } catch (error) {
      const told = error instanceof DatabaseError && /^The .+: E(ACCES|PERM|ROFS)\\b/.test(error.message);
      console.log(told ? 'refused in a sentence' : error.stack);
    }`);
}

const source = (path: string) => JSON.stringify(import.meta.resolve(`../../src/${path}`));

/** A folder into which everybody may look. */
function openFolder(): string {
  const folder = tempFolder();
  chmodSync(folder, 0o755);
  return folder;
}

describe('a bot that may not write', () => {
  it('into its folder says so', async () => {
    const folder = join(openFolder(), 'data');
    mkdirSync(folder, { mode: 0o555 });
    await openAsNobody(join(folder, 'darkroom.sqlite')).wrote('refused in a sentence');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(isRoot).each(['', '.lock', '.files'])(
    "into another one's darkroom.sqlite%s says so, and leaves it as it is",
    async (end) => {
      const folder = openFolder();
      const path = join(folder, 'darkroom.sqlite');
      await openDatabase(path).close();
      mkdirSync(`${path}.files`);
      for (const each of ['', '.lock', '.files']) {
        if (each !== end) chownSync(path + each, NOBODY, NOBODY);
      }
      chmodSync(folder, 0o777);
      const before = readFileSync(path);
      await openAsNobody(path).wrote('refused in a sentence');
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );
});

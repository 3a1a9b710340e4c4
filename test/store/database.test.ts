import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, DatabaseError, migrate, openDatabase } from '../../src/store/database.ts';
import { history, SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { bringToSchema } from '../support/old-schema.ts';
import { childScript, type ChildScript } from '../support/child-script.ts';
import { tempFolder } from '../support/temp-folder.ts';

const newPath = () => join(tempFolder(), 'data', 'darkroom.sqlite');
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Opens a database that is closed at the end of the test. */
function open(path: string): Database {
  const database = openDatabase(path);
  onTestFinished(() => database.close());
  return database.db;
}

async function pragma(db: Database, name: string): Promise<unknown> {
  const { rows } = await sql<Record<string, unknown>>`PRAGMA ${sql.raw(name)}`.execute(db);
  return Object.values(rows[0] ?? {})[0];
}

/** Version and schema of a database file as they lie there. */
function schemaOf(path: string): { version: unknown; schema: unknown[] } {
  const sqlite = new SQLite(path);
  const schema = sqlite.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
  const version = sqlite.pragma('user_version', { simple: true });
  sqlite.close();
  return { version, schema };
}

/** Schema and rows of a database. The layout of its SQL, and comments in it, make no difference. */
function contentsOf(sqlite: SQLite.Database) {
  const schema = sqlite
    .prepare<[], { name: string; sql: string | null }>(
      'SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name',
    )
    .all()
    .map(({ sql: text, ...rest }) => ({
      ...rest,
      sql: text
        ?.replace(/--.*$/gm, '')
        .replace(/["\s]+/g, ' ')
        .replace(/ ?([(),]) ?/g, '$1'),
    }));
  const rows = schema
    .filter(({ sql: text }) => text?.startsWith('CREATE TABLE'))
    .map(({ name }) => [name, sqlite.prepare(`SELECT * FROM ${name}`).all()]);
  return { schema, rows };
}

/** A process that opens the database and keeps it. */
async function holder(path: string): Promise<ChildScript> {
  const child = childScript(`
    import { openDatabase } from ${JSON.stringify(import.meta.resolve('../../src/store/database.ts'))};
    globalThis.held = openDatabase(${JSON.stringify(path)});
    console.log('open');
    setInterval(() => {}, 60_000);`);
  await child.wrote('open');
  return child;
}

describe('a database', () => {
  it('makes its folder, for this user alone', () => {
    const path = newPath();
    open(path);
    expect(mode(dirname(path))).toBe('700');
  });

  it('keeps its files to this user, those beside it too', async () => {
    const path = newPath();
    await sql`CREATE TABLE something (x)`.execute(open(path));
    expect(['', '-wal', '-shm', '.lock'].map((end) => mode(path + end))).toEqual(
      Array(4).fill('600'),
    );
  });

  it('takes back a mode that was too open', async () => {
    const path = newPath();
    await openDatabase(path).close();
    chmodSync(path, 0o644);
    open(path);
    expect(mode(path)).toBe('600');
  });

  it.each([
    ['journal_mode', 'wal'],
    ['wal_autocheckpoint', 250],
    ['synchronous', 2],
    ['secure_delete', 1],
    ['foreign_keys', 1],
    // Whoever writes waits without holding up the event loop.
    ['busy_timeout', 0],
    ['user_version', SCHEMA_VERSION],
  ])('has %s at %s', async (name, value) => {
    expect(await pragma(open(newPath()), name)).toBe(value);
  });

  it('leaves nothing open when it is closed, not even where nothing was asked of it', async () => {
    const path = newPath();
    await openDatabase(path).close();
    expect(readdirSync(dirname(path)).sort()).toEqual(['darkroom.sqlite', 'darkroom.sqlite.lock']);
  });

  it('keeps what is in it from one opening to the next', async () => {
    const path = newPath();
    const first = openDatabase(path);
    await sql`CREATE TABLE something AS SELECT 42 AS x`.execute(first.db);
    await first.close();
    const { rows } = await sql`SELECT x FROM something`.execute(open(path));
    expect(rows).toEqual([{ x: 42 }]);
  });
});

describe('a database that a killed process left', () => {
  /** A copy of one with some pages, whose write-ahead log is there or not, with zeros in its middle. */
  async function damaged(walIsThere: boolean): Promise<string> {
    const path = newPath();
    const database = openDatabase(path);
    await sql`CREATE TABLE filler AS
      WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 500)
      SELECT x, hex(zeroblob(200)) AS y FROM n`.execute(database.db);
    await database.close();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(4_096), 0, 4_096, statSync(path).size - 3 * 4_096);
    closeSync(file);
    if (walIsThere) writeFileSync(`${path}-wal`, '');
    return path;
  }

  it('is read whole before it is used, and refused at every start while it is damaged', async () => {
    const path = await damaged(true);
    for (const start of [1, 2, 3]) {
      expect(() => openDatabase(path), `start ${start}`).toThrow(
        /is damaged \(.+\)\. Restore a backup: `npm run restore -- FILE`/s,
      );
    }
  });

  it('is read whole where a symbolic link leads to it, too', async () => {
    const link = join(tempFolder(), 'link.sqlite');
    symlinkSync(await damaged(true), link);
    expect(() => openDatabase(link)).toThrow(/is damaged/);
  });

  it('is not read whole where it was closed in good order', async () => {
    const path = await damaged(false);
    expect(() => open(path)).not.toThrow();
  });

  it('holds nothing in its write-ahead log any more once it is opened', async () => {
    const path = newPath();
    const db = open(path);
    await sql`CREATE TABLE something AS SELECT 'a face' AS x`.execute(db);
    await sql`DELETE FROM something`.execute(db);
    const left = join(tempFolder(), 'darkroom.sqlite');
    for (const end of ['', '-wal']) copyFileSync(path + end, left + end);
    expect(readFileSync(`${left}-wal`).includes('a face')).toBe(true);
    open(left);
    for (const end of ['', '-wal']) expect(readFileSync(left + end).includes('a face')).toBe(false);
  });
});

describe('the lock', () => {
  it('refuses a second process, and says what to do', async () => {
    const path = newPath();
    await holder(path);
    expect(() => openDatabase(path)).toThrow(
      new DatabaseError(
        `Another process is using this database (${path}.lock is locked). Stop it first, or set DATABASE_PATH to another file.`,
      ),
    );
  });

  it.each([
    ['the file', (path: string, folder: string) => [path, join(folder, 'link.sqlite')]],
    ['the folder', (path: string, folder: string) => [dirname(path), join(folder, 'data')]],
  ] as const)('is the same where a symbolic link leads to %s', (_, linked) => {
    const path = newPath();
    const elsewhere = tempFolder();
    const [target = '', link = ''] = linked(path, elsewhere);
    symlinkSync(target, link);
    const byLink = target === path ? link : join(link, 'darkroom.sqlite');
    mkdirSync(dirname(path));
    open(byLink);
    for (const each of [path, byLink]) {
      expect(() => openDatabase(each)).toThrow(`(${path}.lock is locked)`);
    }
    expect(readdirSync(elsewhere)).toHaveLength(1);
  });

  it('is taken over at once from a process that was killed', async () => {
    const path = newPath();
    const child = await holder(path);
    await child.kill();
    expect(() => open(path)).not.toThrow();
  });

  it('refuses a second opening in the same process', () => {
    const path = newPath();
    open(path);
    expect(() => openDatabase(path)).toThrow(DatabaseError);
  });

  it('ends when the database is closed', async () => {
    const path = newPath();
    await openDatabase(path).close();
    expect(() => open(path)).not.toThrow();
  });

  it('ends when the database cannot be opened', () => {
    const path = newPath();
    mkdirSync(dirname(path));
    const sqlite = new SQLite(path);
    sqlite.pragma('user_version = 99');
    expect(() => openDatabase(path)).toThrow(/newer version/);
    sqlite.pragma('user_version = 0');
    sqlite.close();
    expect(() => open(path)).not.toThrow();
  });
});

describe('migrate', () => {
  const step = (name: string) => `CREATE TABLE ${name} (x INTEGER) STRICT;`;

  /** The first version is an empty database. */
  const historyOf = (steps: readonly string[]) => ({ whole: '', oldest: 1, steps });

  /** A database file to which these steps were applied. */
  function migrated(steps: readonly string[]): string {
    const path = join(tempFolder(), 'some.sqlite');
    const sqlite = new SQLite(path);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('user_version = 1');
    migrate(sqlite, path, historyOf(steps));
    sqlite.close();
    return path;
  }

  function migrateAgain(path: string, steps: readonly string[]): void {
    const sqlite = new SQLite(path);
    try {
      migrate(sqlite, path, historyOf(steps));
    } finally {
      sqlite.close();
    }
  }

  it('makes a new database at once, the same as by all steps', () => {
    const sqliteOf = (make: (sqlite: SQLite.Database) => void) => {
      const sqlite = new SQLite(':memory:');
      onTestFinished(() => {
        sqlite.close();
      });
      make(sqlite);
      return contentsOf(sqlite);
    };
    const whole = sqliteOf((sqlite) => {
      migrate(sqlite, 'some');
    });
    const byStep = sqliteOf((sqlite) => {
      bringToSchema(sqlite, SCHEMA_VERSION);
    });
    expect(whole.schema.map(({ name }) => name)).toContain('jobs');
    expect(whole).toEqual(byStep);
  });

  it('refuses a database that is too old, and leaves it as it is', () => {
    const path = join(tempFolder(), 'some.sqlite');
    const sqlite = new SQLite(path);
    sqlite.exec('CREATE TABLE jobs (id TEXT)');
    sqlite.pragma(`user_version = ${history.oldest - 1}`);
    sqlite.close();
    const before = schemaOf(path);
    const old = new SQLite(path);
    expect(() => {
      migrate(old, path);
    }).toThrow(
      new DatabaseError(
        `The database ${path} is too old (schema 3): this version upgrades schema 4 and later.`,
      ),
    );
    old.close();
    expect(schemaOf(path)).toEqual(before);
  });

  it('runs each step once', () => {
    const path = migrated([step('a')]);
    migrateAgain(path, [step('a'), step('b')]);
    migrateAgain(path, [step('a'), step('b')]);
    expect(schemaOf(path)).toMatchObject({ version: 3, schema: [{ name: 'a' }, { name: 'b' }] });
  });

  it('refuses a database that a newer version wrote, and leaves it as it is', () => {
    const path = migrated([step('a'), step('b'), step('c')]);
    const before = schemaOf(path);
    expect(() => {
      migrateAgain(path, [step('a')]);
    }).toThrow(
      new DatabaseError(
        `The database ${path} was written by a newer version of the bot (schema 4, this one knows 2). Install that version again.`,
      ),
    );
    expect(schemaOf(path)).toEqual(before);
  });

  it('leaves nothing of a step that fails half way', () => {
    const path = migrated([step('a')]);
    const before = schemaOf(path);
    const broken = `${step('b')} INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1);`;
    expect(() => {
      migrateAgain(path, [step('a'), broken]);
    }).toThrow('no such table: nowhere');
    expect(schemaOf(path)).toEqual(before);
  });

  it('keeps the steps before one that fails', () => {
    const path = migrated([]);
    expect(() => {
      migrateAgain(path, [step('a'), 'nonsense']);
    }).toThrow('syntax error');
    expect(schemaOf(path)).toMatchObject({ version: 2, schema: [{ name: 'a' }] });
  });

  it('leaves nothing of a step in whose middle the process was killed', async () => {
    const path = migrated([step('a')]);
    const before = schemaOf(path);
    // Many pages, and room for few, so that some of them are in the file when the kill comes.
    const long = `
      ${step('b')}
      WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter LIMIT 100000)
      INSERT INTO b SELECT n FROM counter;
      SELECT wait_for_ever();`;
    const child = childScript(`
      import { writeSync } from 'node:fs';
      import SQLite from ${JSON.stringify(import.meta.resolve('better-sqlite3'))};
      import { migrate } from ${JSON.stringify(import.meta.resolve('../../src/store/database.ts'))};
      const sqlite = new SQLite(${JSON.stringify(path)});
      sqlite.pragma('cache_size = 10');
      sqlite.function('wait_for_ever', () => {
        writeSync(1, 'half way\\n');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });
      migrate(sqlite, 'some', ${JSON.stringify(historyOf([step('a'), long]))});`);
    await child.wrote('half way');
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(500_000);
    await child.kill();
    expect(schemaOf(path)).toEqual(before);
    migrateAgain(path, [step('a'), step('b')]);
    expect(schemaOf(path)).toMatchObject({ version: 3, schema: [{ name: 'a' }, { name: 'b' }] });
  });
});

import SQLite from 'better-sqlite3';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StatementCache } from '../../src/store/connections.ts';

/** A cache over a database of its own, and every text that SQLite was given to prepare. */
function open(): { cache: StatementCache; sqlite: SQLite.Database; prepared: string[] } {
  const sqlite = new SQLite(':memory:');
  onTestFinished(() => {
    sqlite.close();
  });
  const prepared: string[] = [];
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = (text: string) => {
    prepared.push(text);
    return prepare(text);
  };
  return { cache: new StatementCache(sqlite), sqlite, prepared };
}

describe('a statement', () => {
  it('is prepared once, however often it is asked for', () => {
    const { cache, prepared } = open();
    const first = cache.prepare('SELECT ? AS x');
    expect(cache.prepare('SELECT ? AS x')).toBe(first);
    expect([first.all([1]), first.all([2])]).toEqual([[{ x: 1 }], [{ x: 2 }]]);
    expect(prepared).toEqual(['SELECT ? AS x']);
  });

  it('is prepared once for a query that Kysely makes again and again', async () => {
    const { cache, prepared } = open();
    const db = new Kysely<Record<string, never>>({
      dialect: new SqliteDialect({ database: cache }),
    });
    for (const value of [1, 2, 3]) {
      const { rows } = await sql<{ x: number }>`SELECT ${value} AS x`.execute(db);
      expect(rows).toEqual([{ x: value }]);
    }
    expect(prepared).toEqual(['SELECT ? AS x']);
  });

  it('is right still when its table was changed meanwhile', () => {
    const { cache, sqlite } = open();
    sqlite.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const all = () => cache.prepare('SELECT * FROM t').all([]);
    expect(all()).toEqual([{ a: 1 }]);
    sqlite.exec('ALTER TABLE t ADD COLUMN b DEFAULT 2');
    expect(all()).toEqual([{ a: 1, b: 2 }]);
  });

  it('that cannot be prepared is not kept', () => {
    const { cache, sqlite } = open();
    expect(() => cache.prepare('SELECT * FROM t')).toThrow('no such table');
    sqlite.exec('CREATE TABLE t (a)');
    expect(cache.prepare('SELECT * FROM t').all([])).toEqual([]);
  });
});

describe('many statements', () => {
  it('are not all kept: the oldest goes', () => {
    const { cache, prepared } = open();
    const text = (n: number) => `SELECT ${n}`;
    for (let n = 0; n <= 400; n += 1) cache.prepare(text(n));
    const before = prepared.length;
    cache.prepare(text(400));
    cache.prepare(text(1));
    expect(prepared).toHaveLength(before);
    cache.prepare(text(0));
    expect(prepared).toHaveLength(before + 1);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sqliteOnlyIn } from './sqlite-only.ts';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
const DIALECT = 'src/store/sqlite.ts';

/** SQLite's own schema: another database has its own from the beginning. */
const SCHEMA = ['src/store/migrations.ts', 'src/store/schema.ts'];

const files = ['src', 'commands'].flatMap((top) =>
  readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
    .map((file) => `${top}/${file}`)
    .filter((path) => path.endsWith('.ts') && !SCHEMA.includes(path)),
);
const foundIn = (path: string) => sqliteOnlyIn(readFileSync(join(projectFolder, path), 'utf8'));

describe('SQL that only SQLite understands', () => {
  it('is in one file', () => {
    const elsewhere = files.filter((path) => path !== DIALECT && foundIn(path).length > 0);
    expect(elsewhere.map((path) => [path, foundIn(path)])).toEqual([]);
    expect(foundIn(DIALECT)).not.toEqual([]);
  });

  it.each([
    'sql`SELECT rowid FROM jobs`',
    "db.selectFrom('jobs').orderBy('jobs.rowid')",
    "sql.ref('rowid')",
    "sqlite.pragma('synchronous = FULL')",
    'sqlite.pragma(`busy_timeout = ${ms}`)',
    "sqlite.exec('BEGIN IMMEDIATE')",
    "sqlite.prepare('SELECT name FROM sqlite_master')",
    "sqlite.prepare(`SELECT name FROM pragma_table_info('jobs')`)",
    "sqlite.prepare('ATTACH ? AS live')",
    'sql`UPDATE line SET round = max(round, ${next})`',
    'sql<number>`min(shown_revision, 0) - 1`',
    'sql`SELECT coalesce(max(0, min(a, b)), 1)`',
    'sql`SELECT 1 LIMIT iif(${most} > 0, 1, 0)`',
    'sql`SELECT 1 FROM jobs LIMIT ${most} > 0 OFFSET 3`',
    'sql`SELECT 1 FROM jobs LIMIT 5, 10`',
    'sql`SELECT 1 FROM jobs WHERE id = +${id}`',
    'sql`+${value}`',
    'sql`INSERT OR IGNORE INTO jobs VALUES (1)`',
    "const TEXT = 'INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET b = 2'",
    'const TEXT = `SELECT * FROM jobs INDEXED BY jobs_by_user`',
    'sql`SELECT 1 FROM jobs WHERE a == b`',
    'sql`SELECT ifnull(a, b) FROM jobs`',
    "eb.fn('iif', [a, b, c])",
  ])('is found in %s', (source) => {
    expect(sqliteOnlyIn(source)).not.toEqual([]);
  });

  it.each([
    'sql`SELECT max(at), min(at) FROM jobs WHERE (at, id) > (${at}, ${id}) ORDER BY at LIMIT ${most}`',
    'sql`SELECT coalesce(max(round), 0), 1 FROM jobs`',
    'sql`UPDATE jobs SET revision = revision + 1, a = CASE WHEN a > ${b} THEN a ELSE ${b} END`',
    "sql`SELECT 'erased-' || id FROM jobs`",
    'sql`INSERT INTO a (b) VALUES (${c}) ON CONFLICT (b) DO UPDATE SET d = excluded.d WHERE a.d < 3`',
    'sql`INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING RETURNING b`',
    "sqlite.exec('SAVEPOINT piece')",
    'sql`SELECT x.* FROM (SELECT 1 AS a) AS x LIMIT 1 OFFSET ${n}`',
    "const message = 'attached to a row, and a pragma of ours'",
    'const row = { rowid: 3 }; Math.max(row.rowid, 2)',
    '// sql`SELECT rowid`',
  ])('is not found in %s', (source) => {
    expect(sqliteOnlyIn(source)).toEqual([]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sqlIn } from '../imports/sql-outside.ts';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

function filesIn(top: string): string[] {
  return readdirSync(join(projectFolder, top), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${top}/${file}`);
}

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

/** The store, a subject's `sql` folder, the operator's orders, and the job log, which takes the transactions. */
const MAY_QUERY = /^src\/(store|operator|\w+\/sql)\/|^src\/jobs\/job-log\.ts$/;

it('nothing outside the store and the SQL folders makes a query, or takes a transaction', () => {
  const outside = [...filesIn('src'), ...filesIn('commands')].filter(
    (path) => !MAY_QUERY.test(path),
  );
  expect(outside.length).toBeGreaterThan(100);
  const found = outside.flatMap((path) =>
    sqlIn(path, read(path)).map((what) => `${path}: ${what}`),
  );
  expect(found).toEqual([]);
});

it.each([
  [`import { sql } from 'kysely';`, ['kysely']],
  [`import SQLite from 'better-sqlite3';`, ['better-sqlite3']],
  [`import type { Database } from '../store/database.ts';`, ['Database']],
  [`import { a, type Changing as Piece } from '../jobs/sql/changing.ts';`, ['Changing']],
  [`await store.write((trx) => removeAll(trx));`, ['trx']],
  [`await log.change(({ trx }) => removeAll(trx));`, ['trx']],
  [`await log.change((changing) => removeAll(changing.trx));`, ['.trx']],
  [`await store.read.selectFrom('jobs').execute();`, ['.selectFrom']],
  [`import { Store } from '../store/store.ts'; // kysely`, []],
])('of `%s` is found what makes queries', (source, found) => {
  expect(sqlIn('src/privacy/some.ts', source)).toEqual(found);
});

it('those folders are full of them', () => {
  const may = filesIn('src').filter((path) => MAY_QUERY.test(path));
  const found = may.filter((path) => sqlIn(path, read(path)).length > 0);
  expect(found.length).toBeGreaterThan(20);
});

import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import type { Tables } from '../../src/store/tables.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** How many rounds of microtasks pass until so many queries that were asked at once are answered. */
async function roundsFor(queries: number, db: Database): Promise<number> {
  let left = queries;
  for (let asked = 0; asked < queries; asked += 1) {
    void sql`SELECT 1`.execute(db).then(() => {
      left -= 1;
    });
  }
  let rounds = 0;
  for (; left > 0; rounds += 1) await Promise.resolve();
  return rounds;
}

it('queries that are asked at once do not queue for the connection', async () => {
  const database = openDatabase(join(tempFolder(), 'darkroom.sqlite'));
  onTestFinished(() => database.close());
  await sql`SELECT 1`.execute(database.store.read);
  const one = await roundsFor(1, database.store.read);
  expect(await roundsFor(500, database.store.read)).toBeLessThanOrEqual(one + 1);
});

it('a read comes back after fewer promises than from Kysely itself', async () => {
  const path = join(tempFolder(), 'darkroom.sqlite');
  const database = openDatabase(path);
  onTestFinished(() => database.close());
  const kysely = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: new SQLite(path, { readonly: true }) }),
    plugins: [new CamelCasePlugin()],
  });
  onTestFinished(() => kysely.destroy());
  for (const db of [database.store.read, kysely]) await sql`SELECT 1`.execute(db);
  expect(await roundsFor(1, database.store.read)).toBeLessThan((await roundsFor(1, kysely)) / 2);
});

it('opens no transaction by itself', async () => {
  const database = openDatabase(join(tempFolder(), 'darkroom.sqlite'));
  onTestFinished(() => database.close());
  const transaction = database.db.transaction().execute((trx) => sql`SELECT 1`.execute(trx));
  await expect(transaction).rejects.toThrow('only the Store opens transactions');
});

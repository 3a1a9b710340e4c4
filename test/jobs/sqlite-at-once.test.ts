import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase, type Database } from '../../src/jobs/database.ts';
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

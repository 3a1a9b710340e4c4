import { randomBytes } from 'node:crypto';
import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { preparedPictures } from '../../../src/store/migrations.ts';
import { bringToSchema, schemaBefore } from '../../support/old-schema.ts';

const before = schemaBefore(preparedPictures);

/** A database of the version before, with jobs in these states that have such pictures, and then of this one. */
function migrated(jobs: readonly (readonly [state: string, face: Buffer | null])[]) {
  const sqlite = new SQLite(':memory:');
  onTestFinished(() => {
    sqlite.close();
  });
  bringToSchema(sqlite, before);
  const insert = sqlite.prepare(
    `INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id,
      channel_id, user_id, state, params, models, created_at, face)
      VALUES (:id, :id, '1', 1, 'g', 'c', 'u', :state, '{}', '{}', 1, :face)`,
  );
  for (const [n, [state, face]] of jobs.entries()) insert.run({ id: `job${n}`, state, face });
  bringToSchema(sqlite, before + 1);
  const pieces = sqlite
    .prepare<[], [string, Buffer]>(
      `SELECT job_id, bytes FROM prepared_pictures AS kept JOIN picture_pieces ON pictures_id = kept.id
       ORDER BY job_id, place`,
    )
    .raw()
    .all();
  return { sqlite, pieces };
}

it('pictures that jobs of the version before still need come along, cut into pieces', () => {
  const large = randomBytes(7_000_000);
  const small = Buffer.from('a face');
  const { sqlite, pieces } = migrated([
    ['ready', small],
    ['submitting', large],
    ['ready', null],
    ['queued', null],
  ]);
  const [first, ...others] = pieces;
  expect(first).toEqual(['job0', small]);
  expect(new Set(others.map(([id]) => id))).toEqual(new Set(['job1']));
  expect(others.map(([, bytes]) => bytes.length).slice(0, -1)).toEqual(Array(13).fill(524_288));
  expect(Buffer.concat(others.map(([, bytes]) => bytes)).equals(large)).toBe(true);
  const columns = sqlite.prepare("SELECT name FROM pragma_table_info('jobs')").pluck().all();
  expect(columns).not.toContain('face');
});

it('what a job of another state has there is not taken along', () => {
  expect(migrated([['completed', Buffer.from('a face')]]).pieces).toEqual([]);
});

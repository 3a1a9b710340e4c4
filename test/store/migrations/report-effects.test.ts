import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { reportEffects } from '../../../src/store/migrations.ts';
import { migrate } from '../../../src/store/database.ts';
import { bringToSchema, schemaBefore } from '../../support/old-schema.ts';

it('has reports from before do what they did by their reasons', () => {
  const sqlite = new SQLite(':memory:');
  onTestFinished(() => {
    sqlite.close();
  });
  bringToSchema(sqlite, schemaBefore(reportEffects));
  const insert = sqlite.prepare(
    `INSERT INTO reports (id, job_id, guild_id, reporter_id, reason, reported_at)
     VALUES (?, ?, 'guild', 'reporter', ?, 1)`,
  );
  const reasons = ['shows_me', 'sexual', 'minor', 'hateful', 'other'];
  for (const reason of reasons) insert.run(reason, reason, reason);
  migrate(sqlite, ':memory:');
  const effects = sqlite
    .prepare<[], [string, string]>('SELECT reason, effect FROM reports')
    .raw()
    .all();
  expect(Object.fromEntries(effects)).toEqual({
    shows_me: 'hide',
    sexual: 'hide',
    minor: 'hide',
    hateful: 'none',
    other: 'none',
  });
});

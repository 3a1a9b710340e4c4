import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { lanes } from '../../../src/store/migrations.ts';
import { bringToSchema, schemaBefore } from '../../support/old-schema.ts';

it("jobs of the version before are in the lane of the bot's own endpoint, and that in their round", () => {
  const sqlite = new SQLite(':memory:');
  onTestFinished(() => {
    sqlite.close();
  });
  const before = schemaBefore(lanes);
  bringToSchema(sqlite, before);
  sqlite.exec(`UPDATE line SET round = 7;
    INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id,
      channel_id, user_id, state, params, models, created_at, ready_at, round)
    VALUES ('a', '1', '1', 1, 'g', 'c', 'u', 'ready', '{}', '{}', 1, 1, 9)`);
  bringToSchema(sqlite, before + 1);
  expect(sqlite.prepare('SELECT id, lane, round FROM jobs').raw().all()).toEqual([['a', '', 9]]);
  expect(sqlite.prepare('SELECT lane, round FROM line').raw().all()).toEqual([['', 7]]);
});

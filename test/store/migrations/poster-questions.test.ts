import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { posterQuestions } from '../../../src/store/migrations.ts';
import { bringToSchema, schemaBefore } from '../../support/old-schema.ts';

const NEW_JOB = `INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id,
    channel_id, user_id, recipe, params, params_version, models, ephemeral, created_at,
    asked_message, state, previous_state, asks_user_id, cancelled_by)
  VALUES (@id, @id, @id, 1, 'g', 'c', 'ada', 'image', '{}', 1, '{}', 0, 7, @message, @state, @before, @asks, @by)`;

it('questions of versions before count on, with what their posters answered', () => {
  const sqlite = new SQLite(':memory:');
  onTestFinished(() => {
    sqlite.close();
  });
  const before = schemaBefore(posterQuestions);
  bringToSchema(sqlite, before);
  const rows = [
    ['open', '1', 'awaiting_consent', null, 'ben', null],
    ['declined', '2', 'cancelled', 'awaiting_consent', null, 'ben'],
    ['taken-back', '3', 'cancelled', 'awaiting_consent', null, 'ada'],
    ['kept-out', '4', 'cancelled', 'awaiting_consent', null, 'operator'],
    ['agreed', '5', 'completed', 'running', null, null],
    ['other', null, 'cancelled', 'ready', null, 'ben'],
  ];
  for (const [id, message, state, before, asks, by] of rows) {
    sqlite.prepare(NEW_JOB).run({ id, message, state, before, asks, by });
  }
  sqlite
    .prepare(
      `INSERT INTO consents (job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
        VALUES ('agreed', 'ben', 'g', 8, 'button', 1, 'yes')`,
    )
    .run();
  bringToSchema(sqlite, before + 1);
  const questions = sqlite.prepare('SELECT * FROM poster_questions ORDER BY message_id').raw();
  expect(questions.all()).toEqual([
    ['open', '1', 'ada', 'ben', 7, 0],
    ['declined', '2', 'ada', 'ben', 7, 1],
    ['agreed', '5', 'ada', 'ben', 7, 0],
  ]);
});

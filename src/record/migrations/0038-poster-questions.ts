/**
 * Questions to members who posted a picture that another member asks to use: rate limits for the mention, and each no, which
 * holds for good. They outlive the job that asked. `askable`: whether a member may be asked at all.
 */
export const posterQuestions = `
  CREATE TABLE poster_questions (
    job_id                  TEXT PRIMARY KEY,
    message_id              TEXT NOT NULL,
    asker_id                TEXT NOT NULL,
    poster_id               TEXT NOT NULL,
    asked_at                INTEGER NOT NULL,
    declined                INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX poster_questions_message ON poster_questions (message_id, asked_at);
  CREATE INDEX poster_questions_asker ON poster_questions (asker_id, asked_at);
  CREATE INDEX poster_questions_poster ON poster_questions (poster_id, asked_at);
  CREATE INDEX poster_questions_passing ON poster_questions (asked_at) WHERE declined = 0;
  INSERT INTO poster_questions
    SELECT id, asked_message, user_id, poster, created_at, declined FROM (
      SELECT id, asked_message, user_id, created_at,
        coalesce(asks_user_id,
          (SELECT consents.user_id FROM consents WHERE consents.job_id = jobs.id LIMIT 1),
          CASE WHEN cancelled_by NOT IN (user_id, 'operator', 'runpod') THEN cancelled_by END
        ) AS poster,
        state = 'cancelled' AND previous_state = 'awaiting_consent'
          AND coalesce(cancelled_by NOT IN (user_id, 'operator', 'runpod'), 0) AS declined
      FROM jobs WHERE asked_message IS NOT NULL)
    WHERE poster IS NOT NULL;
  DROP INDEX jobs_asked_before;
  ALTER TABLE person_settings ADD COLUMN askable INTEGER NOT NULL DEFAULT 1;
`;

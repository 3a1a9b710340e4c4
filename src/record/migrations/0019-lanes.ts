/**
 * Which endpoint's line a job waits in, or waited in: empty for the bot's own endpoint, else the id
 * of the one that its recipe names. Turns, rounds and places are by lane from now on, and so are the
 * indexes that answer for them. How many are ahead of a job is asked of the endpoint that has it.
 */
export const lanes = `
  ALTER TABLE jobs ADD COLUMN lane TEXT NOT NULL DEFAULT '';

  DROP INDEX jobs_in_line;
  DROP INDEX jobs_in_line_by_user;
  DROP INDEX jobs_in_flight;
  DROP INDEX jobs_queued;
  CREATE INDEX jobs_in_line ON jobs (lane, round, ready_at)
    WHERE state = 'ready' AND retry_at IS NULL;
  CREATE INDEX jobs_in_line_by_user ON jobs (lane, user_id, round) WHERE state = 'ready';
  CREATE INDEX jobs_in_flight ON jobs (lane, user_id)
    WHERE state IN ('submitting', 'queued', 'running') OR remote_open = 1;
  CREATE INDEX jobs_queued ON jobs (runpod_endpoint_id, submitted_at) WHERE state = 'queued';

  ALTER TABLE line RENAME TO one_line;
  CREATE TABLE line (
    lane                    TEXT PRIMARY KEY,
    round                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO line SELECT '', round FROM one_line;
  DROP TABLE one_line;
`;

/**
 * The line of jobs that wait here, in an order that is known when a job joins it, and how many jobs
 * there are of each state: both are read without looking at those that wait or are over.
 */
export const line = `
  ALTER TABLE jobs ADD COLUMN round INTEGER;

  -- A job for words alone has nothing to prepare.
  UPDATE jobs SET state = 'ready', ready_at = coalesce(accepted_at, created_at)
    WHERE state = 'accepted' AND uses_face = 0;
  UPDATE jobs SET round = waiting.number FROM (
    SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY ready_at, rowid) AS number
    FROM jobs WHERE state = 'ready'
  ) AS waiting WHERE jobs.id = waiting.id;

  -- With an index over all of them SQLite would read everybody who waits, and sort them.
  DROP INDEX jobs_by_state;
  DROP INDEX jobs_by_end;
  CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE finished_at IS NOT NULL;
  DROP INDEX jobs_measured;
  CREATE INDEX jobs_measured ON jobs (uses_face, finished_at)
    WHERE state = 'completed' AND execution_ms IS NOT NULL;

  CREATE INDEX jobs_in_line ON jobs (round, ready_at) WHERE state = 'ready';
  CREATE INDEX jobs_in_line_by_user ON jobs (user_id, round) WHERE state = 'ready';
  CREATE INDEX jobs_in_line_since ON jobs (ready_at) WHERE state = 'ready';
  CREATE INDEX jobs_to_retry ON jobs (retry_at) WHERE state = 'ready' AND retry_at IS NOT NULL;
  CREATE INDEX jobs_in_flight ON jobs (user_id)
    WHERE state IN ('submitting', 'queued', 'running') OR remote_open = 1;

  CREATE TABLE line (
    id                      INTEGER PRIMARY KEY CHECK (id = 1),
    round                   INTEGER NOT NULL
  ) STRICT;
  INSERT INTO line VALUES (1, 1);

  CREATE TABLE job_counts (
    state                   TEXT PRIMARY KEY,
    count                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO job_counts SELECT state, count(*) FROM jobs GROUP BY state;
  CREATE TRIGGER job_counts_created AFTER INSERT ON jobs BEGIN
    INSERT INTO job_counts VALUES (new.state, 1)
      ON CONFLICT (state) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER job_counts_moved AFTER UPDATE OF state ON jobs WHEN old.state <> new.state BEGIN
    UPDATE job_counts SET count = count - 1 WHERE state = old.state;
    INSERT INTO job_counts VALUES (new.state, 1)
      ON CONFLICT (state) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER job_counts_removed AFTER DELETE ON jobs BEGIN
    UPDATE job_counts SET count = count - 1 WHERE state = old.state;
  END;
`;

/**
 * The prepared pictures of jobs move out of the jobs' rows, which are rewritten with every move, and into pieces,
 * so that no statement has to do with megabytes of them.
 *
 * A job has its pictures while it is prepared, waits for its turn, or may not have been taken by RunPod. In any
 * other state, and without its row, they are nobody's from the same commit on: the database itself sees to that.
 * What is nobody's is then removed piece by piece. See `src/store/database.ts`.
 *
 * To drop the column rewrites every row: 23 s for two million of them on two slow cores.
 */
export const preparedPictures = `
  CREATE TABLE prepared_pictures (
    id                      INTEGER PRIMARY KEY,
    job_id                  TEXT UNIQUE REFERENCES jobs (id) ON DELETE SET NULL
  ) STRICT;
  CREATE TABLE picture_pieces (
    pictures_id             INTEGER NOT NULL REFERENCES prepared_pictures (id),
    place                   INTEGER NOT NULL,
    bytes                   BLOB NOT NULL,
    PRIMARY KEY (pictures_id, place)
  ) STRICT;
  CREATE TRIGGER jobs_leave_pictures AFTER UPDATE OF state ON jobs
    WHEN new.state NOT IN ('preparing', 'ready', 'submitting')
    BEGIN
      UPDATE prepared_pictures SET job_id = NULL WHERE job_id = new.id;
    END;

  INSERT INTO prepared_pictures (job_id)
    SELECT id FROM jobs WHERE state IN ('ready', 'submitting') AND face IS NOT NULL;
  WITH RECURSIVE places (place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM places WHERE place < 31)
  INSERT INTO picture_pieces (pictures_id, place, bytes)
    SELECT prepared_pictures.id, place, substr(face, place * 524288 + 1, 524288)
    FROM prepared_pictures JOIN jobs ON jobs.id = job_id
    JOIN places ON place * 524288 < length(face);
  ALTER TABLE jobs DROP COLUMN face;
`;

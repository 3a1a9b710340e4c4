/**
 * What a job came from: the job under whose picture a button was pressed, which step that was, of which of its
 * pictures, and where its message is, as `server/channel/message`.
 *
 * `picture_sources`: from which jobs' pictures a job is made. What becomes of them becomes of it, at any depth,
 * so where a row goes, what was made from it is joined to what it was made from. `follow_due`: what was made
 * from it has not followed its visibility yet. `hidden_with`: the source with which it is hidden.
 */
export const origins = `
  ALTER TABLE jobs ADD COLUMN from_job TEXT;
  ALTER TABLE jobs ADD COLUMN from_step TEXT;
  ALTER TABLE jobs ADD COLUMN from_picture INTEGER;
  ALTER TABLE jobs ADD COLUMN from_message TEXT;
  ALTER TABLE jobs ADD COLUMN hidden_with TEXT;
  ALTER TABLE jobs ADD COLUMN follow_due INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX jobs_from ON jobs (from_job, created_at) WHERE from_job IS NOT NULL;
  CREATE INDEX jobs_follow_due ON jobs (id) WHERE follow_due = 1;
  CREATE TABLE picture_sources (
    job_id                  TEXT NOT NULL,
    source_id               TEXT NOT NULL,
    PRIMARY KEY (job_id, source_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX picture_sources_made_from ON picture_sources (source_id, job_id);
  CREATE TRIGGER jobs_join_sources AFTER DELETE ON jobs
    BEGIN
      INSERT OR IGNORE INTO picture_sources (job_id, source_id)
        SELECT made.job_id, source.source_id FROM picture_sources AS made
        JOIN picture_sources AS source ON source.job_id = made.source_id
        WHERE made.source_id = old.id;
      DELETE FROM picture_sources WHERE job_id = old.id;
      DELETE FROM picture_sources WHERE source_id = old.id;
    END;
`;

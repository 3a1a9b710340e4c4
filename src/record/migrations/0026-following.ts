/**
 * What was made from a picture follows what becomes of it. `follow_due` counts the changes that are still to be
 * followed, so that one in the middle of a walk is not taken for done.
 *
 * `consent_withdrawn`: whether the consent under which a job was made was taken back, by its requester (1) or by
 * somebody else (2), or that of what it was made from. The trigger sees to it, so that no way of taking one back
 * leaves it out.
 */
export const following = `
  DROP INDEX jobs_follow_due;
  CREATE INDEX jobs_follow_due ON jobs (id) WHERE follow_due > 0;
  ALTER TABLE jobs ADD COLUMN consent_withdrawn INTEGER NOT NULL DEFAULT 0;
  UPDATE jobs SET consent_withdrawn = 1
    WHERE id IN (SELECT job_id FROM consents WHERE withdrawn_at IS NOT NULL);
  CREATE TRIGGER consents_withdrawn AFTER UPDATE OF withdrawn_at ON consents
    WHEN old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL
    BEGIN
      UPDATE jobs SET follow_due = follow_due + 1,
          consent_withdrawn = max(consent_withdrawn, CASE WHEN user_id = new.user_id THEN 1 ELSE 2 END)
        WHERE id = new.job_id;
    END;

  DROP TRIGGER jobs_join_sources;
  CREATE TRIGGER jobs_join_sources AFTER DELETE ON jobs
    BEGIN
      INSERT OR IGNORE INTO picture_sources (job_id, source_id)
        SELECT made.job_id, source.source_id FROM picture_sources AS made
        JOIN picture_sources AS source ON source.job_id = made.source_id
        WHERE made.source_id = old.id;
      UPDATE jobs SET follow_due = follow_due + 1
        WHERE follow_due > 0 AND id IN (SELECT source_id FROM picture_sources WHERE job_id = old.id);
      DELETE FROM picture_sources WHERE job_id = old.id;
      DELETE FROM picture_sources WHERE source_id = old.id;
    END;
`;

/**
 * A consent that somebody else gave to a job stands for what its requester made from it, and outlives its row, or what its
 * requester has erased: for as long as it does, what was made from that stays joined to it, so that taking it back is
 * still followed.
 */
export const standingConsents = `
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
      DELETE FROM picture_sources WHERE source_id = old.id AND NOT EXISTS (
        SELECT 1 FROM consents
        WHERE job_id = old.id AND user_id <> old.user_id AND withdrawn_at IS NULL);
    END;
  CREATE TRIGGER gone_consents_withdrawn AFTER UPDATE OF withdrawn_at ON consents
    WHEN old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = new.job_id)
    BEGIN
      UPDATE jobs SET follow_due = follow_due + 1,
          consent_withdrawn = max(consent_withdrawn, CASE WHEN user_id = new.user_id THEN 1 ELSE 2 END)
        WHERE id IN (SELECT job_id FROM picture_sources WHERE source_id = new.job_id);
    END;
`;

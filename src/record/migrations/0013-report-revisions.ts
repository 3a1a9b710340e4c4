/**
 * Changes of what moderators are to see of a report are counted, as they are for jobs. Until then
 * the shown revision was 1 for an open report and 2 for a decided one, and below zero where a
 * message had to be made anew.
 */
export const reportRevisions = `
  ALTER TABLE reports ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  UPDATE reports SET revision = 2 WHERE decided_at IS NOT NULL;
  UPDATE reports SET shown_revision = 0 WHERE shown_revision < 0;

  DROP INDEX reports_untold;
  CREATE INDEX reports_untold ON reports (reported_at)
    WHERE undeliverable_at IS NULL AND shown_revision < revision;
`;

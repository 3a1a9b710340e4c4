/** Reports whose present state moderators do not see yet. */
export const untold = `
  CREATE INDEX reports_untold ON reports (reported_at)
    WHERE undeliverable_at IS NULL
      AND shown_revision < CASE WHEN decided_at IS NULL THEN 1 ELSE 2 END;
`;

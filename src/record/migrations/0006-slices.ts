/**
 * Indexes for walks over many rows, slice by slice, and who asked to be erased, until that is done.
 */
export const slices = `
  CREATE INDEX jobs_by_gpu_time ON jobs (finished_at, execution_ms, started_at)
    WHERE finished_at IS NOT NULL;
  CREATE INDEX jobs_with_pictures ON jobs (finished_at) WHERE pictures <> '[]';
  CREATE INDEX jobs_erased_by_end ON jobs (finished_at) WHERE erased_at IS NOT NULL;
  CREATE INDEX reports_by_decider ON reports (decided_by) WHERE decided_by IS NOT NULL;
  CREATE INDEX reports_by_decision ON reports (decided_at) WHERE decided_at IS NOT NULL;
  CREATE INDEX reports_undecided ON reports (reported_at) WHERE decided_at IS NULL;
  CREATE INDEX consents_standing ON consents (user_id, given_at) WHERE withdrawn_at IS NULL;
  CREATE INDEX blocks_by_blocker ON blocks (blocked_by);
  CREATE INDEX moderation_events_by_time ON moderation_events (at);

  CREATE TABLE erasures (
    user_id                 TEXT PRIMARY KEY,
    asked_at                INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

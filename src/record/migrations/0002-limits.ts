/** When a job that waits here may be sent again, and what limits are counted from. */
export const limits = `
  ALTER TABLE jobs ADD COLUMN retry_at INTEGER;

  CREATE INDEX jobs_by_guild ON jobs (guild_id, created_at);
  CREATE INDEX jobs_by_end ON jobs (finished_at);
`;

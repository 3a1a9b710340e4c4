/** Whether a job is its requester's alone, which is decided when it is asked for. */
export const privateJobs = `
  ALTER TABLE jobs ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX jobs_private ON jobs (guild_id, created_at) WHERE private = 1;
`;

/** When the bot last posted a job's message, and indexes for questions that are asked often. */
export const shownOnce = `
  ALTER TABLE jobs ADD COLUMN posting_at INTEGER;

  CREATE INDEX jobs_at_runpod ON jobs (remote_open) WHERE remote_open = 1;
  CREATE INDEX jobs_open_by_user ON jobs (user_id) WHERE finished_at IS NULL;
  CREATE INDEX jobs_open_by_guild ON jobs (guild_id) WHERE finished_at IS NULL;
  CREATE INDEX jobs_measured ON jobs (state, uses_face, finished_at);
`;

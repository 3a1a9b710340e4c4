/**
 * Indexes for a server's open reports and blocks, and up to when its open reports are still to be
 * told anew after a channel was chosen. And RunPod's queue in its order, since each job in it is
 * told how many are ahead.
 */
export const bounds = `
  CREATE INDEX reports_open_by_guild ON reports (guild_id, reported_at) WHERE decided_at IS NULL;
  CREATE INDEX blocks_by_time ON blocks (guild_id, blocked_at);
  CREATE INDEX jobs_queued ON jobs (submitted_at) WHERE state = 'queued';
  ALTER TABLE moderation_channels ADD COLUMN moving_until INTEGER;
`;

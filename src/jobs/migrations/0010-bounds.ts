/**
 * What a server's open reports and blocks are found by, and until which report its open ones are
 * still to be told anew, after a channel was chosen.
 */
export const bounds = `
  CREATE INDEX reports_open_by_guild ON reports (guild_id, reported_at) WHERE decided_at IS NULL;
  CREATE INDEX blocks_by_time ON blocks (guild_id, blocked_at);
  ALTER TABLE moderation_channels ADD COLUMN moving_until INTEGER;
`;

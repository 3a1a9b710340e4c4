/**
 * Each server's role whose members moderate it, besides those who manage the server. Servers whose
 * reports wait for a channel, and when somebody was told so. When a hidden picture in such a server
 * goes. And indexes to count how many reports somebody has made of late, and how much GPU time a
 * server has used.
 */
export const rights = `
  CREATE TABLE moderation_roles (
    guild_id                TEXT PRIMARY KEY,
    role_id                 TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE reports_waiting (
    guild_id                TEXT PRIMARY KEY,
    told_at                 INTEGER
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE jobs ADD COLUMN lapses_at INTEGER;
  CREATE INDEX jobs_by_gpu_time_of_guild ON jobs (guild_id, finished_at, execution_ms, started_at)
    WHERE finished_at IS NOT NULL;
  CREATE INDEX moderation_events_reported ON moderation_events (by_user, at)
    WHERE what = 'reported';
`;

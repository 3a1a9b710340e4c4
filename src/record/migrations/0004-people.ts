/**
 * What people may ask of the bot about themselves: that a picture be hidden or removed, that
 * somebody be kept out, and that what is known of them be erased.
 */
export const people = `
  ALTER TABLE jobs ADD COLUMN age_restricted INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN visibility TEXT NOT NULL DEFAULT 'shown';
  ALTER TABLE jobs ADD COLUMN hidden_because TEXT;
  ALTER TABLE jobs ADD COLUMN erase_asked_at INTEGER;
  ALTER TABLE jobs ADD COLUMN erased_at INTEGER;
  ALTER TABLE consents ADD COLUMN withdrawn_at INTEGER;

  CREATE INDEX jobs_by_message ON jobs (message_id) WHERE message_id IS NOT NULL;
  CREATE INDEX jobs_erased ON jobs (erased_at) WHERE erased_at IS NOT NULL;
  CREATE INDEX jobs_to_erase ON jobs (user_id)
    WHERE erase_asked_at IS NOT NULL AND erased_at IS NULL;
  CREATE INDEX jobs_hidden ON jobs (shown_revision) WHERE visibility = 'hidden';
  CREATE INDEX jobs_cancelled_by ON jobs (cancelled_by) WHERE cancelled_by IS NOT NULL;
  CREATE INDEX consents_by_user ON consents (user_id);

  CREATE TABLE reports (
    id                      TEXT PRIMARY KEY,
    job_id                  TEXT NOT NULL,
    guild_id                TEXT NOT NULL,
    reporter_id             TEXT NOT NULL,
    reason                  TEXT NOT NULL,
    reported_at             INTEGER NOT NULL,
    channel_id              TEXT,
    message_id              TEXT,
    shown_revision          INTEGER NOT NULL DEFAULT 0,
    undeliverable_at        INTEGER,
    decision                TEXT,
    decided_by              TEXT,
    decided_at              INTEGER,
    UNIQUE (job_id, reporter_id)
  ) STRICT;
  CREATE INDEX reports_open ON reports (job_id) WHERE decided_at IS NULL;
  CREATE INDEX reports_by_reporter ON reports (reporter_id);

  CREATE TABLE moderation_channels (
    guild_id                TEXT PRIMARY KEY,
    channel_id              TEXT NOT NULL
  ) STRICT;

  CREATE TABLE blocks (
    guild_id                TEXT NOT NULL,
    user_id                 TEXT NOT NULL,
    blocked_by              TEXT NOT NULL,
    blocked_at              INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX blocks_by_user ON blocks (user_id);

  CREATE TABLE moderation_events (
    id                      INTEGER PRIMARY KEY,
    guild_id                TEXT NOT NULL,
    at                      INTEGER NOT NULL,
    by_user                 TEXT NOT NULL,
    what                    TEXT NOT NULL,
    user_id                 TEXT,
    job_id                  TEXT,
    report_id               TEXT
  ) STRICT;
  CREATE INDEX moderation_events_by_user ON moderation_events (user_id);
  CREATE INDEX moderation_events_by_moderator ON moderation_events (by_user);

  CREATE TABLE erased_counts (
    state                   TEXT PRIMARY KEY,
    count                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

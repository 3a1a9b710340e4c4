/** The schema of databases of d412dd5, the oldest that are upgraded. */
export const schemaFour = `
  CREATE TABLE jobs (
    id                      TEXT PRIMARY KEY,
    interaction_id          TEXT NOT NULL UNIQUE,
    answered_interaction_id TEXT NOT NULL,
    interaction_token       TEXT,
    token_expires_at        INTEGER NOT NULL,
    guild_id                TEXT NOT NULL,
    channel_id              TEXT NOT NULL,
    message_id              TEXT,
    ephemeral               INTEGER NOT NULL DEFAULT 0,
    user_id                 TEXT NOT NULL,
    state                   TEXT NOT NULL,
    revision                INTEGER NOT NULL DEFAULT 1,
    shown_revision          INTEGER NOT NULL DEFAULT 0,
    undeliverable_at        INTEGER,
    settings                TEXT NOT NULL,
    models                  TEXT NOT NULL,
    uses_face               INTEGER NOT NULL,
    attachment              TEXT,
    face                    BLOB,
    retry_of                TEXT UNIQUE REFERENCES jobs (id) ON DELETE SET NULL,
    attempt                 INTEGER NOT NULL DEFAULT 0,
    runpod_endpoint_id      TEXT,
    runpod_id               TEXT,
    remote_open             INTEGER NOT NULL DEFAULT 0,
    created_at              INTEGER NOT NULL,
    accepted_at             INTEGER,
    ready_at                INTEGER,
    submitted_at            INTEGER,
    started_at              INTEGER,
    finished_at             INTEGER,
    delay_ms                INTEGER,
    execution_ms            INTEGER,
    pictures                TEXT NOT NULL DEFAULT '[]',
    error_code              TEXT,
    error_facts             TEXT NOT NULL DEFAULT '{}',
    cancelled_by            TEXT
  ) STRICT;

  CREATE INDEX jobs_unfinished ON jobs (created_at)
    WHERE finished_at IS NULL OR remote_open = 1
      OR (shown_revision < revision AND undeliverable_at IS NULL);
  CREATE INDEX jobs_by_user ON jobs (user_id, created_at);
  CREATE INDEX jobs_by_state ON jobs (state, finished_at);

  CREATE TABLE job_events (
    id                      INTEGER PRIMARY KEY,
    job_id                  TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at                      INTEGER NOT NULL,
    from_state              TEXT,
    to_state                TEXT NOT NULL,
    cause                   TEXT NOT NULL
  ) STRICT;
  CREATE INDEX job_events_by_job ON job_events (job_id);

  CREATE TABLE consents (
    id                      INTEGER PRIMARY KEY,
    job_id                  TEXT NOT NULL UNIQUE,
    user_id                 TEXT NOT NULL,
    guild_id                TEXT NOT NULL,
    given_at                INTEGER NOT NULL,
    given_by                TEXT NOT NULL,
    wording_version         INTEGER NOT NULL,
    wording                 TEXT NOT NULL,
    picture_sha256  TEXT
  ) STRICT;

  ALTER TABLE jobs ADD COLUMN retry_at INTEGER;

  CREATE INDEX jobs_by_guild ON jobs (guild_id, created_at);
  CREATE INDEX jobs_by_end ON jobs (finished_at);

  ALTER TABLE jobs ADD COLUMN posting_at INTEGER;

  CREATE INDEX jobs_at_runpod ON jobs (remote_open) WHERE remote_open = 1;
  CREATE INDEX jobs_open_by_user ON jobs (user_id) WHERE finished_at IS NULL;
  CREATE INDEX jobs_open_by_guild ON jobs (guild_id) WHERE finished_at IS NULL;
  CREATE INDEX jobs_measured ON jobs (state, uses_face, finished_at);

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

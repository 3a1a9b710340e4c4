/** Jobs, what happened to them, and who consented to what. */
export const jobs = `
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
`;

/**
 * The schema of a new database. Older databases come to the same by the steps in `migrations.ts`; a test
 * compares the two.
 */
export const schema = `
  -- One row a job. Times are in milliseconds since the epoch, amounts of money in millionths of a US dollar.
  CREATE TABLE jobs (
    id                      TEXT PRIMARY KEY,
    interaction_id          TEXT UNIQUE,
    answered_interaction_id TEXT NOT NULL, -- the interaction whose reply is the message
    interaction_token       TEXT,
    token_expires_at        INTEGER NOT NULL,
    guild_id                TEXT NOT NULL,
    channel_id              TEXT NOT NULL,
    message_id              TEXT,
    ephemeral               INTEGER NOT NULL DEFAULT 0, -- the message can only be edited while its token lives
    user_id                 TEXT NOT NULL,
    state                   TEXT NOT NULL,
    revision                INTEGER NOT NULL DEFAULT 1,
    shown_revision          INTEGER NOT NULL DEFAULT 0, -- the revision that the message shows
    undeliverable_at        INTEGER, -- Discord refused the message for good
    params                  TEXT NOT NULL,
    models                  TEXT NOT NULL, -- the model files of the time
    attachment              TEXT, -- the one input picture, in rows from before inputs
    retry_of                TEXT UNIQUE REFERENCES jobs (id) ON DELETE SET NULL,
    attempt                 INTEGER NOT NULL DEFAULT 0,
    runpod_endpoint_id      TEXT,
    runpod_id               TEXT,
    remote_open             INTEGER NOT NULL DEFAULT 0, -- RunPod may still have it
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
    cancelled_by            TEXT,
    retry_at                INTEGER,
    posting_at              INTEGER, -- when a message was last about to be posted
    age_restricted          INTEGER NOT NULL DEFAULT 0,
    visibility              TEXT NOT NULL DEFAULT 'shown', -- 'shown', 'hidden' or 'removed'
    hidden_because          TEXT,
    erase_asked_at          INTEGER,
    erased_at               INTEGER,
    round                   INTEGER, -- its fair-share round in the queue
    lapses_at               INTEGER, -- when a hidden picture is removed without a decision
    previous_state          TEXT,
    message_gone_at         INTEGER,
    locale                  TEXT,
    guild_locale            TEXT,
    params_version          INTEGER NOT NULL DEFAULT 1,
    recipe                  TEXT NOT NULL DEFAULT 'text',
    attachment_size_limit   INTEGER, -- in bytes, as Discord said with the interaction
    worker                  TEXT, -- the kind of worker
    lane                    TEXT NOT NULL DEFAULT '', -- the endpoint's queue; '' is the bot's own
    price_micros            INTEGER, -- what it is documented to cost
    cost_micros             INTEGER, -- what it cost
    inputs                  TEXT, -- its input pictures, by option
    count                   INTEGER NOT NULL DEFAULT 1, -- how many pictures to make
    from_job                TEXT, -- the job whose button was pressed
    from_step               TEXT,
    from_picture            INTEGER,
    from_message            TEXT, -- server/channel/message of that job
    hidden_with             TEXT, -- the source with which it is hidden
    follow_due              INTEGER NOT NULL DEFAULT 0, -- what was made from it has not followed its visibility yet
    consent_withdrawn       INTEGER NOT NULL DEFAULT 0, -- 1 by the requester, 2 by another person
    telling_at              INTEGER, -- when the end reply was last about to be posted
    told_at                 INTEGER, -- when the end reply was settled, posted or not
    told_message_id         TEXT, -- the end reply
    covered                 INTEGER NOT NULL DEFAULT 0, -- its pictures are spoilers
    asks_user_id            TEXT, -- the poster who is being asked
    asked_message           TEXT, -- the message with the picture that was asked for
    private                 INTEGER NOT NULL DEFAULT 0,
    deferral                TEXT, -- how the answered interaction was deferred
    covered_by_report       INTEGER, -- 1 while a report covers the picture, 0 once lifted
    parts_left              INTEGER NOT NULL DEFAULT 0, -- how many parts are still to be sent to RunPod
    driver                  TEXT NOT NULL DEFAULT '', -- the process that drives it; '' with SQLite, which has only one
    counted                 INTEGER, -- the pictures that count toward a day's limits, if not all
    estimate_ms             INTEGER NOT NULL DEFAULT 0, -- the GPU time that it was expected to take
    roles                   TEXT, -- of a private job: its member's roles at the time of the request
    ruled                   TEXT, -- the request as the server's rules see it, until it is sent
    own_at_once             INTEGER, -- how many pictures its member may have in progress in the server
    server_at_once          INTEGER, -- how many the server may
    credits                 INTEGER NOT NULL DEFAULT 0, -- pictures of it that credits pay, beyond its member's limit of a day
    by_user_install         INTEGER NOT NULL DEFAULT 0 -- its requester's own install of the bot alone allowed it
  ) STRICT;
  CREATE INDEX jobs_unfinished ON jobs (driver, created_at)
    WHERE finished_at IS NULL OR remote_open = 1 OR (shown_revision < revision AND undeliverable_at IS NULL);
  CREATE INDEX jobs_by_user ON jobs (user_id, created_at);
  CREATE INDEX jobs_by_guild ON jobs (guild_id, created_at);
  CREATE INDEX jobs_at_runpod ON jobs (remote_open) WHERE remote_open = 1;
  CREATE INDEX jobs_open_by_user ON jobs (user_id) WHERE finished_at IS NULL;
  CREATE INDEX jobs_open_by_guild ON jobs (guild_id) WHERE finished_at IS NULL;
  CREATE INDEX jobs_by_message ON jobs (message_id) WHERE message_id IS NOT NULL;
  CREATE INDEX jobs_erased ON jobs (erased_at) WHERE erased_at IS NOT NULL;
  CREATE INDEX jobs_to_erase ON jobs (user_id)
    WHERE erase_asked_at IS NOT NULL AND erased_at IS NULL;
  CREATE INDEX jobs_hidden ON jobs (shown_revision) WHERE visibility = 'hidden';
  CREATE INDEX jobs_cancelled_by ON jobs (cancelled_by) WHERE cancelled_by IS NOT NULL;
  CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE finished_at IS NOT NULL;
  CREATE INDEX jobs_to_retry ON jobs (retry_at) WHERE state = 'ready' AND retry_at IS NOT NULL;
  CREATE INDEX jobs_by_gpu_time ON jobs (finished_at, execution_ms, started_at)
    WHERE finished_at IS NOT NULL;
  CREATE INDEX jobs_with_pictures ON jobs (finished_at) WHERE pictures <> '[]';
  CREATE INDEX jobs_erased_by_end ON jobs (finished_at) WHERE erased_at IS NOT NULL;
  CREATE INDEX jobs_in_line_since ON jobs (ready_at) WHERE state = 'ready' AND retry_at IS NULL;
  CREATE INDEX jobs_by_gpu_time_of_guild ON jobs (guild_id, finished_at, execution_ms, started_at)
    WHERE finished_at IS NOT NULL;
  CREATE INDEX jobs_measured ON jobs (recipe, finished_at)
    WHERE state = 'completed' AND execution_ms IS NOT NULL;
  CREATE INDEX jobs_in_line ON jobs (lane, round, ready_at)
    WHERE state = 'ready' AND retry_at IS NULL;
  CREATE INDEX jobs_in_line_by_user ON jobs (lane, user_id, round) WHERE state = 'ready';
  CREATE INDEX jobs_in_flight ON jobs (lane, user_id)
    WHERE state IN ('submitting', 'queued', 'running') OR remote_open = 1;
  CREATE INDEX jobs_queued ON jobs (runpod_endpoint_id, submitted_at) WHERE state = 'queued';
  CREATE INDEX jobs_by_cost ON jobs (finished_at, cost_micros, price_micros, attempt)
    WHERE coalesce(cost_micros, price_micros) IS NOT NULL;
  CREATE INDEX jobs_several_by_user ON jobs (user_id, created_at, count) WHERE count > 1;
  CREATE INDEX jobs_several_by_guild ON jobs (guild_id, created_at, count) WHERE count > 1;
  CREATE INDEX jobs_from ON jobs (from_job, created_at) WHERE from_job IS NOT NULL;
  CREATE INDEX jobs_follow_due ON jobs (id) WHERE follow_due > 0;
  CREATE INDEX jobs_told_in_vain ON jobs (id)
    WHERE told_message_id IS NOT NULL AND (visibility = 'removed' OR erased_at IS NOT NULL);
  CREATE INDEX jobs_asks ON jobs (asks_user_id) WHERE asks_user_id IS NOT NULL;
  CREATE INDEX jobs_private ON jobs (guild_id, created_at) WHERE private = 1;
  CREATE INDEX jobs_under_way ON jobs (state, recipe, lane, finished_at) WHERE finished_at IS NULL;
  CREATE INDEX jobs_private_tokens ON jobs (token_expires_at)
    WHERE private = 1 AND interaction_token IS NOT NULL AND finished_at IS NOT NULL;
  CREATE INDEX jobs_looked_at_from ON jobs (from_job, private, created_at)
    WHERE from_job IS NOT NULL AND ephemeral = 0 AND erased_at IS NULL;

  -- How many jobs are in each state, kept by triggers.
  CREATE TABLE job_counts (
    state                   TEXT PRIMARY KEY,
    count                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The states of erased jobs, for totals.
  CREATE TABLE erased_counts (
    state                   TEXT PRIMARY KEY,
    count                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Every transition of a job.
  CREATE TABLE job_events (
    id                      INTEGER PRIMARY KEY,
    job_id                  TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at                      INTEGER NOT NULL,
    from_state              TEXT,
    to_state                TEXT NOT NULL,
    cause                   TEXT NOT NULL
  ) STRICT;
  CREATE INDEX job_events_by_job ON job_events (job_id);

  -- The fair-share round of each queue; '' is the bot's own endpoint.
  CREATE TABLE line (
    lane                    TEXT PRIMARY KEY,
    round                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO line VALUES ('', 1);

  -- The pictures that go into a job, until RunPod has its last part. Rows without a job are deleted piece by piece.
  CREATE TABLE prepared_pictures (
    id                      INTEGER PRIMARY KEY,
    job_id                  TEXT UNIQUE REFERENCES jobs (id) ON DELETE SET NULL
  ) STRICT;

  CREATE TABLE picture_pieces (
    pictures_id             INTEGER NOT NULL REFERENCES prepared_pictures (id),
    place                   INTEGER NOT NULL,
    bytes                   BLOB NOT NULL,
    PRIMARY KEY (pictures_id, place)
  ) STRICT;

  -- Pictures that jobs made, with PICTURE_STORE=database.
  CREATE TABLE stored_pictures (
    file                    TEXT PRIMARY KEY,
    size                    INTEGER NOT NULL, -- in bytes
    stored_at               INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE stored_picture_pieces (
    file                    TEXT NOT NULL REFERENCES stored_pictures (file),
    place                   INTEGER NOT NULL,
    bytes                   BLOB NOT NULL,
    PRIMARY KEY (file, place)
  ) STRICT;

  -- Which jobs' pictures a job is made from, at any depth.
  CREATE TABLE picture_sources (
    job_id                  TEXT NOT NULL,
    source_id               TEXT NOT NULL,
    PRIMARY KEY (job_id, source_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX picture_sources_made_from ON picture_sources (source_id, job_id);

  -- Consent to use a picture of a person. Outlives the job.
  CREATE TABLE consents (
    id                      INTEGER PRIMARY KEY,
    job_id                  TEXT NOT NULL UNIQUE,
    user_id                 TEXT NOT NULL,
    guild_id                TEXT NOT NULL,
    given_at                INTEGER NOT NULL,
    given_by                TEXT NOT NULL,
    wording_version         INTEGER NOT NULL,
    wording                 TEXT NOT NULL,
    picture_sha256          TEXT,
    withdrawn_at            INTEGER
  ) STRICT;
  CREATE INDEX consents_by_user ON consents (user_id);
  CREATE INDEX consents_standing ON consents (user_id, given_at) WHERE withdrawn_at IS NULL;

  -- Interactions that were acknowledged but not answered. A row is written before Discord is called.
  CREATE TABLE deferrals (
    interaction_id          TEXT PRIMARY KEY,
    token                   TEXT NOT NULL,
    kind                    TEXT NOT NULL CHECK (kind IN ('public', 'ephemeral', 'update')),
    expires_at              INTEGER NOT NULL,
    process                 TEXT NOT NULL DEFAULT '', -- the one that deferred it
    locale                  TEXT -- the member's
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX deferrals_by_expiry ON deferrals (expires_at);

  -- The processes of a bot on PostgreSQL. One that ends, or is taken for dead, loses its row.
  CREATE TABLE processes (
    id                      TEXT PRIMARY KEY,
    machine                 TEXT NOT NULL, -- the machine or container in which its process number counts
    pid                     INTEGER NOT NULL,
    key_print               TEXT NOT NULL, -- a hash of its key file, which must be the same for all
    intake                  TEXT NOT NULL, -- 'http', or 'gateway' with the shards it may connect
    is_connected            INTEGER NOT NULL DEFAULT 0, -- to the gateway
    started_at              INTEGER NOT NULL, -- this and what follows by the server's clock
    alive_until             INTEGER NOT NULL, -- renewed every few seconds
    leaving_at              INTEGER, -- when it began to stop
    application_id          TEXT, -- at Discord
    is_draining             INTEGER NOT NULL DEFAULT 0, -- ordered to leave new interactions to the others
    is_cut_off              INTEGER NOT NULL DEFAULT 0 -- cannot reach the gateway
  ) STRICT, WITHOUT ROWID;

  -- Questions to members whose posted picture another member wants to use. Outlives the job that asked.
  CREATE TABLE poster_questions (
    job_id                  TEXT PRIMARY KEY,
    message_id              TEXT NOT NULL,
    asker_id                TEXT NOT NULL,
    poster_id               TEXT NOT NULL,
    asked_at                INTEGER NOT NULL,
    declined                INTEGER NOT NULL DEFAULT 0 -- such a no has no end
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX poster_questions_message ON poster_questions (message_id, asked_at);
  CREATE INDEX poster_questions_asker ON poster_questions (asker_id, asked_at);
  CREATE INDEX poster_questions_poster ON poster_questions (poster_id, asked_at);
  CREATE INDEX poster_questions_passing ON poster_questions (asked_at) WHERE declined = 0;

  -- Members whose erasure is not finished.
  CREATE TABLE erasures (
    user_id                 TEXT PRIMARY KEY,
    asked_at                INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Pseudonyms of members who erased everything, so that a restored backup forgets them too.
  CREATE TABLE erased_people (
    pseudonym               TEXT PRIMARY KEY,
    asked_at                INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX erased_people_by_time ON erased_people (asked_at);

  -- Users who removed their own install of the bot: what it alone allowed is to be erased, up to then. Once it
  -- is, the pseudonym stands for the user, so that a restored backup forgets it too.
  CREATE TABLE removed_installs (
    person                  TEXT PRIMARY KEY,
    removed_at              INTEGER NOT NULL,
    is_done                 INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX removed_installs_by_time ON removed_installs (removed_at);

  -- When a member's data was last exported: once an hour is enough.
  CREATE TABLE data_copies (
    user_id                 TEXT PRIMARY KEY,
    sent_at                 INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX data_copies_by_time ON data_copies (sent_at);

  -- What members choose in /settings.
  CREATE TABLE person_settings (
    user_id                 TEXT PRIMARY KEY,
    notify                  INTEGER NOT NULL DEFAULT 1,
    private                 INTEGER NOT NULL DEFAULT 0,
    spoiler                 INTEGER NOT NULL DEFAULT 0,
    askable                 INTEGER NOT NULL DEFAULT 1, -- whether others may ask for pictures they posted
    named                   INTEGER NOT NULL DEFAULT 1 -- whether usage charts may name them
  ) STRICT, WITHOUT ROWID;

  -- Default options of a member, by recipe.
  CREATE TABLE person_defaults (
    user_id                 TEXT NOT NULL,
    recipe                  TEXT NOT NULL,
    options                 TEXT NOT NULL,
    PRIMARY KEY (user_id, recipe)
  ) STRICT, WITHOUT ROWID;

  -- Presets of members and servers. Buttons name them by number.
  CREATE TABLE presets (
    owner_kind              TEXT NOT NULL,
    owner_id                TEXT NOT NULL,
    number                  INTEGER NOT NULL,
    name                    TEXT NOT NULL,
    sort_name               TEXT NOT NULL, -- the name in lower case
    before                  TEXT NOT NULL,
    after                   TEXT NOT NULL,
    options                 TEXT NOT NULL,
    recipe                  TEXT,
    made_by                 TEXT,
    made_at                 INTEGER NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, number),
    UNIQUE (owner_kind, owner_id, sort_name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX presets_by_maker ON presets (made_by) WHERE made_by IS NOT NULL;

  -- Reports of pictures.
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
    revision                INTEGER NOT NULL DEFAULT 1,
    effect                  TEXT NOT NULL DEFAULT 'none', -- until it is decided: 'hide', 'cover' or 'none'
    UNIQUE (job_id, reporter_id)
  ) STRICT;
  CREATE INDEX reports_open ON reports (job_id) WHERE decided_at IS NULL;
  CREATE INDEX reports_by_reporter ON reports (reporter_id);
  CREATE INDEX reports_by_decider ON reports (decided_by) WHERE decided_by IS NOT NULL;
  CREATE INDEX reports_by_decision ON reports (decided_at) WHERE decided_at IS NOT NULL;
  CREATE INDEX reports_undecided ON reports (reported_at) WHERE decided_at IS NULL;
  CREATE INDEX reports_open_by_guild ON reports (guild_id, reported_at) WHERE decided_at IS NULL;
  CREATE INDEX reports_untold ON reports (reported_at)
    WHERE undeliverable_at IS NULL AND shown_revision < revision;

  -- Servers with reports but no report channel, and when a moderator was notified.
  CREATE TABLE reports_waiting (
    guild_id                TEXT PRIMARY KEY,
    told_at                 INTEGER
  ) STRICT, WITHOUT ROWID;

  -- Report channels. moving_until: open reports up to then are posted again in a new channel.
  CREATE TABLE moderation_channels (
    guild_id                TEXT PRIMARY KEY,
    channel_id              TEXT NOT NULL,
    moving_until            INTEGER
  ) STRICT;

  -- Roles whose members moderate, besides members who manage the server.
  CREATE TABLE moderation_roles (
    guild_id                TEXT PRIMARY KEY,
    role_id                 TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What moderators and reporters did.
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
  CREATE INDEX moderation_events_by_time ON moderation_events (at);
  CREATE INDEX moderation_events_reported ON moderation_events (by_user, at) WHERE what = 'reported';

  -- Members who are blocked in a server.
  CREATE TABLE blocks (
    guild_id                TEXT NOT NULL,
    user_id                 TEXT NOT NULL,
    blocked_by              TEXT NOT NULL,
    blocked_at              INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX blocks_by_user ON blocks (user_id);
  CREATE INDEX blocks_by_blocker ON blocks (blocked_by);
  CREATE INDEX blocks_by_time ON blocks (guild_id, blocked_at);

  -- Servers in which every picture is a spoiler.
  CREATE TABLE spoiler_rules (
    guild_id                TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;

  -- The languages that servers have chosen for what everyone reads there.
  CREATE TABLE server_languages (
    guild_id                TEXT PRIMARY KEY,
    language                TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What managers of a server allow. subject_kind: 'server', 'role' or 'member'.
  CREATE TABLE server_rules (
    guild_id                TEXT NOT NULL,
    subject_kind            TEXT NOT NULL,
    subject_id              TEXT NOT NULL, -- '' for the server
    limit_name              TEXT NOT NULL,
    value                   TEXT NOT NULL,
    PRIMARY KEY (guild_id, subject_kind, subject_id, limit_name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX server_rules_by_member ON server_rules (subject_id, guild_id, limit_name)
    WHERE subject_kind = 'member';

  -- Who changed which rule. before and after: blank if there was, or is, none.
  CREATE TABLE rule_changes (
    id                      INTEGER PRIMARY KEY,
    guild_id                TEXT NOT NULL,
    at                      INTEGER NOT NULL,
    by_user                 TEXT NOT NULL,
    subject_kind            TEXT NOT NULL,
    subject_id              TEXT NOT NULL,
    limit_name              TEXT NOT NULL,
    before                  TEXT,
    after                   TEXT
  ) STRICT;
  CREATE INDEX rule_changes_of_guild ON rule_changes (guild_id, at);
  CREATE INDEX rule_changes_by_user ON rule_changes (by_user);
  CREATE INDEX rule_changes_about ON rule_changes (subject_id);
  CREATE INDEX rule_changes_by_time ON rule_changes (at);

  -- Servers whose waiting jobs are not sent. reason: 'rules', 'pause' or 'resumed'.
  CREATE TABLE server_holds (
    guild_id                TEXT NOT NULL,
    reason                  TEXT NOT NULL,
    since                   INTEGER NOT NULL,
    until                   INTEGER, -- when it was resumed
    revision                INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (guild_id, reason)
  ) STRICT, WITHOUT ROWID;

  -- What Discord says that members and servers are entitled to.
  CREATE TABLE entitlements (
    id                      TEXT PRIMARY KEY,
    sku_id                  TEXT NOT NULL,
    user_id                 TEXT, -- blank if it is a server's
    guild_id                TEXT,
    starts_at               INTEGER,
    ends_at                 INTEGER,
    as_of                   INTEGER NOT NULL, -- when Discord described it so
    deleted                 INTEGER NOT NULL DEFAULT 0,
    consumed                INTEGER NOT NULL DEFAULT 0, -- Discord knows that it is credited
    credits                 INTEGER NOT NULL DEFAULT 0, -- pictures that it was credited with, once
    spent                   INTEGER NOT NULL DEFAULT 0,
    consume_at              INTEGER, -- when to tell Discord that it is credited
    consume_tries           INTEGER NOT NULL DEFAULT 0,
    changed_at              INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX entitlements_of_user ON entitlements (user_id) WHERE user_id IS NOT NULL;
  CREATE INDEX entitlements_of_guild ON entitlements (guild_id) WHERE guild_id IS NOT NULL;
  CREATE INDEX entitlements_to_consume ON entitlements (consume_at) WHERE consume_at IS NOT NULL;
  CREATE INDEX entitlements_by_change ON entitlements (changed_at);

  -- Credits that a job uses, by the entitlement that they come from.
  CREATE TABLE job_credits (
    job_id                  TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    entitlement_id          TEXT NOT NULL,
    credits                 INTEGER NOT NULL,
    PRIMARY KEY (job_id, entitlement_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX job_credits_of_entitlement ON job_credits (entitlement_id);

  -- Refused prompts that count toward a pause, under keyed hashes of member and prompt.
  CREATE TABLE safety_tries (
    person                  TEXT NOT NULL,
    words                   TEXT NOT NULL,
    tried_at                INTEGER NOT NULL,
    PRIMARY KEY (person, words)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX safety_tries_by_time ON safety_tries (tried_at);

  -- Members who may not make pictures until then, under a keyed hash. count is blank once the member is erased.
  CREATE TABLE safety_pauses (
    person                  TEXT PRIMARY KEY,
    count                   INTEGER,
    ends_at                 INTEGER NOT NULL,
    appealed                INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX safety_pauses_by_end ON safety_pauses (ends_at);

  -- Members and servers that the operator blocks everywhere.
  CREATE TABLE kept_out (
    id                      INTEGER PRIMARY KEY,
    kind                    TEXT NOT NULL,
    subject                 TEXT NOT NULL,
    reason                  TEXT NOT NULL,
    kept_out_at             INTEGER NOT NULL,
    lifted_at               INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX kept_out_standing ON kept_out (kind, subject) WHERE lifted_at IS NULL;
  CREATE INDEX kept_out_by_subject ON kept_out (kind, subject);
  CREATE INDEX kept_out_lifted ON kept_out (lifted_at) WHERE lifted_at IS NOT NULL;

  -- Since when the operator wants no new jobs taken.
  CREATE TABLE draining (
    id                      INTEGER PRIMARY KEY CHECK (id = 1),
    since                   INTEGER
  ) STRICT;

  -- Triggers.
  CREATE TRIGGER consents_withdrawn AFTER UPDATE OF withdrawn_at ON consents
    WHEN old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL
    BEGIN
      UPDATE jobs SET follow_due = follow_due + 1,
          consent_withdrawn = max(consent_withdrawn, CASE WHEN user_id = new.user_id THEN 1 ELSE 2 END)
        WHERE id = new.job_id;
    END;

  CREATE TRIGGER gone_consents_withdrawn AFTER UPDATE OF withdrawn_at ON consents
    WHEN old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = new.job_id)
    BEGIN
      UPDATE jobs SET follow_due = follow_due + 1,
          consent_withdrawn = max(consent_withdrawn, CASE WHEN user_id = new.user_id THEN 1 ELSE 2 END)
        WHERE id IN (SELECT job_id FROM picture_sources WHERE source_id = new.job_id);
    END;

  CREATE TRIGGER job_counts_created AFTER INSERT ON jobs BEGIN
    INSERT INTO job_counts VALUES (new.state, 1)
      ON CONFLICT (state) DO UPDATE SET count = count + 1;
  END;

  CREATE TRIGGER job_counts_moved AFTER UPDATE OF state ON jobs WHEN old.state <> new.state BEGIN
    UPDATE job_counts SET count = count - 1 WHERE state = old.state;
    INSERT INTO job_counts VALUES (new.state, 1)
      ON CONFLICT (state) DO UPDATE SET count = count + 1;
  END;

  CREATE TRIGGER job_counts_removed AFTER DELETE ON jobs BEGIN
    UPDATE job_counts SET count = count - 1 WHERE state = old.state;
  END;

  CREATE TRIGGER jobs_leave_pictures AFTER UPDATE OF state ON jobs
    WHEN new.state NOT IN ('preparing', 'ready', 'submitting')
      AND NOT (new.state IN ('queued', 'running') AND new.parts_left > 0)
    BEGIN
      UPDATE prepared_pictures SET job_id = NULL WHERE job_id = new.id;
    END;

  CREATE TRIGGER jobs_join_sources AFTER DELETE ON jobs
    BEGIN
      INSERT OR IGNORE INTO picture_sources (job_id, source_id)
        SELECT made.job_id, source.source_id FROM picture_sources AS made
        JOIN picture_sources AS source ON source.job_id = made.source_id
        WHERE made.source_id = old.id;
      UPDATE jobs SET follow_due = follow_due + 1
        WHERE follow_due > 0 AND id IN (SELECT source_id FROM picture_sources WHERE job_id = old.id);
      DELETE FROM picture_sources WHERE job_id = old.id;
      DELETE FROM picture_sources WHERE source_id = old.id AND NOT EXISTS (
        SELECT 1 FROM consents
        WHERE job_id = old.id AND user_id <> old.user_id AND withdrawn_at IS NULL);
    END;
`;

-- The bot ended at 1900003720000.
PRAGMA user_version = 37;
CREATE TABLE jobs (
    id                      TEXT PRIMARY KEY,
    interaction_id          TEXT UNIQUE,
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
    params                TEXT NOT NULL,
    models                  TEXT NOT NULL,
    attachment              TEXT,
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
  , retry_at INTEGER, posting_at INTEGER, age_restricted INTEGER NOT NULL DEFAULT 0, visibility TEXT NOT NULL DEFAULT 'shown', hidden_because TEXT, erase_asked_at INTEGER, erased_at INTEGER, round INTEGER, lapses_at INTEGER, previous_state TEXT, message_gone_at INTEGER, locale TEXT, guild_locale TEXT, params_version INTEGER NOT NULL DEFAULT 1, recipe TEXT NOT NULL DEFAULT 'text', attachment_size_limit INTEGER, worker TEXT, lane TEXT NOT NULL DEFAULT '', price_micros INTEGER, cost_micros INTEGER, inputs TEXT, count INTEGER NOT NULL DEFAULT 1, from_job TEXT, from_step TEXT, from_picture INTEGER, from_message TEXT, hidden_with TEXT, follow_due INTEGER NOT NULL DEFAULT 0, consent_withdrawn INTEGER NOT NULL DEFAULT 0, telling_at INTEGER, told_at INTEGER, told_message_id TEXT, covered INTEGER NOT NULL DEFAULT 0, asks_user_id TEXT, asked_message TEXT, private INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE job_events (
    id                      INTEGER PRIMARY KEY,
    job_id                  TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at                      INTEGER NOT NULL,
    from_state              TEXT,
    to_state                TEXT NOT NULL,
    cause                   TEXT NOT NULL
  ) STRICT;
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
  , withdrawn_at INTEGER) STRICT;
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
    decided_at              INTEGER, revision INTEGER NOT NULL DEFAULT 1,
    UNIQUE (job_id, reporter_id)
  ) STRICT;
CREATE TABLE moderation_channels (
    guild_id                TEXT PRIMARY KEY,
    channel_id              TEXT NOT NULL
  , moving_until INTEGER) STRICT;
CREATE TABLE blocks (
    guild_id                TEXT NOT NULL,
    user_id                 TEXT NOT NULL,
    blocked_by              TEXT NOT NULL,
    blocked_at              INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
  ) STRICT, WITHOUT ROWID;
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
CREATE TABLE erased_counts (
    state                   TEXT PRIMARY KEY,
    count                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE job_counts (
    state                   TEXT PRIMARY KEY,
    count                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE erasures (
    user_id                 TEXT PRIMARY KEY,
    asked_at                INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE data_copies (
    user_id                 TEXT PRIMARY KEY,
    sent_at                 INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE moderation_roles (
    guild_id                TEXT PRIMARY KEY,
    role_id                 TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE reports_waiting (
    guild_id                TEXT PRIMARY KEY,
    told_at                 INTEGER
  ) STRICT, WITHOUT ROWID;
CREATE TABLE erased_people (
    pseudonym               TEXT PRIMARY KEY,
    asked_at                INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE TABLE line (
    lane                    TEXT PRIMARY KEY,
    round                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
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
CREATE TABLE person_settings (
    user_id                 TEXT PRIMARY KEY,
    notify                  INTEGER NOT NULL DEFAULT 1,
    private                 INTEGER NOT NULL DEFAULT 0,
    spoiler                 INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
CREATE TABLE person_defaults (
    user_id                 TEXT NOT NULL,
    recipe                  TEXT NOT NULL,
    options                 TEXT NOT NULL,
    PRIMARY KEY (user_id, recipe)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE presets (
    owner_kind              TEXT NOT NULL,
    owner_id                TEXT NOT NULL,
    number                  INTEGER NOT NULL,
    name                    TEXT NOT NULL,
    sort_name               TEXT NOT NULL,
    before                  TEXT NOT NULL,
    after                   TEXT NOT NULL,
    options                 TEXT NOT NULL,
    recipe                  TEXT,
    made_by                 TEXT,
    made_at                 INTEGER NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, number),
    UNIQUE (owner_kind, owner_id, sort_name)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE picture_sources (
    job_id                  TEXT NOT NULL,
    source_id               TEXT NOT NULL,
    PRIMARY KEY (job_id, source_id)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE spoiler_rules (
    guild_id                TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
CREATE TABLE draining (
    id                      INTEGER PRIMARY KEY CHECK (id = 1),
    since                   INTEGER
  ) STRICT;
CREATE TABLE kept_out (
    id                      INTEGER PRIMARY KEY,
    kind                    TEXT NOT NULL,
    subject                 TEXT NOT NULL,
    reason                  TEXT NOT NULL,
    kept_out_at             INTEGER NOT NULL,
    lifted_at               INTEGER
  ) STRICT;
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textdone', '1300000000000000001', '1300000000000000001', 1900000901000, '200000000000000001', '300000000000000001', '1310000000000000001', 0, '400000000000000002', 'completed', 3, 3, '{"prompt":"a lighthouse at dawn, textdone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":101}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'textdone-at-runpod-u1', 0, 1900000001000, 1900000001000, 1900000001000, 1900000001900, 1900000004900, 1900000012900, 900, 7654, '[{"file":"textdone-1.png","format":"png"}]', '{}', 0, 'shown', 1, 'running', 'en-US', 'en-US', 1, 'text', 10485760, 'contract', '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('facedone', '1300000000000000002', '1300000000000000002', 1900000913900, '200000000000000001', '300000000000000001', '1310000000000000002', 0, '400000000000000002', 'completed', 3, 3, '{"prompt":"a lighthouse at dawn, facedone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":1,"faceidWeight":1,"seed":102}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'facedone-at-runpod-u1', 0, 1900000013900, 1900000013900, 1900000014400, 1900000015300, 1900000018300, 1900000026300, 900, 7654, '[{"file":"facedone-1.png","format":"png"}]', '{}', 0, 'shown', 1, 'running', 'en-US', 'en-US', 1, 'face', 10485760, 'contract', '', '[{"option":"face","person":true,"format":"jpeg","bytes":312}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, from_job, from_step, from_message, follow_due, consent_withdrawn, covered, private)
  VALUES ('imagedone', '1300000000000000003', '1300000000000000003', 1900000927300, '200000000000000001', '300000000000000001', '1310000000000000003', 0, '400000000000000001', 'completed', 3, 3, '{"prompt":"a lighthouse at dawn, imagedone","negativePrompt":"ugly, blurry, low quality, deformed","denoise":0.6,"count":2,"steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","seed":103}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'imagedone-at-runpod-u1', 0, 1900000027300, 1900000027300, 1900000027800, 1900000028700, 1900000031700, 1900000039700, 900, 7654, '[{"file":"imagedone-1.png","format":"png"},{"file":"imagedone-2.png","format":"png"}]', '{}', 0, 'shown', 1, 'running', 'en-US', 'en-US', 1, 'image', 10485760, 'contract', '', '[{"option":"image","person":false,"source":{"job":"textdone","picture":0},"format":"jpeg","bytes":312}]', 2, 'textdone', 'vary', '200000000000000001/300000000000000001/1310000000000000001', 0, 0, 0, 0);
INSERT INTO jobs (id, answered_interaction_id, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, undeliverable_at, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, erased_at, round, previous_state, message_gone_at, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('erasedone', '', 1900000940700, '200000000000000001', '300000000000000001', 0, 'erased-92b65b29c8356a3f885a475deef2e82b', 'completed', 3, 3, 1900000084800, '{"prompt":"(erased)","negativePrompt":"","seed":0}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'erasedone-at-runpod-u1', 0, 1900000040700, 1900000040700, 1900000040700, 1900000041600, 1900000044600, 1900000052600, 900, 7654, '[]', '{}', 0, 'shown', 1900000084800, 1, 'running', 1900000084800, 'en-US', 1, 'text', 10485760, 'contract', '', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, hidden_because, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('hiddendone', '1300000000000000005', '1300000000000000005', 1900000953600, '200000000000000001', '300000000000000001', '1310000000000000005', 0, '400000000000000003', 'completed', 4, 3, '{"prompt":"a lighthouse at dawn, hiddendone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":105}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'hiddendone-at-runpod-u1', 0, 1900000053600, 1900000053600, 1900000053600, 1900000054500, 1900000057500, 1900000065500, 900, 7654, '[{"file":"hiddendone-1.png","format":"png"}]', '{}', 0, 'hidden', 'shows_me', 1, 'running', 'de', 'en-US', 1, 'text', 10485760, 'contract', '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, hidden_because, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, from_job, from_step, from_message, hidden_with, follow_due, consent_withdrawn, covered, private)
  VALUES ('imagehidden', '1300000000000000006', '1300000000000000006', 1900000966500, '200000000000000001', '300000000000000001', '1310000000000000006', 0, '400000000000000001', 'completed', 4, 3, '{"prompt":"a lighthouse at dawn, imagehidden","negativePrompt":"ugly, blurry, low quality, deformed","denoise":0.6,"count":1,"steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","seed":106}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'imagehidden-at-runpod-u1', 0, 1900000066500, 1900000066500, 1900000067000, 1900000067900, 1900000070900, 1900000078900, 900, 7654, '[{"file":"imagehidden-1.png","format":"png"}]', '{}', 0, 'hidden', 'shows_me', 1, 'running', 'en-US', 'en-US', 1, 'image', 10485760, 'contract', '', '[{"option":"image","person":false,"source":{"job":"hiddendone","picture":0},"format":"jpeg","bytes":312}]', 1, 'hiddendone', 'vary', '200000000000000001/300000000000000001/1310000000000000005', 'hiddendone', 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, execution_ms, pictures, error_code, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textfailed', '1300000000000000007', '1300000000000000007', 1900000979900, '200000000000000001', '300000000000000001', '1310000000000000007', 0, '400000000000000001', 'failed', 3, 3, '{"prompt":"a lighthouse at dawn, textfailed","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":107}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'textfailed-at-runpod-u1', 0, 1900000079900, 1900000079900, 1900000079900, 1900000080800, 1900000083800, 1900000083800, 1234, '[]', 'no_pictures', '{}', 0, 'shown', 1, 'running', 'en-US', 'en-US', 1, 'text', 10485760, 'contract', '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attachment, attempt, remote_open, created_at, pictures, error_facts, age_restricted, visibility, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, asks_user_id, asked_message, private)
  VALUES ('imagesilent', '1300000000000000008', '1300000000000000008', 'aW50ZXJhY3Rpb246imagesilent', 1900001040000, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'awaiting_consent', 1, 0, '{"prompt":"a lighthouse at dawn, imagesilent","negativePrompt":"ugly, blurry, low quality, deformed","denoise":0.6,"count":1,"steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","seed":108}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', '[{"option":"image","url":"https://cdn.discordapp.com/ephemeral-attachments/8/2/me.png?ex=6&is=6&hm=ab","size":81234}]', 0, 0, 1900000140000, '[]', '{}', 0, 'shown', 'de', 'en-US', 1, 'image', 10485760, '', '[{"option":"image","person":true}]', 1, 0, 0, 0, '400000000000000002', '1320000000000000001', 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attachment, attempt, remote_open, created_at, pictures, error_facts, age_restricted, visibility, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('faceasking', '1300000000000000009', '1300000000000000009', 'aW50ZXJhY3Rpb246faceasking', 1900004541000, '200000000000000001', '300000000000000001', 1, '400000000000000001', 'awaiting_consent', 1, 0, '{"prompt":"a lighthouse at dawn, faceasking","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":1,"faceidWeight":1,"seed":109}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', '[{"option":"face","url":"https://cdn.discordapp.com/ephemeral-attachments/9/2/me.png?ex=6&is=6&hm=ab","size":81234}]', 0, 0, 1900003641000, '[]', '{}', 0, 'shown', 'en-US', 'en-US', 1, 'face', 10485760, '', '[{"option":"face","person":true}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attachment, attempt, remote_open, created_at, pictures, error_facts, age_restricted, visibility, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, asks_user_id, asked_message, private)
  VALUES ('imageasking', '1300000000000000010', '1300000000000000010', 'aW50ZXJhY3Rpb246imageasking', 1900004542000, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'awaiting_consent', 1, 0, '{"prompt":"a lighthouse at dawn, imageasking","negativePrompt":"ugly, blurry, low quality, deformed","denoise":0.6,"count":1,"steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","seed":110}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', '[{"option":"image","url":"https://cdn.discordapp.com/ephemeral-attachments/10/2/me.png?ex=6&is=6&hm=ab","size":81234}]', 0, 0, 1900003642000, '[]', '{}', 0, 'shown', 'en-US', 'en-US', 1, 'image', 10485760, '', '[{"option":"image","person":true}]', 1, 0, 0, 0, '400000000000000002', '1320000000000000002', 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attachment, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, asked_message, private)
  VALUES ('imageagreed', '1300000000000000011', '1300000000000000011', 'aW50ZXJhY3Rpb246imageagreed', 1900004543000, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'accepted', 2, 0, '{"prompt":"a lighthouse at dawn, imageagreed","negativePrompt":"ugly, blurry, low quality, deformed","denoise":0.6,"count":1,"steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","seed":111}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', '[{"option":"image","url":"https://cdn.discordapp.com/ephemeral-attachments/11/2/me.png?ex=6&is=6&hm=ab","size":81234}]', 0, 0, 1900003643000, 1900003643000, '[]', '{}', 0, 'shown', 'awaiting_consent', 'en-US', 'en-US', 1, 'image', 10485760, '', '[{"option":"image","person":true}]', 1, 0, 0, 0, '1320000000000000003', 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attachment, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('faceaccepted', '1300000000000000012', '1300000000000000012', 'aW50ZXJhY3Rpb246faceaccepted', 1900004544000, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'accepted', 1, 0, '{"prompt":"a lighthouse at dawn, faceaccepted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":1,"faceidWeight":1,"seed":112}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', '[{"option":"face","url":"https://cdn.discordapp.com/ephemeral-attachments/12/2/me.png?ex=6&is=6&hm=ab","size":81234}]', 0, 0, 1900003644000, 1900003644000, '[]', '{}', 0, 'shown', 'en-US', 'en-US', 1, 'face', 10485760, '', '[{"option":"face","person":true}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attachment, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('facepreparing', '1300000000000000013', '1300000000000000013', 'aW50ZXJhY3Rpb246facepreparing', 1900004545000, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'preparing', 1, 0, '{"prompt":"a lighthouse at dawn, facepreparing","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":1,"faceidWeight":1,"seed":113}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', '[{"option":"face","url":"https://cdn.discordapp.com/ephemeral-attachments/13/2/me.png?ex=6&is=6&hm=ab","size":81234}]', 0, 0, 1900003645000, 1900003645000, '[]', '{}', 0, 'shown', 'accepted', 'en-US', 'en-US', 1, 'face', 10485760, '', '[{"option":"face","person":true}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attachment, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('imageaccepted', '1300000000000000014', '1300000000000000014', 'aW50ZXJhY3Rpb246imageaccepted', 1900004546000, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'accepted', 1, 0, '{"prompt":"a lighthouse at dawn, imageaccepted","negativePrompt":"ugly, blurry, low quality, deformed","denoise":0.6,"count":1,"steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","seed":114}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', '[]', 0, 0, 1900003646000, 1900003646000, '[]', '{}', 0, 'shown', 'de', 'en-US', 1, 'image', 10485760, '', '[{"option":"image","person":false,"source":{"job":"textdone","picture":0}}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, retry_at, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textretryat', '1300000000000000015', '1300000000000000015', 'aW50ZXJhY3Rpb246textretryat', 1900004547000, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textretryat","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":115}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 1900003647000, 1900003647000, 1900003647000, '[]', '{}', 1900003677500, 0, 'shown', 1, 'submitting', 'en-US', 'en-US', 1, 'text', 10485760, '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textsubmitting', '1300000000000000016', '1300000000000000016', 'aW50ZXJhY3Rpb246textsubmitting', 1900004548500, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, textsubmitting","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":116}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 0, 1900003648500, 1900003648500, 1900003648500, '[]', '{}', 0, 'shown', 1, 'ready', 'en-US', 'en-US', 1, 'text', 10485760, '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('facesubmitting', '1300000000000000017', '1300000000000000017', 'aW50ZXJhY3Rpb246facesubmitting', 1900004550000, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, facesubmitting","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":1,"faceidWeight":1,"seed":117}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 0, 1900003650000, 1900003650000, 1900003650500, '[]', '{}', 0, 'shown', 2, 'ready', 'en-US', 'en-US', 1, 'face', 10485760, '', '[{"option":"face","person":true,"format":"jpeg","bytes":312}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textdoubted', '1300000000000000018', '1300000000000000018', 'aW50ZXJhY3Rpb246textdoubted', 1900004552000, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, textdoubted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":118}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 2, 0, 1900003652000, 1900003652000, 1900003652000, '[]', '{}', 0, 'shown', 3, 'submitting', 'en-US', 'en-US', 1, 'text', 10485760, '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textqueued', '1300000000000000019', '1300000000000000019', 'aW50ZXJhY3Rpb246textqueued', 1900004553500, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'queued', 1, 0, '{"prompt":"a lighthouse at dawn, textqueued","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":119}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'textqueued-at-runpod-u1', 1, 1900003653500, 1900003653500, 1900003653500, 1900003654400, '[]', '{}', 0, 'shown', 2, 'submitting', 'de', 'en-US', 1, 'text', 10485760, 'contract', '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('facequeued', '1300000000000000020', '1300000000000000020', 'aW50ZXJhY3Rpb246facequeued', 1900004555400, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'queued', 1, 0, '{"prompt":"a lighthouse at dawn, facequeued","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":1,"faceidWeight":1,"seed":120}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'facequeued-at-runpod-u1', 1, 1900003655400, 1900003655400, 1900003655900, 1900003656800, '[]', '{}', 0, 'shown', 3, 'submitting', 'de', 'en-US', 1, 'face', 10485760, 'contract', '', '[{"option":"face","person":true,"format":"jpeg","bytes":312}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textrunning', '1300000000000000021', '1300000000000000021', 'aW50ZXJhY3Rpb246textrunning', 1900004557800, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'running', 2, 0, '{"prompt":"a lighthouse at dawn, textrunning","negativePrompt":"","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":0.9,"seed":121}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'textrunning-at-runpod-u1', 1, 1900003657800, 1900003657800, 1900003657800, 1900003658700, 1900003661700, '[]', '{}', 0, 'shown', 4, 'queued', 'en-US', 'en-US', 1, 'text', 10485760, 'contract', '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('facerunning', '1300000000000000022', '1300000000000000022', 'aW50ZXJhY3Rpb246facerunning', 1900004562700, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'running', 2, 0, '{"prompt":"a lighthouse at dawn, facerunning","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":1,"faceidWeight":1,"seed":122}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'facerunning-at-runpod-u1', 1, 1900003662700, 1900003662700, 1900003663200, 1900003664100, 1900003667100, '[]', '{}', 0, 'shown', 5, 'queued', 'en-US', 'en-US', 1, 'face', 10485760, 'contract', '', '[{"option":"face","person":true,"format":"jpeg","bytes":312}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textcompleted', '1300000000000000023', '1300000000000000023', 'aW50ZXJhY3Rpb246textcompleted', 1900004568100, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'completed', 3, 0, '{"prompt":"a lighthouse at dawn, textcompleted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":123}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'textcompleted-at-runpod-u1', 0, 1900003668100, 1900003668100, 1900003668100, 1900003669000, 1900003672000, 1900003680000, 900, 7654, '[{"file":"textcompleted-1.png","format":"png"}]', '{}', 0, 'shown', 3, 'running', 'en-US', 'en-US', 1, 'text', 10485760, 'contract', '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('facecompleted', '1300000000000000024', '1300000000000000024', 'aW50ZXJhY3Rpb246facecompleted', 1900004581000, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'completed', 3, 0, '{"prompt":"a lighthouse at dawn, facecompleted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":1.25,"faceidWeight":1,"seed":124}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'facecompleted-at-runpod-u1', 0, 1900003681000, 1900003681000, 1900003681500, 1900003682400, 1900003685400, 1900003693400, 900, 7654, '[{"file":"facecompleted-1.png","format":"png"}]', '{}', 0, 'shown', 3, 'running', 'en-US', 'en-US', 1, 'face', 10485760, 'contract', '', '[{"option":"face","person":true,"format":"jpeg","bytes":312}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, pictures, error_facts, cancelled_by, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textcancelled', '1300000000000000025', '1300000000000000025', 'aW50ZXJhY3Rpb246textcancelled', 1900004594400, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'cancelled', 3, 0, '{"prompt":"a lighthouse at dawn, textcancelled","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":125}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'textcancelled-at-runpod-u1', 1, 1900003694400, 1900003694400, 1900003694400, 1900003695300, 1900003698300, 1900003698300, '[]', '{}', '400000000000000001', 0, 'shown', 6, 'running', 'en-US', 'en-US', 1, 'text', 10485760, 'contract', '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, finished_at, pictures, error_code, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textbroken', '1300000000000000026', '1300000000000000026', 'aW50ZXJhY3Rpb246textbroken', 1900004599300, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'failed', 2, 0, '{"prompt":"a lighthouse at dawn, textbroken","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":126}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 1900003699300, 1900003699300, 1900003699300, 1900003699800, '[]', 'key_refused', '{}', 0, 'shown', 7, 'submitting', 'en-US', 'en-US', 1, 'text', 10485760, '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, finished_at, pictures, error_code, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, worker, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textexpired', '1300000000000000027', '1300000000000000027', 'aW50ZXJhY3Rpb246textexpired', 1900004600800, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'expired', 2, 0, '{"prompt":"a lighthouse at dawn, textexpired","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":127}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 'endpoint-of-then', 'textexpired-at-runpod-u1', 1, 1900003700800, 1900003700800, 1900003700800, 1900003701700, 1900003701700, '[]', 'took_too_long', '{"minutes":10}', 0, 'shown', 7, 'queued', 'en-US', 'en-US', 1, 'text', 10485760, 'contract', '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textready', '1300000000000000028', '1300000000000000028', 'aW50ZXJhY3Rpb246textready', 1900004602700, '200000000000000001', '300000000000000002', 0, '400000000000000001', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textready","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"16:9","steps":15,"cfg":5.5,"sampler":"dpmpp_2m","scheduler":"karras","denoise":1,"seed":128}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 1900003702700, 1900003702700, 1900003702700, '[]', '{}', 1, 'shown', 8, 'en-US', 'en-US', 1, 'text', 10485760, '', '[]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('faceready', '1300000000000000029', '1300000000000000029', 'aW50ZXJhY3Rpb246faceready', 1900004603700, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, faceready","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"faceWeight":0.8,"faceidWeight":1,"seed":129}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 1900003703700, 1900003703700, 1900003704200, '[]', '{}', 0, 'shown', 4, 'preparing', 'de', 'en-US', 1, 'face', 10485760, '', '[{"option":"face","person":true,"format":"jpeg","bytes":312}]', 1, 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, previous_state, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, from_job, from_step, from_picture, from_message, follow_due, consent_withdrawn, covered, private)
  VALUES ('imageready', '1300000000000000030', '1300000000000000030', 'aW50ZXJhY3Rpb246imageready', 1900004605200, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, imageready","negativePrompt":"ugly, blurry, low quality, deformed","denoise":0.6,"count":1,"steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","seed":130}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 1900003705200, 1900003705200, 1900003705700, '[]', '{}', 0, 'shown', 3, 'preparing', 'en-US', 'en-US', 1, 'image', 10485760, '', '[{"option":"image","person":false,"source":{"job":"imagedone","picture":1},"format":"jpeg","bytes":312}]', 1, 'imagedone', 'vary', 1, '200000000000000001/300000000000000001/1310000000000000003', 0, 0, 0, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textcovered', '1300000000000000031', '1300000000000000031', 'aW50ZXJhY3Rpb246textcovered', 1900004606700, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textcovered","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"dpmpp_2m","scheduler":"normal","denoise":1,"seed":131,"#notes":{"preset":"house","kept":{"sampler":"preset"}}}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 1900003706700, 1900003706700, 1900003706700, '[]', '{}', 0, 'shown', 9, 'en-US', 'en-US', 1, 'text', 10485760, '', '[]', 1, 0, 0, 1, 0);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textprivate', '1300000000000000032', '1300000000000000032', 'aW50ZXJhY3Rpb246textprivate', 1900004607700, '200000000000000001', '300000000000000001', 1, '400000000000000003', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textprivate","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":132}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 1900003707700, 1900003707700, 1900003707700, '[]', '{}', 0, 'shown', 5, 'de', 'en-US', 1, 'text', 10485760, '', '[]', 1, 0, 0, 0, 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, params, models, retry_of, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round, locale, guild_locale, params_version, recipe, attachment_size_limit, lane, inputs, count, follow_due, consent_withdrawn, covered, private)
  VALUES ('textagain', '1300000000000000033', '1300000000000000033', 'aW50ZXJhY3Rpb246textagain', 1900004608700, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textagain","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":133}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 'textfailed', 0, 0, 1900003708700, 1900003708700, 1900003708700, '[]', '{}', 0, 'shown', 10, 'en-US', 'en-US', 1, 'text', 10485760, '', '[]', 1, 0, 0, 0, 0);
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (1, 'textdone', 1900000001000, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (2, 'textdone', 1900000001500, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (3, 'textdone', 1900000001900, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (4, 'textdone', 1900000004900, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (5, 'textdone', 1900000012900, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (6, 'facedone', 1900000013900, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (7, 'facedone', 1900000014400, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (8, 'facedone', 1900000014400, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (9, 'facedone', 1900000014900, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (10, 'facedone', 1900000015300, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (11, 'facedone', 1900000018300, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (12, 'facedone', 1900000026300, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (13, 'imagedone', 1900000027300, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (14, 'imagedone', 1900000027800, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (15, 'imagedone', 1900000027800, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (16, 'imagedone', 1900000028300, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (17, 'imagedone', 1900000028700, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (18, 'imagedone', 1900000031700, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (19, 'imagedone', 1900000039700, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (20, 'erasedone', 1900000040700, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (21, 'erasedone', 1900000041200, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (22, 'erasedone', 1900000041600, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (23, 'erasedone', 1900000044600, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (24, 'erasedone', 1900000052600, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (25, 'hiddendone', 1900000053600, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (26, 'hiddendone', 1900000054100, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (27, 'hiddendone', 1900000054500, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (28, 'hiddendone', 1900000057500, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (29, 'hiddendone', 1900000065500, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (30, 'imagehidden', 1900000066500, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (31, 'imagehidden', 1900000067000, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (32, 'imagehidden', 1900000067000, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (33, 'imagehidden', 1900000067500, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (34, 'imagehidden', 1900000067900, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (35, 'imagehidden', 1900000070900, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (36, 'imagehidden', 1900000078900, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (37, 'textfailed', 1900000079900, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (38, 'textfailed', 1900000080400, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (39, 'textfailed', 1900000080800, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (40, 'textfailed', 1900000083800, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (41, 'textfailed', 1900000083800, 'running', 'failed', 'no_pictures');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (42, 'imagesilent', 1900000140000, 'awaiting_consent', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (43, 'faceasking', 1900003641000, 'awaiting_consent', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (44, 'imageasking', 1900003642000, 'awaiting_consent', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (45, 'imageagreed', 1900003643000, 'awaiting_consent', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (46, 'imageagreed', 1900003643000, 'awaiting_consent', 'accepted', 'confirmed by its poster');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (47, 'faceaccepted', 1900003644000, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (48, 'facepreparing', 1900003645000, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (49, 'facepreparing', 1900003645000, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (50, 'imageaccepted', 1900003646000, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (51, 'textretryat', 1900003647000, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (52, 'textretryat', 1900003647500, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (53, 'textretryat', 1900003647500, 'submitting', 'ready', 'not taken by RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (54, 'textsubmitting', 1900003648500, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (55, 'textsubmitting', 1900003649000, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (56, 'facesubmitting', 1900003650000, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (57, 'facesubmitting', 1900003650500, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (58, 'facesubmitting', 1900003650500, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (59, 'facesubmitting', 1900003651000, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (60, 'textdoubted', 1900003652000, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (61, 'textdoubted', 1900003652500, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (62, 'textdoubted', 1900003652500, 'submitting', 'submitting', 'sent to RunPod again');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (63, 'textqueued', 1900003653500, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (64, 'textqueued', 1900003654000, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (65, 'textqueued', 1900003654400, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (66, 'facequeued', 1900003655400, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (67, 'facequeued', 1900003655900, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (68, 'facequeued', 1900003655900, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (69, 'facequeued', 1900003656400, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (70, 'facequeued', 1900003656800, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (71, 'textrunning', 1900003657800, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (72, 'textrunning', 1900003658300, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (73, 'textrunning', 1900003658700, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (74, 'textrunning', 1900003661700, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (75, 'facerunning', 1900003662700, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (76, 'facerunning', 1900003663200, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (77, 'facerunning', 1900003663200, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (78, 'facerunning', 1900003663700, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (79, 'facerunning', 1900003664100, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (80, 'facerunning', 1900003667100, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (81, 'textcompleted', 1900003668100, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (82, 'textcompleted', 1900003668600, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (83, 'textcompleted', 1900003669000, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (84, 'textcompleted', 1900003672000, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (85, 'textcompleted', 1900003680000, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (86, 'facecompleted', 1900003681000, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (87, 'facecompleted', 1900003681500, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (88, 'facecompleted', 1900003681500, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (89, 'facecompleted', 1900003682000, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (90, 'facecompleted', 1900003682400, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (91, 'facecompleted', 1900003685400, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (92, 'facecompleted', 1900003693400, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (93, 'textcancelled', 1900003694400, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (94, 'textcancelled', 1900003694900, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (95, 'textcancelled', 1900003695300, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (96, 'textcancelled', 1900003698300, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (97, 'textcancelled', 1900003698300, 'running', 'cancelled', 'cancelled by a click');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (98, 'textbroken', 1900003699300, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (99, 'textbroken', 1900003699800, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (100, 'textbroken', 1900003699800, 'submitting', 'failed', 'key_refused');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (101, 'textexpired', 1900003700800, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (102, 'textexpired', 1900003701300, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (103, 'textexpired', 1900003701700, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (104, 'textexpired', 1900003701700, 'queued', 'expired', 'deadline passed: took_too_long');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (105, 'textready', 1900003702700, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (106, 'faceready', 1900003703700, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (107, 'faceready', 1900003704200, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (108, 'faceready', 1900003704200, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (109, 'imageready', 1900003705200, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (110, 'imageready', 1900003705700, 'accepted', 'preparing', 'has pictures');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (111, 'imageready', 1900003705700, 'preparing', 'ready', 'pictures prepared');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (112, 'textcovered', 1900003706700, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (113, 'textprivate', 1900003707700, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (114, 'textagain', 1900003708700, 'ready', 'asked for');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (1, 'facedone', '400000000000000002', '200000000000000001', 1900000013900, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
  VALUES (2, 'imageagreed', '400000000000000002', '200000000000000001', 1900003643000, 'button', 3, 'Yes, and everybody shown is me or has agreed');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
  VALUES (3, 'faceaccepted', '400000000000000001', '200000000000000001', 1900003644000, 'option', 1, 'I am this person, or have their permission');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
  VALUES (4, 'facepreparing', '400000000000000001', '200000000000000001', 1900003645000, 'option', 1, 'I am this person, or have their permission');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (5, 'facesubmitting', '400000000000000002', '200000000000000001', 1900003650000, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (6, 'facequeued', '400000000000000003', '200000000000000001', 1900003655400, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (7, 'facerunning', '400000000000000001', '200000000000000001', 1900003662700, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (8, 'facecompleted', '400000000000000002', '200000000000000001', 1900003681000, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (9, 'faceready', '400000000000000003', '200000000000000001', 1900003703700, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO reports (id, job_id, guild_id, reporter_id, reason, reported_at, shown_revision, revision)
  VALUES ('report01', 'hiddendone', '200000000000000001', '400000000000000002', 'shows_me', 1900000084800, 0, 1);
INSERT INTO moderation_channels (guild_id, channel_id)
  VALUES ('200000000000000001', '300000000000000001');
INSERT INTO blocks (guild_id, user_id, blocked_by, blocked_at)
  VALUES ('200000000000000001', '400000000000000004', '400000000000000002', 1900000084800);
INSERT INTO moderation_events (id, guild_id, at, by_user, what)
  VALUES (1, '200000000000000001', 1900000000000, '400000000000000002', 'spoilers on');
INSERT INTO moderation_events (id, guild_id, at, by_user, what)
  VALUES (2, '200000000000000001', 1900000000000, '400000000000000002', 'channel chosen');
INSERT INTO moderation_events (id, guild_id, at, by_user, what, user_id, job_id, report_id)
  VALUES (3, '200000000000000001', 1900000084800, '400000000000000002', 'reported', '400000000000000003', 'hiddendone', 'report01');
INSERT INTO moderation_events (id, guild_id, at, by_user, what, user_id)
  VALUES (4, '200000000000000001', 1900000084800, '400000000000000002', 'blocked', '400000000000000004');
INSERT INTO job_counts (state, count)
  VALUES ('accepted', 3);
INSERT INTO job_counts (state, count)
  VALUES ('awaiting_consent', 3);
INSERT INTO job_counts (state, count)
  VALUES ('cancelled', 1);
INSERT INTO job_counts (state, count)
  VALUES ('completed', 8);
INSERT INTO job_counts (state, count)
  VALUES ('expired', 1);
INSERT INTO job_counts (state, count)
  VALUES ('failed', 2);
INSERT INTO job_counts (state, count)
  VALUES ('preparing', 1);
INSERT INTO job_counts (state, count)
  VALUES ('queued', 2);
INSERT INTO job_counts (state, count)
  VALUES ('ready', 7);
INSERT INTO job_counts (state, count)
  VALUES ('running', 2);
INSERT INTO job_counts (state, count)
  VALUES ('submitting', 3);
INSERT INTO erased_people (pseudonym, asked_at)
  VALUES ('erased-92b65b29c8356a3f885a475deef2e82b', 1900000084800);
INSERT INTO line (lane, round)
  VALUES ('', 2);
INSERT INTO prepared_pictures (id, job_id)
  VALUES (1, 'facesubmitting');
INSERT INTO prepared_pictures (id, job_id)
  VALUES (5, 'faceready');
INSERT INTO prepared_pictures (id, job_id)
  VALUES (6, 'imageready');
INSERT INTO picture_pieces (pictures_id, place, bytes)
  VALUES (1, 0, X'ffd8ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffdb0043010e0e0e131113261515264f352d354f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4fffc00011080020002003012200021101031101ffc40017000101010100000000000000000000000000040607ffc4001b100100000700000000000000000000000000020405155593d1ffc4001501010100000000000000000000000000000003ffc40014110100000000000000000000000000000000ffda000c03010002110311003f00c58082e000ead69a663a53443c2d34cc74a68878b404569a663a53443c2d34cc74a68878b407ffd9');
INSERT INTO picture_pieces (pictures_id, place, bytes)
  VALUES (5, 0, X'ffd8ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffdb0043010e0e0e131113261515264f352d354f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4fffc00011080020002003012200021101031101ffc40017000101010100000000000000000000000000040607ffc4001b100100000700000000000000000000000000020405155593d1ffc4001501010100000000000000000000000000000003ffc40014110100000000000000000000000000000000ffda000c03010002110311003f00c58082e000ead69a663a53443c2d34cc74a68878b404569a663a53443c2d34cc74a68878b407ffd9');
INSERT INTO picture_pieces (pictures_id, place, bytes)
  VALUES (6, 0, X'ffd8ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffdb0043010e0e0e131113261515264f352d354f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4fffc00011080020002003012200021101031101ffc40017000101010100000000000000000000000000040607ffc4001b100100000700000000000000000000000000020405155593d1ffc4001501010100000000000000000000000000000003ffc40014110100000000000000000000000000000000ffda000c03010002110311003f00c58082e000ead69a663a53443c2d34cc74a68878b404569a663a53443c2d34cc74a68878b407ffd9');
INSERT INTO person_settings (user_id, notify, private, spoiler)
  VALUES ('400000000000000001', 0, 0, 1);
INSERT INTO person_settings (user_id, notify, private, spoiler)
  VALUES ('400000000000000003', 1, 1, 0);
INSERT INTO person_defaults (user_id, recipe, options)
  VALUES ('400000000000000001', 'text', '{"steps":33,"cfg":5.5}');
INSERT INTO presets (owner_kind, owner_id, number, name, sort_name, before, after, options, made_by, made_at)
  VALUES ('person', '400000000000000001', 1, 'Dawn', 'dawn', 'a photo of', 'at dawn', '{"negativePrompt":"red"}', '400000000000000001', 1900000000000);
INSERT INTO presets (owner_kind, owner_id, number, name, sort_name, before, after, options, made_by, made_at)
  VALUES ('server', '200000000000000001', 1, 'house', 'house', '', '', '{"sampler":"dpmpp_2m"}', '400000000000000002', 1900000000000);
INSERT INTO picture_sources (job_id, source_id)
  VALUES ('imagehidden', 'hiddendone');
INSERT INTO picture_sources (job_id, source_id)
  VALUES ('imageready', 'imagedone');
INSERT INTO picture_sources (job_id, source_id)
  VALUES ('imageaccepted', 'textdone');
INSERT INTO picture_sources (job_id, source_id)
  VALUES ('imagedone', 'textdone');
INSERT INTO spoiler_rules (guild_id)
  VALUES ('200000000000000001');
CREATE INDEX jobs_unfinished ON jobs (created_at)
    WHERE finished_at IS NULL OR remote_open = 1
      OR (shown_revision < revision AND undeliverable_at IS NULL);
CREATE INDEX jobs_by_user ON jobs (user_id, created_at);
CREATE INDEX job_events_by_job ON job_events (job_id);
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
CREATE INDEX consents_by_user ON consents (user_id);
CREATE INDEX reports_open ON reports (job_id) WHERE decided_at IS NULL;
CREATE INDEX reports_by_reporter ON reports (reporter_id);
CREATE INDEX blocks_by_user ON blocks (user_id);
CREATE INDEX moderation_events_by_user ON moderation_events (user_id);
CREATE INDEX moderation_events_by_moderator ON moderation_events (by_user);
CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_to_retry ON jobs (retry_at) WHERE state = 'ready' AND retry_at IS NOT NULL;
CREATE INDEX jobs_by_gpu_time ON jobs (finished_at, execution_ms, started_at)
    WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_with_pictures ON jobs (finished_at) WHERE pictures <> '[]';
CREATE INDEX jobs_erased_by_end ON jobs (finished_at) WHERE erased_at IS NOT NULL;
CREATE INDEX reports_by_decider ON reports (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX reports_by_decision ON reports (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX reports_undecided ON reports (reported_at) WHERE decided_at IS NULL;
CREATE INDEX consents_standing ON consents (user_id, given_at) WHERE withdrawn_at IS NULL;
CREATE INDEX blocks_by_blocker ON blocks (blocked_by);
CREATE INDEX moderation_events_by_time ON moderation_events (at);
CREATE INDEX data_copies_by_time ON data_copies (sent_at);
CREATE INDEX jobs_in_line_since ON jobs (ready_at) WHERE state = 'ready' AND retry_at IS NULL;
CREATE INDEX reports_open_by_guild ON reports (guild_id, reported_at) WHERE decided_at IS NULL;
CREATE INDEX blocks_by_time ON blocks (guild_id, blocked_at);
CREATE INDEX jobs_by_gpu_time_of_guild ON jobs (guild_id, finished_at, execution_ms, started_at)
    WHERE finished_at IS NOT NULL;
CREATE INDEX moderation_events_reported ON moderation_events (by_user, at)
    WHERE what = 'reported';
CREATE INDEX erased_people_by_time ON erased_people (asked_at);
CREATE INDEX reports_untold ON reports (reported_at)
    WHERE undeliverable_at IS NULL AND shown_revision < revision;
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
CREATE INDEX jobs_several_open_by_user ON jobs (user_id, count)
    WHERE finished_at IS NULL AND count > 1;
CREATE INDEX jobs_several_open_by_guild ON jobs (guild_id, count)
    WHERE finished_at IS NULL AND count > 1;
CREATE INDEX jobs_several_by_user ON jobs (user_id, created_at, count) WHERE count > 1;
CREATE INDEX jobs_several_by_guild ON jobs (guild_id, created_at, count) WHERE count > 1;
CREATE INDEX presets_by_maker ON presets (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX jobs_from ON jobs (from_job, created_at) WHERE from_job IS NOT NULL;
CREATE INDEX picture_sources_made_from ON picture_sources (source_id, job_id);
CREATE INDEX jobs_follow_due ON jobs (id) WHERE follow_due > 0;
CREATE INDEX jobs_told_in_vain ON jobs (id)
    WHERE told_message_id IS NOT NULL AND (visibility = 'removed' OR erased_at IS NOT NULL);
CREATE INDEX jobs_asks ON jobs (asks_user_id) WHERE asks_user_id IS NOT NULL;
CREATE INDEX jobs_private ON jobs (guild_id, created_at) WHERE private = 1;
CREATE INDEX jobs_under_way ON jobs (state, recipe, lane, finished_at) WHERE finished_at IS NULL;
CREATE UNIQUE INDEX kept_out_standing ON kept_out (kind, subject) WHERE lifted_at IS NULL;
CREATE INDEX kept_out_by_subject ON kept_out (kind, subject);
CREATE INDEX kept_out_lifted ON kept_out (lifted_at) WHERE lifted_at IS NOT NULL;
CREATE INDEX jobs_private_tokens ON jobs (token_expires_at)
    WHERE private = 1 AND interaction_token IS NOT NULL AND finished_at IS NOT NULL;
CREATE INDEX jobs_looked_at_from ON jobs (from_job, private, created_at)
    WHERE from_job IS NOT NULL AND ephemeral = 0 AND erased_at IS NULL;
CREATE INDEX jobs_asked_before ON jobs (asked_message) WHERE asked_message IS NOT NULL;
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
    BEGIN
      UPDATE prepared_pictures SET job_id = NULL WHERE job_id = new.id;
    END;
CREATE TRIGGER consents_withdrawn AFTER UPDATE OF withdrawn_at ON consents
    WHEN old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL
    BEGIN
      UPDATE jobs SET follow_due = follow_due + 1,
          consent_withdrawn = max(consent_withdrawn, CASE WHEN user_id = new.user_id THEN 1 ELSE 2 END)
        WHERE id = new.job_id;
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
CREATE TRIGGER gone_consents_withdrawn AFTER UPDATE OF withdrawn_at ON consents
    WHEN old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = new.job_id)
    BEGIN
      UPDATE jobs SET follow_due = follow_due + 1,
          consent_withdrawn = max(consent_withdrawn, CASE WHEN user_id = new.user_id THEN 1 ELSE 2 END)
        WHERE id IN (SELECT job_id FROM picture_sources WHERE source_id = new.job_id);
    END;

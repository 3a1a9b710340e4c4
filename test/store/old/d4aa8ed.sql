-- The bot ended at 1900003713300.
PRAGMA user_version = 12;
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
, retry_at INTEGER, posting_at INTEGER, age_restricted INTEGER NOT NULL DEFAULT 0, visibility TEXT NOT NULL DEFAULT 'shown', hidden_because TEXT, erase_asked_at INTEGER, erased_at INTEGER, round INTEGER, lapses_at INTEGER) STRICT;
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
  decided_at              INTEGER,
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
CREATE TABLE line (
  id                      INTEGER PRIMARY KEY CHECK (id = 1),
  round                   INTEGER NOT NULL
) STRICT;
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
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('textdone', '1300000000000000001', '1300000000000000001', 1900000901000, '200000000000000001', '300000000000000001', '1310000000000000001', 0, '400000000000000002', 'completed', 3, 3, '{"prompt":"a lighthouse at dawn, textdone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":101,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textdone-at-runpod-u1', 0, 1900000001000, 1900000001000, 1900000001000, 1900000001900, 1900000004900, 1900000012900, 900, 7654, '[{"file":"textdone-1.png","format":"png"}]', '{}', 0, 'shown', 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('facedone', '1300000000000000002', '1300000000000000002', 1900000913900, '200000000000000001', '300000000000000001', '1310000000000000002', 0, '400000000000000002', 'completed', 3, 3, '{"prompt":"a lighthouse at dawn, facedone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":102,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 1, 'endpoint-of-then', 'facedone-at-runpod-u1', 0, 1900000013900, 1900000013900, 1900000014400, 1900000014800, 1900000017800, 1900000025800, 900, 7654, '[{"file":"facedone-1.png","format":"png"}]', '{}', 0, 'shown', 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, undeliverable_at, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, erased_at, round)
  VALUES ('erasedone', 'erased-erasedone', '1300000000000000003', 1900000926800, '200000000000000001', '300000000000000001', '1310000000000000003', 0, 'erased-3392588fdf811e9a40a19444c0e6d690', 'completed', 3, 3, 1900000051600, '{"prompt":"(erased)","negativePrompt":"","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":0,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'erasedone-at-runpod-u1', 0, 1900000026800, 1900000026800, 1900000026800, 1900000027700, 1900000030700, 1900000038700, 900, 7654, '[]', '{}', 0, 'shown', 1900000051600, 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, hidden_because, round)
  VALUES ('hiddendone', '1300000000000000004', '1300000000000000004', 1900000939700, '200000000000000001', '300000000000000001', '1310000000000000004', 0, '400000000000000003', 'completed', 4, 3, '{"prompt":"a lighthouse at dawn, hiddendone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":104,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'hiddendone-at-runpod-u1', 0, 1900000039700, 1900000039700, 1900000039700, 1900000040600, 1900000043600, 1900000051600, 900, 7654, '[{"file":"hiddendone-1.png","format":"png"}]', '{}', 0, 'hidden', 'shows_me', 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, finished_at, pictures, error_code, error_facts, age_restricted, visibility, round)
  VALUES ('textfailed', '1300000000000000005', '1300000000000000005', 1900000952600, '200000000000000001', '300000000000000001', '1310000000000000005', 0, '400000000000000001', 'failed', 2, 2, '{"prompt":"a lighthouse at dawn, textfailed","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":105,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900000052600, 1900000052600, 1900000052600, 1900000052600, '[]', 'no_pictures', '{}', 0, 'shown', 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attachment, attempt, remote_open, created_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('faceasking', '1300000000000000006', '1300000000000000006', 'aW50ZXJhY3Rpb246faceasking', 1900004553600, '200000000000000001', '300000000000000001', 1, '400000000000000001', 'awaiting_consent', 1, 0, '{"prompt":"a lighthouse at dawn, faceasking","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":106,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, '{"url":"https://cdn.discordapp.com/ephemeral-attachments/6/2/me.png?ex=6&is=6&hm=ab","size":81234}', 0, 0, 1900003653600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attachment, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('faceaccepted', '1300000000000000007', '1300000000000000007', 'aW50ZXJhY3Rpb246faceaccepted', 1900004554600, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'accepted', 1, 0, '{"prompt":"a lighthouse at dawn, faceaccepted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":107,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, '{"url":"https://cdn.discordapp.com/ephemeral-attachments/7/2/me.png?ex=6&is=6&hm=ab","size":81234}', 0, 0, 1900003654600, 1900003654600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attachment, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('facepreparing', '1300000000000000008', '1300000000000000008', 'aW50ZXJhY3Rpb246facepreparing', 1900004555600, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'preparing', 1, 0, '{"prompt":"a lighthouse at dawn, facepreparing","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":108,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, '{"url":"https://cdn.discordapp.com/ephemeral-attachments/8/2/me.png?ex=6&is=6&hm=ab","size":81234}', 0, 0, 1900003655600, 1900003655600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('textready', '1300000000000000009', '1300000000000000009', 'aW50ZXJhY3Rpb246textready', 1900004556600, '200000000000000001', '300000000000000002', 0, '400000000000000001', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textready","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"16:9","steps":15,"cfg":5.5,"sampler":"dpmpp_2m","scheduler":"karras","denoise":1,"seed":109,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"lustifySDXLNSFW_ggwpV7.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900003656600, 1900003656600, 1900003656600, '[]', '{}', 1, 'shown', 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('faceready', '1300000000000000010', '1300000000000000010', 'aW50ZXJhY3Rpb246faceready', 1900004558100, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, faceready","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":110,"faceWeight":0.8,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, x'ffd8ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffdb0043010e0e0e131113261515264f352d354f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4fffc00011080020002003012200021101031101ffc40017000101010100000000000000000000000000040607ffc4001b100100000700000000000000000000000000020405155593d1ffc4001501010100000000000000000000000000000003ffc40014110100000000000000000000000000000000ffda000c03010002110311003f00c58082e000ead69a663a53443c2d34cc74a68878b404569a663a53443c2d34cc74a68878b407ffd9', 0, 0, 1900003658100, 1900003658100, 1900003658600, '[]', '{}', 0, 'shown', 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, retry_at, age_restricted, visibility, round)
  VALUES ('textretryat', '1300000000000000011', '1300000000000000011', 'aW50ZXJhY3Rpb246textretryat', 1900004559600, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textretryat","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":111,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900003659600, 1900003659600, 1900003659600, '[]', '{}', 1900003690100, 0, 'shown', 1);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('textsubmitting', '1300000000000000012', '1300000000000000012', 'aW50ZXJhY3Rpb246textsubmitting', 1900004561100, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, textsubmitting","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":112,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 0, 1900003661100, 1900003661100, 1900003661100, '[]', '{}', 0, 'shown', 2);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('facesubmitting', '1300000000000000013', '1300000000000000013', 'aW50ZXJhY3Rpb246facesubmitting', 1900004562600, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, facesubmitting","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":113,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, x'ffd8ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffdb0043010e0e0e131113261515264f352d354f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4fffc00011080020002003012200021101031101ffc40017000101010100000000000000000000000000040607ffc4001b100100000700000000000000000000000000020405155593d1ffc4001501010100000000000000000000000000000003ffc40014110100000000000000000000000000000000ffda000c03010002110311003f00c58082e000ead69a663a53443c2d34cc74a68878b404569a663a53443c2d34cc74a68878b407ffd9', 1, 0, 1900003662600, 1900003662600, 1900003663100, '[]', '{}', 0, 'shown', 2);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('textdoubted', '1300000000000000014', '1300000000000000014', 'aW50ZXJhY3Rpb246textdoubted', 1900004564100, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, textdoubted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":114,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 2, 0, 1900003664100, 1900003664100, 1900003664100, '[]', '{}', 0, 'shown', 2);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('textqueued', '1300000000000000015', '1300000000000000015', 'aW50ZXJhY3Rpb246textqueued', 1900004565600, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'queued', 1, 0, '{"prompt":"a lighthouse at dawn, textqueued","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":115,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textqueued-at-runpod-u1', 1, 1900003665600, 1900003665600, 1900003665600, 1900003666500, '[]', '{}', 0, 'shown', 2);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('facequeued', '1300000000000000016', '1300000000000000016', 'aW50ZXJhY3Rpb246facequeued', 1900004567500, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'queued', 1, 0, '{"prompt":"a lighthouse at dawn, facequeued","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":116,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 1, 'endpoint-of-then', 'facequeued-at-runpod-u1', 1, 1900003667500, 1900003667500, 1900003668000, 1900003668400, '[]', '{}', 0, 'shown', 2);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('textrunning', '1300000000000000017', '1300000000000000017', 'aW50ZXJhY3Rpb246textrunning', 1900004569400, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'running', 2, 0, '{"prompt":"a lighthouse at dawn, textrunning","negativePrompt":"","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":0.9,"seed":117,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textrunning-at-runpod-u1', 1, 1900003669400, 1900003669400, 1900003669400, 1900003670300, 1900003673300, '[]', '{}', 0, 'shown', 3);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('facerunning', '1300000000000000018', '1300000000000000018', 'aW50ZXJhY3Rpb246facerunning', 1900004574300, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'running', 2, 0, '{"prompt":"a lighthouse at dawn, facerunning","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":118,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 1, 'endpoint-of-then', 'facerunning-at-runpod-u1', 1, 1900003674300, 1900003674300, 1900003674800, 1900003675200, 1900003678200, '[]', '{}', 0, 'shown', 4);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('textcompleted', '1300000000000000019', '1300000000000000019', 'aW50ZXJhY3Rpb246textcompleted', 1900004579200, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'completed', 3, 0, '{"prompt":"a lighthouse at dawn, textcompleted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":119,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textcompleted-at-runpod-u1', 0, 1900003679200, 1900003679200, 1900003679200, 1900003680100, 1900003683100, 1900003691100, 900, 7654, '[{"file":"textcompleted-1.png","format":"png"}]', '{}', 0, 'shown', 2);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('facecompleted', '1300000000000000020', '1300000000000000020', 'aW50ZXJhY3Rpb246facecompleted', 1900004592100, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'completed', 3, 0, '{"prompt":"a lighthouse at dawn, facecompleted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":120,"faceWeight":1.25,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 1, 'endpoint-of-then', 'facecompleted-at-runpod-u1', 0, 1900003692100, 1900003692100, 1900003692600, 1900003693000, 1900003696000, 1900003704000, 900, 7654, '[{"file":"facecompleted-1.png","format":"png"}]', '{}', 0, 'shown', 2);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, pictures, error_facts, cancelled_by, age_restricted, visibility, round)
  VALUES ('textcancelled', '1300000000000000021', '1300000000000000021', 'aW50ZXJhY3Rpb246textcancelled', 1900004605000, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'cancelled', 3, 0, '{"prompt":"a lighthouse at dawn, textcancelled","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":121,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textcancelled-at-runpod-u1', 1, 1900003705000, 1900003705000, 1900003705000, 1900003705900, 1900003708900, 1900003708900, '[]', '{}', '400000000000000001', 0, 'shown', 5);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, finished_at, pictures, error_code, error_facts, age_restricted, visibility, round)
  VALUES ('textbroken', '1300000000000000022', '1300000000000000022', 'aW50ZXJhY3Rpb246textbroken', 1900004609900, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'failed', 2, 0, '{"prompt":"a lighthouse at dawn, textbroken","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":122,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900003709900, 1900003709900, 1900003709900, 1900003709900, '[]', 'key_refused', '{}', 0, 'shown', 6);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, finished_at, pictures, error_code, error_facts, age_restricted, visibility, round)
  VALUES ('textexpired', '1300000000000000023', '1300000000000000023', 'aW50ZXJhY3Rpb246textexpired', 1900004610900, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'expired', 2, 0, '{"prompt":"a lighthouse at dawn, textexpired","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":123,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textexpired-at-runpod-u1', 1, 1900003710900, 1900003710900, 1900003710900, 1900003711800, 1900003711800, '[]', 'took_too_long', '{"minutes":"10"}', 0, 'shown', 6);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, retry_of, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility, round)
  VALUES ('textagain', '1300000000000000024', '1300000000000000024', 'aW50ZXJhY3Rpb246textagain', 1900004612800, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textagain","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":124,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 'textfailed', 0, 0, 1900003712800, 1900003712800, 1900003712800, '[]', '{}', 0, 'shown', 7);
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
  VALUES (7, 'facedone', 1900000014400, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (8, 'facedone', 1900000014400, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (9, 'facedone', 1900000014400, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (10, 'facedone', 1900000014800, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (11, 'facedone', 1900000017800, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (12, 'facedone', 1900000025800, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (13, 'erasedone', 1900000026800, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (14, 'erasedone', 1900000027300, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (15, 'erasedone', 1900000027700, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (16, 'erasedone', 1900000030700, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (17, 'erasedone', 1900000038700, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (18, 'hiddendone', 1900000039700, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (19, 'hiddendone', 1900000040200, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (20, 'hiddendone', 1900000040600, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (21, 'hiddendone', 1900000043600, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (22, 'hiddendone', 1900000051600, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (23, 'textfailed', 1900000052600, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (24, 'textfailed', 1900000052600, 'ready', 'failed', 'no_pictures');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (25, 'faceasking', 1900003653600, 'awaiting_consent', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (26, 'faceaccepted', 1900003654600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (27, 'facepreparing', 1900003655600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (28, 'facepreparing', 1900003655600, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (29, 'textready', 1900003656600, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (30, 'faceready', 1900003658100, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (31, 'faceready', 1900003658600, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (32, 'faceready', 1900003658600, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (33, 'textretryat', 1900003659600, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (34, 'textsubmitting', 1900003661100, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (35, 'textsubmitting', 1900003661600, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (36, 'facesubmitting', 1900003662600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (37, 'facesubmitting', 1900003663100, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (38, 'facesubmitting', 1900003663100, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (39, 'facesubmitting', 1900003663100, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (40, 'textdoubted', 1900003664100, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (41, 'textdoubted', 1900003664600, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (42, 'textdoubted', 1900003664600, 'submitting', 'submitting', 'sent to RunPod again');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (43, 'textqueued', 1900003665600, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (44, 'textqueued', 1900003666100, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (45, 'textqueued', 1900003666500, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (46, 'facequeued', 1900003667500, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (47, 'facequeued', 1900003668000, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (48, 'facequeued', 1900003668000, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (49, 'facequeued', 1900003668000, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (50, 'facequeued', 1900003668400, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (51, 'textrunning', 1900003669400, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (52, 'textrunning', 1900003669900, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (53, 'textrunning', 1900003670300, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (54, 'textrunning', 1900003673300, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (55, 'facerunning', 1900003674300, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (56, 'facerunning', 1900003674800, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (57, 'facerunning', 1900003674800, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (58, 'facerunning', 1900003674800, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (59, 'facerunning', 1900003675200, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (60, 'facerunning', 1900003678200, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (61, 'textcompleted', 1900003679200, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (62, 'textcompleted', 1900003679700, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (63, 'textcompleted', 1900003680100, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (64, 'textcompleted', 1900003683100, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (65, 'textcompleted', 1900003691100, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (66, 'facecompleted', 1900003692100, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (67, 'facecompleted', 1900003692600, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (68, 'facecompleted', 1900003692600, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (69, 'facecompleted', 1900003692600, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (70, 'facecompleted', 1900003693000, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (71, 'facecompleted', 1900003696000, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (72, 'facecompleted', 1900003704000, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (73, 'textcancelled', 1900003705000, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (74, 'textcancelled', 1900003705500, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (75, 'textcancelled', 1900003705900, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (76, 'textcancelled', 1900003708900, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (77, 'textcancelled', 1900003708900, 'running', 'cancelled', 'cancelled by a click');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (78, 'textbroken', 1900003709900, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (79, 'textbroken', 1900003709900, 'ready', 'failed', 'key_refused');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (80, 'textexpired', 1900003710900, 'ready', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (81, 'textexpired', 1900003711400, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (82, 'textexpired', 1900003711800, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (83, 'textexpired', 1900003711800, 'queued', 'expired', 'deadline passed');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (84, 'textagain', 1900003712800, 'ready', 'asked for');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (1, 'facedone', '400000000000000002', '200000000000000001', 1900000013900, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
  VALUES (2, 'faceaccepted', '400000000000000001', '200000000000000001', 1900003654600, 'option', 1, 'I am this person, or have their permission');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
  VALUES (3, 'facepreparing', '400000000000000001', '200000000000000001', 1900003655600, 'option', 1, 'I am this person, or have their permission');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (4, 'faceready', '400000000000000003', '200000000000000001', 1900003658100, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (5, 'facesubmitting', '400000000000000002', '200000000000000001', 1900003662600, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (6, 'facequeued', '400000000000000003', '200000000000000001', 1900003667500, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (7, 'facerunning', '400000000000000001', '200000000000000001', 1900003674300, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (8, 'facecompleted', '400000000000000002', '200000000000000001', 1900003692100, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO reports (id, job_id, guild_id, reporter_id, reason, reported_at, shown_revision)
  VALUES ('report01', 'hiddendone', '200000000000000001', '400000000000000002', 'shows_me', 1900000051600, 0);
INSERT INTO moderation_channels (guild_id, channel_id)
  VALUES ('200000000000000001', '300000000000000001');
INSERT INTO blocks (guild_id, user_id, blocked_by, blocked_at)
  VALUES ('200000000000000001', '400000000000000004', '400000000000000002', 1900000051600);
INSERT INTO moderation_events (id, guild_id, at, by_user, what)
  VALUES (1, '200000000000000001', 1900000051600, '400000000000000002', 'channel chosen');
INSERT INTO moderation_events (id, guild_id, at, by_user, what, user_id, job_id, report_id)
  VALUES (2, '200000000000000001', 1900000051600, '400000000000000002', 'reported', '400000000000000003', 'hiddendone', 'report01');
INSERT INTO moderation_events (id, guild_id, at, by_user, what, user_id)
  VALUES (3, '200000000000000001', 1900000051600, '400000000000000002', 'blocked', '400000000000000004');
INSERT INTO line (id, round)
  VALUES (1, 1);
INSERT INTO job_counts (state, count)
  VALUES ('accepted', 1);
INSERT INTO job_counts (state, count)
  VALUES ('awaiting_consent', 1);
INSERT INTO job_counts (state, count)
  VALUES ('cancelled', 1);
INSERT INTO job_counts (state, count)
  VALUES ('completed', 6);
INSERT INTO job_counts (state, count)
  VALUES ('expired', 1);
INSERT INTO job_counts (state, count)
  VALUES ('failed', 2);
INSERT INTO job_counts (state, count)
  VALUES ('preparing', 1);
INSERT INTO job_counts (state, count)
  VALUES ('queued', 2);
INSERT INTO job_counts (state, count)
  VALUES ('ready', 4);
INSERT INTO job_counts (state, count)
  VALUES ('running', 2);
INSERT INTO job_counts (state, count)
  VALUES ('submitting', 3);
INSERT INTO erased_people (pseudonym, asked_at)
  VALUES ('erased-3392588fdf811e9a40a19444c0e6d690', 1900000051600);
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
CREATE INDEX jobs_measured ON jobs (uses_face, finished_at)
  WHERE state = 'completed' AND execution_ms IS NOT NULL;
CREATE INDEX jobs_in_line_by_user ON jobs (user_id, round) WHERE state = 'ready';
CREATE INDEX jobs_to_retry ON jobs (retry_at) WHERE state = 'ready' AND retry_at IS NOT NULL;
CREATE INDEX jobs_in_flight ON jobs (user_id)
  WHERE state IN ('submitting', 'queued', 'running') OR remote_open = 1;
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
CREATE INDEX jobs_in_line ON jobs (round, ready_at) WHERE state = 'ready' AND retry_at IS NULL;
CREATE INDEX jobs_in_line_since ON jobs (ready_at) WHERE state = 'ready' AND retry_at IS NULL;
CREATE INDEX reports_untold ON reports (reported_at)
  WHERE undeliverable_at IS NULL
    AND shown_revision < CASE WHEN decided_at IS NULL THEN 1 ELSE 2 END;
CREATE INDEX reports_open_by_guild ON reports (guild_id, reported_at) WHERE decided_at IS NULL;
CREATE INDEX blocks_by_time ON blocks (guild_id, blocked_at);
CREATE INDEX jobs_queued ON jobs (submitted_at) WHERE state = 'queued';
CREATE INDEX jobs_by_gpu_time_of_guild ON jobs (guild_id, finished_at, execution_ms, started_at)
  WHERE finished_at IS NOT NULL;
CREATE INDEX moderation_events_reported ON moderation_events (by_user, at)
  WHERE what = 'reported';
CREATE INDEX erased_people_by_time ON erased_people (asked_at);
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

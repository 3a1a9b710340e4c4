-- The bot ended at 1900003714300.
PRAGMA user_version = 4;
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
, retry_at INTEGER, posting_at INTEGER, age_restricted INTEGER NOT NULL DEFAULT 0, visibility TEXT NOT NULL DEFAULT 'shown', hidden_because TEXT, erase_asked_at INTEGER, erased_at INTEGER) STRICT;
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
) STRICT;
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
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility)
  VALUES ('textdone', '1300000000000000001', '1300000000000000001', 1900000901000, '200000000000000001', '300000000000000001', '1310000000000000001', 0, '400000000000000002', 'completed', 3, 3, '{"prompt":"a lighthouse at dawn, textdone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":101,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textdone-at-runpod-u1', 0, 1900000001000, 1900000001000, 1900000001500, 1900000001900, 1900000004900, 1900000012900, 900, 7654, '[{"file":"textdone-1.png","format":"png"}]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility)
  VALUES ('facedone', '1300000000000000002', '1300000000000000002', 1900000913900, '200000000000000001', '300000000000000001', '1310000000000000002', 0, '400000000000000002', 'completed', 3, 3, '{"prompt":"a lighthouse at dawn, facedone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":102,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 1, 'endpoint-of-then', 'facedone-at-runpod-u1', 0, 1900000013900, 1900000013900, 1900000014400, 1900000014800, 1900000017800, 1900000025800, 900, 7654, '[{"file":"facedone-1.png","format":"png"}]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, undeliverable_at, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, erase_asked_at, erased_at)
  VALUES ('erasedone', 'erased-erasedone', '1300000000000000003', 1900000926800, '200000000000000001', '300000000000000001', '1310000000000000003', 0, 'erased-3392588fdf811e9a40a19444c0e6d690', 'completed', 3, 3, 1900000051600, '{"prompt":"(erased)","negativePrompt":"","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":0,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'erasedone-at-runpod-u1', 0, 1900000026800, 1900000026800, 1900000027300, 1900000027700, 1900000030700, 1900000038700, 900, 7654, '[]', '{}', 0, 'shown', 1900000051600, 1900000051600);
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility, hidden_because)
  VALUES ('hiddendone', '1300000000000000004', '1300000000000000004', 1900000939700, '200000000000000001', '300000000000000001', '1310000000000000004', 0, '400000000000000003', 'completed', 4, 3, '{"prompt":"a lighthouse at dawn, hiddendone","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":104,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'hiddendone-at-runpod-u1', 0, 1900000039700, 1900000039700, 1900000040200, 1900000040600, 1900000043600, 1900000051600, 900, 7654, '[{"file":"hiddendone-1.png","format":"png"}]', '{}', 0, 'hidden', 'shows_me');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id, message_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, finished_at, pictures, error_code, error_facts, age_restricted, visibility)
  VALUES ('textfailed', '1300000000000000005', '1300000000000000005', 1900000952600, '200000000000000001', '300000000000000001', '1310000000000000005', 0, '400000000000000001', 'failed', 2, 2, '{"prompt":"a lighthouse at dawn, textfailed","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":105,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900000052600, 1900000052600, 1900000052600, '[]', 'no_pictures', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attachment, attempt, remote_open, created_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('faceasking', '1300000000000000006', '1300000000000000006', 'aW50ZXJhY3Rpb246faceasking', 1900004553600, '200000000000000001', '300000000000000001', 1, '400000000000000001', 'awaiting_consent', 1, 0, '{"prompt":"a lighthouse at dawn, faceasking","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":106,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, '{"url":"https://cdn.discordapp.com/ephemeral-attachments/6/2/me.png?ex=6&is=6&hm=ab","size":81234}', 0, 0, 1900003653600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attachment, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('faceaccepted', '1300000000000000007', '1300000000000000007', 'aW50ZXJhY3Rpb246faceaccepted', 1900004554600, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'accepted', 1, 0, '{"prompt":"a lighthouse at dawn, faceaccepted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":107,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, '{"url":"https://cdn.discordapp.com/ephemeral-attachments/7/2/me.png?ex=6&is=6&hm=ab","size":81234}', 0, 0, 1900003654600, 1900003654600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('textaccepted', '1300000000000000008', '1300000000000000008', 'aW50ZXJhY3Rpb246textaccepted', 1900004555600, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'accepted', 1, 0, '{"prompt":"a lighthouse at dawn, textaccepted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":108,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900003655600, 1900003655600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attachment, attempt, remote_open, created_at, accepted_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('facepreparing', '1300000000000000009', '1300000000000000009', 'aW50ZXJhY3Rpb246facepreparing', 1900004556600, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'preparing', 1, 0, '{"prompt":"a lighthouse at dawn, facepreparing","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":109,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, '{"url":"https://cdn.discordapp.com/ephemeral-attachments/9/2/me.png?ex=6&is=6&hm=ab","size":81234}', 0, 0, 1900003656600, 1900003656600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('textready', '1300000000000000010', '1300000000000000010', 'aW50ZXJhY3Rpb246textready', 1900004557600, '200000000000000001', '300000000000000002', 0, '400000000000000001', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textready","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"16:9","steps":15,"cfg":5.5,"sampler":"dpmpp_2m","scheduler":"karras","denoise":1,"seed":110,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"lustifySDXLNSFW_ggwpV7.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900003657600, 1900003657600, 1900003658100, '[]', '{}', 1, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('faceready', '1300000000000000011', '1300000000000000011', 'aW50ZXJhY3Rpb246faceready', 1900004559100, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, faceready","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":111,"faceWeight":0.8,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, x'ffd8ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffdb0043010e0e0e131113261515264f352d354f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4fffc00011080020002003012200021101031101ffc40017000101010100000000000000000000000000040607ffc4001b100100000700000000000000000000000000020405155593d1ffc4001501010100000000000000000000000000000003ffc40014110100000000000000000000000000000000ffda000c03010002110311003f00c58082e000ead69a663a53443c2d34cc74a68878b404569a663a53443c2d34cc74a68878b407ffd9', 0, 0, 1900003659100, 1900003659100, 1900003659600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, retry_at, age_restricted, visibility)
  VALUES ('textretryat', '1300000000000000012', '1300000000000000012', 'aW50ZXJhY3Rpb246textretryat', 1900004560600, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textretryat","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":112,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900003660600, 1900003660600, 1900003661100, '[]', '{}', 1900003691100, 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('textsubmitting', '1300000000000000013', '1300000000000000013', 'aW50ZXJhY3Rpb246textsubmitting', 1900004562100, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, textsubmitting","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":113,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 0, 1900003662100, 1900003662100, 1900003662600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('facesubmitting', '1300000000000000014', '1300000000000000014', 'aW50ZXJhY3Rpb246facesubmitting', 1900004563600, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, facesubmitting","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":114,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, x'ffd8ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f13201513121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50604a51524fffdb0043010e0e0e131113261515264f352d354f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4fffc00011080020002003012200021101031101ffc40017000101010100000000000000000000000000040607ffc4001b100100000700000000000000000000000000020405155593d1ffc4001501010100000000000000000000000000000003ffc40014110100000000000000000000000000000000ffda000c03010002110311003f00c58082e000ead69a663a53443c2d34cc74a68878b404569a663a53443c2d34cc74a68878b407ffd9', 1, 0, 1900003663600, 1900003663600, 1900003664100, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('textdoubted', '1300000000000000015', '1300000000000000015', 'aW50ZXJhY3Rpb246textdoubted', 1900004565100, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'submitting', 1, 0, '{"prompt":"a lighthouse at dawn, textdoubted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":115,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 2, 0, 1900003665100, 1900003665100, 1900003665600, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('textqueued', '1300000000000000016', '1300000000000000016', 'aW50ZXJhY3Rpb246textqueued', 1900004566600, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'queued', 1, 0, '{"prompt":"a lighthouse at dawn, textqueued","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":116,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textqueued-at-runpod-u1', 1, 1900003666600, 1900003666600, 1900003667100, 1900003667500, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('facequeued', '1300000000000000017', '1300000000000000017', 'aW50ZXJhY3Rpb246facequeued', 1900004568500, '200000000000000001', '300000000000000001', 0, '400000000000000003', 'queued', 1, 0, '{"prompt":"a lighthouse at dawn, facequeued","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":117,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 1, 'endpoint-of-then', 'facequeued-at-runpod-u1', 1, 1900003668500, 1900003668500, 1900003669000, 1900003669400, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('textrunning', '1300000000000000018', '1300000000000000018', 'aW50ZXJhY3Rpb246textrunning', 1900004570400, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'running', 2, 0, '{"prompt":"a lighthouse at dawn, textrunning","negativePrompt":"","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":0.9,"seed":118,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textrunning-at-runpod-u1', 1, 1900003670400, 1900003670400, 1900003670900, 1900003671300, 1900003674300, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('facerunning', '1300000000000000019', '1300000000000000019', 'aW50ZXJhY3Rpb246facerunning', 1900004575300, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'running', 2, 0, '{"prompt":"a lighthouse at dawn, facerunning","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":119,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 1, 'endpoint-of-then', 'facerunning-at-runpod-u1', 1, 1900003675300, 1900003675300, 1900003675800, 1900003676200, 1900003679200, '[]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility)
  VALUES ('textcompleted', '1300000000000000020', '1300000000000000020', 'aW50ZXJhY3Rpb246textcompleted', 1900004580200, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'completed', 3, 0, '{"prompt":"a lighthouse at dawn, textcompleted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":120,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textcompleted-at-runpod-u1', 0, 1900003680200, 1900003680200, 1900003680700, 1900003681100, 1900003684100, 1900003692100, 900, 7654, '[{"file":"textcompleted-1.png","format":"png"}]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, delay_ms, execution_ms, pictures, error_facts, age_restricted, visibility)
  VALUES ('facecompleted', '1300000000000000021', '1300000000000000021', 'aW50ZXJhY3Rpb246facecompleted', 1900004593100, '200000000000000001', '300000000000000001', 0, '400000000000000002', 'completed', 3, 0, '{"prompt":"a lighthouse at dawn, facecompleted","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":121,"faceWeight":1.25,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 1, 1, 'endpoint-of-then', 'facecompleted-at-runpod-u1', 0, 1900003693100, 1900003693100, 1900003693600, 1900003694000, 1900003697000, 1900003705000, 900, 7654, '[{"file":"facecompleted-1.png","format":"png"}]', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, started_at, finished_at, pictures, error_facts, cancelled_by, age_restricted, visibility)
  VALUES ('textcancelled', '1300000000000000022', '1300000000000000022', 'aW50ZXJhY3Rpb246textcancelled', 1900004606000, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'cancelled', 3, 0, '{"prompt":"a lighthouse at dawn, textcancelled","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":122,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textcancelled-at-runpod-u1', 1, 1900003706000, 1900003706000, 1900003706500, 1900003706900, 1900003709900, 1900003709900, '[]', '{}', '400000000000000001', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, remote_open, created_at, accepted_at, finished_at, pictures, error_code, error_facts, age_restricted, visibility)
  VALUES ('textbroken', '1300000000000000023', '1300000000000000023', 'aW50ZXJhY3Rpb246textbroken', 1900004610900, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'failed', 2, 0, '{"prompt":"a lighthouse at dawn, textbroken","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":123,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 0, 0, 1900003710900, 1900003710900, 1900003710900, '[]', 'key_refused', '{}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, attempt, runpod_endpoint_id, runpod_id, remote_open, created_at, accepted_at, ready_at, submitted_at, finished_at, pictures, error_code, error_facts, age_restricted, visibility)
  VALUES ('textexpired', '1300000000000000024', '1300000000000000024', 'aW50ZXJhY3Rpb246textexpired', 1900004611900, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'expired', 2, 0, '{"prompt":"a lighthouse at dawn, textexpired","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":124,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 1, 'endpoint-of-then', 'textexpired-at-runpod-u1', 1, 1900003711900, 1900003711900, 1900003712400, 1900003712800, 1900003712800, '[]', 'took_too_long', '{"minutes":"10"}', 0, 'shown');
INSERT INTO jobs (id, interaction_id, answered_interaction_id, interaction_token, token_expires_at, guild_id, channel_id, ephemeral, user_id, state, revision, shown_revision, settings, models, uses_face, retry_of, attempt, remote_open, created_at, accepted_at, ready_at, pictures, error_facts, age_restricted, visibility)
  VALUES ('textagain', '1300000000000000025', '1300000000000000025', 'aW50ZXJhY3Rpb246textagain', 1900004613800, '200000000000000001', '300000000000000001', 0, '400000000000000001', 'ready', 1, 0, '{"prompt":"a lighthouse at dawn, textagain","negativePrompt":"ugly, blurry, low quality, deformed","aspectRatio":"1:1","steps":20,"cfg":8,"sampler":"euler","scheduler":"normal","denoise":1,"seed":125,"faceWeight":1,"faceidWeight":1}', '{"checkpoint":"sd_xl_base_1.0.safetensors","ipAdapterFile":"ip-adapter-faceid_sdxl.bin","clipVisionName":"CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"}', 0, 'textfailed', 0, 0, 1900003713800, 1900003713800, 1900003714300, '[]', '{}', 0, 'shown');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (1, 'textdone', 1900000001000, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (2, 'textdone', 1900000001500, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (3, 'textdone', 1900000001500, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (4, 'textdone', 1900000001900, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (5, 'textdone', 1900000004900, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (6, 'textdone', 1900000012900, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (7, 'facedone', 1900000013900, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (8, 'facedone', 1900000014400, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (9, 'facedone', 1900000014400, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (10, 'facedone', 1900000014400, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (11, 'facedone', 1900000014800, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (12, 'facedone', 1900000017800, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (13, 'facedone', 1900000025800, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (14, 'erasedone', 1900000026800, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (15, 'erasedone', 1900000027300, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (16, 'erasedone', 1900000027300, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (17, 'erasedone', 1900000027700, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (18, 'erasedone', 1900000030700, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (19, 'erasedone', 1900000038700, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (20, 'hiddendone', 1900000039700, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (21, 'hiddendone', 1900000040200, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (22, 'hiddendone', 1900000040200, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (23, 'hiddendone', 1900000040600, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (24, 'hiddendone', 1900000043600, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (25, 'hiddendone', 1900000051600, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (26, 'textfailed', 1900000052600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (27, 'textfailed', 1900000052600, 'accepted', 'failed', 'no_pictures');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (28, 'faceasking', 1900003653600, 'awaiting_consent', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (29, 'faceaccepted', 1900003654600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (30, 'textaccepted', 1900003655600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (31, 'facepreparing', 1900003656600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (32, 'facepreparing', 1900003656600, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (33, 'textready', 1900003657600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (34, 'textready', 1900003658100, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (35, 'faceready', 1900003659100, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (36, 'faceready', 1900003659600, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (37, 'faceready', 1900003659600, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (38, 'textretryat', 1900003660600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (39, 'textretryat', 1900003661100, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (40, 'textsubmitting', 1900003662100, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (41, 'textsubmitting', 1900003662600, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (42, 'textsubmitting', 1900003662600, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (43, 'facesubmitting', 1900003663600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (44, 'facesubmitting', 1900003664100, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (45, 'facesubmitting', 1900003664100, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (46, 'facesubmitting', 1900003664100, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (47, 'textdoubted', 1900003665100, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (48, 'textdoubted', 1900003665600, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (49, 'textdoubted', 1900003665600, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (50, 'textdoubted', 1900003665600, 'submitting', 'submitting', 'sent to RunPod again');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (51, 'textqueued', 1900003666600, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (52, 'textqueued', 1900003667100, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (53, 'textqueued', 1900003667100, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (54, 'textqueued', 1900003667500, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (55, 'facequeued', 1900003668500, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (56, 'facequeued', 1900003669000, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (57, 'facequeued', 1900003669000, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (58, 'facequeued', 1900003669000, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (59, 'facequeued', 1900003669400, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (60, 'textrunning', 1900003670400, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (61, 'textrunning', 1900003670900, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (62, 'textrunning', 1900003670900, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (63, 'textrunning', 1900003671300, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (64, 'textrunning', 1900003674300, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (65, 'facerunning', 1900003675300, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (66, 'facerunning', 1900003675800, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (67, 'facerunning', 1900003675800, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (68, 'facerunning', 1900003675800, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (69, 'facerunning', 1900003676200, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (70, 'facerunning', 1900003679200, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (71, 'textcompleted', 1900003680200, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (72, 'textcompleted', 1900003680700, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (73, 'textcompleted', 1900003680700, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (74, 'textcompleted', 1900003681100, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (75, 'textcompleted', 1900003684100, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (76, 'textcompleted', 1900003692100, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (77, 'facecompleted', 1900003693100, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (78, 'facecompleted', 1900003693600, 'accepted', 'preparing', 'has a photo');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (79, 'facecompleted', 1900003693600, 'preparing', 'ready', 'photo prepared');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (80, 'facecompleted', 1900003693600, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (81, 'facecompleted', 1900003694000, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (82, 'facecompleted', 1900003697000, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (83, 'facecompleted', 1900003705000, 'running', 'completed', 'COMPLETED at RunPod');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (84, 'textcancelled', 1900003706000, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (85, 'textcancelled', 1900003706500, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (86, 'textcancelled', 1900003706500, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (87, 'textcancelled', 1900003706900, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (88, 'textcancelled', 1900003709900, 'queued', 'running', 'IN_PROGRESS at RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (89, 'textcancelled', 1900003709900, 'running', 'cancelled', 'cancelled by a click');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (90, 'textbroken', 1900003710900, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (91, 'textbroken', 1900003710900, 'accepted', 'failed', 'key_refused');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (92, 'textexpired', 1900003711900, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (93, 'textexpired', 1900003712400, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (94, 'textexpired', 1900003712400, 'ready', 'submitting', 'sent to RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (95, 'textexpired', 1900003712800, 'submitting', 'queued', 'accepted by RunPod');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (96, 'textexpired', 1900003712800, 'queued', 'expired', 'deadline passed');
INSERT INTO job_events (id, job_id, at, to_state, cause)
  VALUES (97, 'textagain', 1900003713800, 'accepted', 'asked for');
INSERT INTO job_events (id, job_id, at, from_state, to_state, cause)
  VALUES (98, 'textagain', 1900003714300, 'accepted', 'ready', 'nothing to prepare');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (1, 'facedone', '400000000000000002', '200000000000000001', 1900000013900, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
  VALUES (2, 'faceaccepted', '400000000000000001', '200000000000000001', 1900003654600, 'option', 1, 'I am this person, or have their permission');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
  VALUES (3, 'facepreparing', '400000000000000001', '200000000000000001', 1900003656600, 'option', 1, 'I am this person, or have their permission');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (4, 'faceready', '400000000000000003', '200000000000000001', 1900003659100, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (5, 'facesubmitting', '400000000000000002', '200000000000000001', 1900003663600, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (6, 'facequeued', '400000000000000003', '200000000000000001', 1900003668500, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (7, 'facerunning', '400000000000000001', '200000000000000001', 1900003675300, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
INSERT INTO consents (id, job_id, user_id, guild_id, given_at, given_by, wording_version, wording, picture_sha256)
  VALUES (8, 'facecompleted', '400000000000000002', '200000000000000001', 1900003693100, 'option', 1, 'I am this person, or have their permission', '940001851e0c5fa23c57807fa96d31680169b18f81ccbe4b5a1cfe0080ca40d7');
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
CREATE INDEX jobs_unfinished ON jobs (created_at)
  WHERE finished_at IS NULL OR remote_open = 1
    OR (shown_revision < revision AND undeliverable_at IS NULL);
CREATE INDEX jobs_by_user ON jobs (user_id, created_at);
CREATE INDEX jobs_by_state ON jobs (state, finished_at);
CREATE INDEX job_events_by_job ON job_events (job_id);
CREATE INDEX jobs_by_guild ON jobs (guild_id, created_at);
CREATE INDEX jobs_by_end ON jobs (finished_at);
CREATE INDEX jobs_at_runpod ON jobs (remote_open) WHERE remote_open = 1;
CREATE INDEX jobs_open_by_user ON jobs (user_id) WHERE finished_at IS NULL;
CREATE INDEX jobs_open_by_guild ON jobs (guild_id) WHERE finished_at IS NULL;
CREATE INDEX jobs_measured ON jobs (state, uses_face, finished_at);
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

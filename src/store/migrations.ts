import { schema } from './schema.ts';

/**
 * The line of jobs that wait here, in an order that is known when a job joins it, and how many jobs
 * there are of each state: both are read without looking at those that wait or are over.
 */
const line = `
  ALTER TABLE jobs ADD COLUMN round INTEGER;

  -- A job for words alone has nothing to prepare.
  UPDATE jobs SET state = 'ready', ready_at = coalesce(accepted_at, created_at)
    WHERE state = 'accepted' AND uses_face = 0;
  UPDATE jobs SET round = waiting.number FROM (
    SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY ready_at, rowid) AS number
    FROM jobs WHERE state = 'ready'
  ) AS waiting WHERE jobs.id = waiting.id;

  -- With an index over all of them SQLite would read everybody who waits, and sort them.
  DROP INDEX jobs_by_state;
  DROP INDEX jobs_by_end;
  CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE finished_at IS NOT NULL;
  DROP INDEX jobs_measured;
  CREATE INDEX jobs_measured ON jobs (uses_face, finished_at)
    WHERE state = 'completed' AND execution_ms IS NOT NULL;

  CREATE INDEX jobs_in_line ON jobs (round, ready_at) WHERE state = 'ready';
  CREATE INDEX jobs_in_line_by_user ON jobs (user_id, round) WHERE state = 'ready';
  CREATE INDEX jobs_in_line_since ON jobs (ready_at) WHERE state = 'ready';
  CREATE INDEX jobs_to_retry ON jobs (retry_at) WHERE state = 'ready' AND retry_at IS NOT NULL;
  CREATE INDEX jobs_in_flight ON jobs (user_id)
    WHERE state IN ('submitting', 'queued', 'running') OR remote_open = 1;

  CREATE TABLE line (
    id                      INTEGER PRIMARY KEY CHECK (id = 1),
    round                   INTEGER NOT NULL
  ) STRICT;
  INSERT INTO line VALUES (1, 1);

  CREATE TABLE job_counts (
    state                   TEXT PRIMARY KEY,
    count                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO job_counts SELECT state, count(*) FROM jobs GROUP BY state;
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
`;

/**
 * Indexes for walks over many rows, slice by slice, and who asked to be erased, until that is done.
 */
const slices = `
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

  CREATE TABLE erasures (
    user_id                 TEXT PRIMARY KEY,
    asked_at                INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** When somebody was last sent a copy of their data: one an hour is enough. */
const copies = `
  CREATE TABLE data_copies (
    user_id                 TEXT PRIMARY KEY,
    sent_at                 INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX data_copies_by_time ON data_copies (sent_at);
`;

/**
 * The line holds the jobs that may be sent now. One that RunPod wants later joins it, in its old
 * place, when that time has come, so that it is not in the way of whoever is next.
 */
const retries = `
  DROP INDEX jobs_in_line;
  DROP INDEX jobs_in_line_since;
  CREATE INDEX jobs_in_line ON jobs (round, ready_at) WHERE state = 'ready' AND retry_at IS NULL;
  CREATE INDEX jobs_in_line_since ON jobs (ready_at) WHERE state = 'ready' AND retry_at IS NULL;
`;

/** Reports whose present state moderators do not see yet. */
const untold = `
  CREATE INDEX reports_untold ON reports (reported_at)
    WHERE undeliverable_at IS NULL
      AND shown_revision < CASE WHEN decided_at IS NULL THEN 1 ELSE 2 END;
`;

/**
 * Indexes for a server's open reports and blocks, and up to when its open reports are still to be
 * told anew after a channel was chosen. And RunPod's queue in its order, since each job in it is
 * told how many are ahead.
 */
const bounds = `
  CREATE INDEX reports_open_by_guild ON reports (guild_id, reported_at) WHERE decided_at IS NULL;
  CREATE INDEX blocks_by_time ON blocks (guild_id, blocked_at);
  CREATE INDEX jobs_queued ON jobs (submitted_at) WHERE state = 'queued';
  ALTER TABLE moderation_channels ADD COLUMN moving_until INTEGER;
`;

/**
 * Each server's role whose members moderate it, besides those who manage the server. Servers whose
 * reports wait for a channel, and when somebody was told so. When a hidden picture in such a server
 * goes. And indexes to count how many reports somebody has made of late, and how much GPU time a
 * server has used.
 */
const rights = `
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

/**
 * Who had everything erased, by pseudonym: a copy of the database that is put back forgets them as
 * well. Kept for as long as rows are, after which retention would remove what such a copy brings.
 */
export const erasedPeople = `
  CREATE TABLE erased_people (
    pseudonym               TEXT PRIMARY KEY,
    asked_at                INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX erased_people_by_time ON erased_people (asked_at);
  INSERT INTO erased_people
    SELECT user_id, max(coalesce(erase_asked_at, erased_at)) FROM jobs
    WHERE erased_at IS NOT NULL GROUP BY user_id;
`;

/**
 * Changes of what moderators are to see of a report are counted, as they are for jobs. Until then
 * the shown revision was 1 for an open report and 2 for a decided one, and below zero where a
 * message had to be made anew.
 */
export const reportRevisions = `
  ALTER TABLE reports ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  UPDATE reports SET revision = 2 WHERE decided_at IS NOT NULL;
  UPDATE reports SET shown_revision = 0 WHERE shown_revision < 0;

  DROP INDEX reports_untold;
  CREATE INDEX reports_untold ON reports (reported_at)
    WHERE undeliverable_at IS NULL AND shown_revision < revision;
`;

/**
 * The state that a job was in before, which one statement sets together with the next one. And when
 * the message of an erased job went: until now its row had `erased-` and its id in place of the
 * interaction that the message answered, and an erased row the same in place of the interaction
 * that asked for it, which may be missing from now on. Dropping NOT NULL changes the text of the
 * schema and no row, where building the table anew would write every one of millions.
 */
export const transitions = `
  ALTER TABLE jobs ADD COLUMN previous_state TEXT;
  ALTER TABLE jobs ADD COLUMN message_gone_at INTEGER;
  ALTER TABLE jobs ALTER COLUMN interaction_id DROP NOT NULL;

  UPDATE jobs SET answered_interaction_id = '',
      message_gone_at = CASE WHEN message_id IS NULL THEN erased_at END
    WHERE erased_at IS NOT NULL AND answered_interaction_id = 'erased-' || id;
  UPDATE jobs SET interaction_id = NULL WHERE erased_at IS NOT NULL;
`;

/**
 * The language of whoever asked, and that of their server, as Discord said: what a job's message is
 * worded in. Unknown for rows from before.
 */
const locales = `
  ALTER TABLE jobs ADD COLUMN locale TEXT;
  ALTER TABLE jobs ADD COLUMN guild_locale TEXT;
`;

/**
 * What a job is to make, as the recipe that makes it, its params and their version. What was kept
 * until now is the params of two recipes in their first version.
 *
 * Renaming a column, or adding one with a constant, leaves the rows alone. They are read once to
 * mark those with a face, and written once since a column goes, however many they are: 35 s for a
 * million rows on two slow cores.
 */
export const recipes = `
  DROP INDEX jobs_measured;
  ALTER TABLE jobs RENAME COLUMN settings TO params;
  ALTER TABLE jobs ADD COLUMN params_version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE jobs ADD COLUMN recipe TEXT NOT NULL DEFAULT 'text';
  UPDATE jobs SET recipe = 'face' WHERE uses_face = 1;
  ALTER TABLE jobs DROP COLUMN uses_face;
  CREATE INDEX jobs_measured ON jobs (recipe, finished_at)
    WHERE state = 'completed' AND execution_ms IS NOT NULL;
`;

/**
 * The largest file that Discord takes in a job's place, in bytes, as the interaction said that its message
 * answers. Unknown for rows from before.
 */
const attachmentLimits = `
  ALTER TABLE jobs ADD COLUMN attachment_size_limit INTEGER;
`;

/** Which kind of worker a job was sent to, since that decides how long it takes. Old rows do not say. */
const workers = `
  ALTER TABLE jobs ADD COLUMN worker TEXT;
`;

/**
 * Which endpoint's line a job waits in, or waited in: empty for the bot's own endpoint, else the id
 * of the one that its recipe names. Turns, rounds and places are by lane from now on, and so are the
 * indexes that answer for them. How many are ahead of a job is asked of the endpoint that has it.
 */
export const lanes = `
  ALTER TABLE jobs ADD COLUMN lane TEXT NOT NULL DEFAULT '';

  DROP INDEX jobs_in_line;
  DROP INDEX jobs_in_line_by_user;
  DROP INDEX jobs_in_flight;
  DROP INDEX jobs_queued;
  CREATE INDEX jobs_in_line ON jobs (lane, round, ready_at)
    WHERE state = 'ready' AND retry_at IS NULL;
  CREATE INDEX jobs_in_line_by_user ON jobs (lane, user_id, round) WHERE state = 'ready';
  CREATE INDEX jobs_in_flight ON jobs (lane, user_id)
    WHERE state IN ('submitting', 'queued', 'running') OR remote_open = 1;
  CREATE INDEX jobs_queued ON jobs (runpod_endpoint_id, submitted_at) WHERE state = 'queued';

  ALTER TABLE line RENAME TO one_line;
  CREATE TABLE line (
    lane                    TEXT PRIMARY KEY,
    round                   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO line SELECT '', round FROM one_line;
  DROP TABLE one_line;
`;

/**
 * What a job is documented to cost, and what it has cost where that was told: in millionths of a US dollar, for
 * those that are billed by the picture. Old rows say neither.
 */
const costs = `
  ALTER TABLE jobs ADD COLUMN price_micros INTEGER;
  ALTER TABLE jobs ADD COLUMN cost_micros INTEGER;
  CREATE INDEX jobs_by_cost ON jobs (finished_at, cost_micros, price_micros, attempt)
    WHERE coalesce(cost_micros, price_micros) IS NOT NULL;
`;

/**
 * The pictures that go into a job, each with the option that it is for. Unknown for rows from before,
 * which have the one that their recipe takes. And how many pictures a job is to make.
 */
const inputs = `
  ALTER TABLE jobs ADD COLUMN inputs TEXT;
  ALTER TABLE jobs ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
`;

/**
 * Jobs that are to make several pictures, of a person and of a server: those under way, and the latest.
 * Limits count one for each job by the indexes that there are, and by these what such jobs make besides.
 * Hardly any row is in them, and none has to be looked at, which may have large pictures in it.
 */
const several = `
  CREATE INDEX jobs_several_open_by_user ON jobs (user_id, count)
    WHERE finished_at IS NULL AND count > 1;
  CREATE INDEX jobs_several_open_by_guild ON jobs (guild_id, count)
    WHERE finished_at IS NULL AND count > 1;
  CREATE INDEX jobs_several_by_user ON jobs (user_id, created_at, count) WHERE count > 1;
  CREATE INDEX jobs_several_by_guild ON jobs (guild_id, created_at, count) WHERE count > 1;
`;

/**
 * The prepared pictures of jobs move out of the jobs' rows, which are rewritten with every move, and into pieces,
 * so that no statement has to do with megabytes of them.
 *
 * A job has its pictures while it is prepared, waits for its turn, or may not have been taken by RunPod. In any
 * other state, and without its row, they are nobody's from the same commit on: the database itself sees to that.
 * What is nobody's is then removed piece by piece. See `src/store/database.ts`.
 *
 * To drop the column rewrites every row: 23 s for two million of them on two slow cores.
 */
export const preparedPictures = `
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
  CREATE TRIGGER jobs_leave_pictures AFTER UPDATE OF state ON jobs
    WHEN new.state NOT IN ('preparing', 'ready', 'submitting')
    BEGIN
      UPDATE prepared_pictures SET job_id = NULL WHERE job_id = new.id;
    END;

  INSERT INTO prepared_pictures (job_id)
    SELECT id FROM jobs WHERE state IN ('ready', 'submitting') AND face IS NOT NULL;
  WITH RECURSIVE places (place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM places WHERE place < 31)
  INSERT INTO picture_pieces (pictures_id, place, bytes)
    SELECT prepared_pictures.id, place, substr(face, place * 524288 + 1, 524288)
    FROM prepared_pictures JOIN jobs ON jobs.id = job_id
    JOIN places ON place * 524288 < length(face);
  ALTER TABLE jobs DROP COLUMN face;
`;

/**
 * What people choose for themselves: how they are told and shown things, and values of options by recipe. And presets, of
 * a person or of a server, each with a number that buttons go by, and known by its name in `sort_name`, in whatever case.
 * Who made a server's is kept until they are erased.
 */
const ownThings = `
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
  CREATE INDEX presets_by_maker ON presets (made_by) WHERE made_by IS NOT NULL;
`;

/**
 * What a job came from: the job under whose picture a button was pressed, which step that was, of which of its
 * pictures, and where its message is, as `server/channel/message`.
 *
 * `picture_sources`: from which jobs' pictures a job is made. What becomes of them becomes of it, at any depth,
 * so where a row goes, what was made from it is joined to what it was made from. `follow_due`: what was made
 * from it has not followed its visibility yet. `hidden_with`: the source with which it is hidden.
 */
const origins = `
  ALTER TABLE jobs ADD COLUMN from_job TEXT;
  ALTER TABLE jobs ADD COLUMN from_step TEXT;
  ALTER TABLE jobs ADD COLUMN from_picture INTEGER;
  ALTER TABLE jobs ADD COLUMN from_message TEXT;
  ALTER TABLE jobs ADD COLUMN hidden_with TEXT;
  ALTER TABLE jobs ADD COLUMN follow_due INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX jobs_from ON jobs (from_job, created_at) WHERE from_job IS NOT NULL;
  CREATE INDEX jobs_follow_due ON jobs (id) WHERE follow_due = 1;
  CREATE TABLE picture_sources (
    job_id                  TEXT NOT NULL,
    source_id               TEXT NOT NULL,
    PRIMARY KEY (job_id, source_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX picture_sources_made_from ON picture_sources (source_id, job_id);
  CREATE TRIGGER jobs_join_sources AFTER DELETE ON jobs
    BEGIN
      INSERT OR IGNORE INTO picture_sources (job_id, source_id)
        SELECT made.job_id, source.source_id FROM picture_sources AS made
        JOIN picture_sources AS source ON source.job_id = made.source_id
        WHERE made.source_id = old.id;
      DELETE FROM picture_sources WHERE job_id = old.id;
      DELETE FROM picture_sources WHERE source_id = old.id;
    END;
`;

/**
 * What was made from a picture follows what becomes of it. `follow_due` counts the changes that are still to be
 * followed, so that one in the middle of a walk is not taken for done.
 *
 * `consent_withdrawn`: whether the consent under which a job was made was taken back, by its requester (1) or by
 * somebody else (2), or that of what it was made from. The trigger sees to it, so that no way of taking one back
 * leaves it out.
 */
const following = `
  DROP INDEX jobs_follow_due;
  CREATE INDEX jobs_follow_due ON jobs (id) WHERE follow_due > 0;
  ALTER TABLE jobs ADD COLUMN consent_withdrawn INTEGER NOT NULL DEFAULT 0;
  UPDATE jobs SET consent_withdrawn = 1
    WHERE id IN (SELECT job_id FROM consents WHERE withdrawn_at IS NOT NULL);
  CREATE TRIGGER consents_withdrawn AFTER UPDATE OF withdrawn_at ON consents
    WHEN old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL
    BEGIN
      UPDATE jobs SET follow_due = follow_due + 1,
          consent_withdrawn = max(consent_withdrawn, CASE WHEN user_id = new.user_id THEN 1 ELSE 2 END)
        WHERE id = new.job_id;
    END;

  DROP TRIGGER jobs_join_sources;
  CREATE TRIGGER jobs_join_sources AFTER DELETE ON jobs
    BEGIN
      INSERT OR IGNORE INTO picture_sources (job_id, source_id)
        SELECT made.job_id, source.source_id FROM picture_sources AS made
        JOIN picture_sources AS source ON source.job_id = made.source_id
        WHERE made.source_id = old.id;
      UPDATE jobs SET follow_due = follow_due + 1
        WHERE follow_due > 0 AND id IN (SELECT source_id FROM picture_sources WHERE job_id = old.id);
      DELETE FROM picture_sources WHERE job_id = old.id;
      DELETE FROM picture_sources WHERE source_id = old.id;
    END;
`;

/**
 * A job that took long ends with a reply that mentions its requester. `telling_at`: when the bot last set out to post
 * it, so that it may be there. `told_at`: when that was settled, whether or not it was posted. `told_message_id`: the
 * reply itself.
 */
const toldEnds = `
  ALTER TABLE jobs ADD COLUMN telling_at INTEGER;
  ALTER TABLE jobs ADD COLUMN told_at INTEGER;
  ALTER TABLE jobs ADD COLUMN told_message_id TEXT;
  CREATE INDEX jobs_told_in_vain ON jobs (id)
    WHERE told_message_id IS NOT NULL AND (visibility = 'removed' OR erased_at IS NOT NULL);
`;

/**
 * Whether a job's pictures are covered until somebody uncovers them, which is decided when it is asked for. And the
 * servers in which all of them are.
 */
const spoilers = `
  ALTER TABLE jobs ADD COLUMN covered INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE spoiler_rules (
    guild_id                TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Whoever posted a picture that somebody else asks to use is asked first. `asks_user_id`: who that is, for as long as the
 * question stands. `asked_message`: the message with the picture, in the same channel.
 */
const askedPosters = `
  ALTER TABLE jobs ADD COLUMN asks_user_id TEXT;
  ALTER TABLE jobs ADD COLUMN asked_message TEXT;
  CREATE INDEX jobs_asks ON jobs (asks_user_id) WHERE asks_user_id IS NOT NULL;
`;

/** Whether a job is its requester's alone, which is decided when it is asked for. */
const privateJobs = `
  ALTER TABLE jobs ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX jobs_private ON jobs (guild_id, created_at) WHERE private = 1;
`;

/**
 * The order to take nothing new, which another program gives to the bot that runs: since when, and null once it was
 * taken back. A start forgets it.
 */
const draining = `
  CREATE TABLE draining (
    id                      INTEGER PRIMARY KEY CHECK (id = 1),
    since                   INTEGER
  ) STRICT;
`;

/**
 * How many jobs are not over, and where they are, is counted whenever somebody looks at the bot's figures. `finished_at`
 * is in it so that nothing else has to be read.
 */
const underWay = `
  CREATE INDEX jobs_under_way ON jobs (state, recipe, lane, finished_at) WHERE finished_at IS NULL;
`;

/**
 * People and servers that the operator keeps out everywhere, with the reason in the operator's words. One that was lifted
 * stays on record for as long as other rows do.
 */
const keptOut = `
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
`;

/**
 * A consent that somebody else gave to a job stands for what its requester made from it, and outlives its row, or what its
 * requester has erased: for as long as it does, what was made from that stays joined to it, so that taking it back is
 * still followed.
 */
const standingConsents = `
  DROP TRIGGER jobs_join_sources;
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
`;

/** By when the tokens of private jobs that are over are dead: nothing else removes them. */
const deadTokens = `
  CREATE INDEX jobs_private_tokens ON jobs (token_expires_at)
    WHERE private = 1 AND interaction_token IS NOT NULL AND finished_at IS NOT NULL;
`;

/**
 * What may be looked at of what was made from a picture: the latest are shown beside it, and thousands in between may be
 * somebody's alone.
 */
const lookedAtFrom = `
  CREATE INDEX jobs_looked_at_from ON jobs (from_job, private, created_at)
    WHERE from_job IS NOT NULL AND ephemeral = 0 AND erased_at IS NULL;
`;

/** About which messages' pictures somebody has asked whoever posted them. */
const askedBefore = `
  CREATE INDEX jobs_asked_before ON jobs (asked_message) WHERE asked_message IS NOT NULL;
`;

/**
 * Questions to members who posted a picture that another member asks to use: rate limits for the mention, and each no, which
 * holds for good. They outlive the job that asked. `askable`: whether a member may be asked at all.
 */
export const posterQuestions = `
  CREATE TABLE poster_questions (
    job_id                  TEXT PRIMARY KEY,
    message_id              TEXT NOT NULL,
    asker_id                TEXT NOT NULL,
    poster_id               TEXT NOT NULL,
    asked_at                INTEGER NOT NULL,
    declined                INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX poster_questions_message ON poster_questions (message_id, asked_at);
  CREATE INDEX poster_questions_asker ON poster_questions (asker_id, asked_at);
  CREATE INDEX poster_questions_poster ON poster_questions (poster_id, asked_at);
  CREATE INDEX poster_questions_passing ON poster_questions (asked_at) WHERE declined = 0;
  INSERT INTO poster_questions
    SELECT id, asked_message, user_id, poster, created_at, declined FROM (
      SELECT id, asked_message, user_id, created_at,
        coalesce(asks_user_id,
          (SELECT consents.user_id FROM consents WHERE consents.job_id = jobs.id LIMIT 1),
          CASE WHEN cancelled_by NOT IN (user_id, 'operator', 'runpod') THEN cancelled_by END
        ) AS poster,
        state = 'cancelled' AND previous_state = 'awaiting_consent'
          AND coalesce(cancelled_by NOT IN (user_id, 'operator', 'runpod'), 0) AS declined
      FROM jobs WHERE asked_message IS NOT NULL)
    WHERE poster IS NOT NULL;
  DROP INDEX jobs_asked_before;
  ALTER TABLE person_settings ADD COLUMN askable INTEGER NOT NULL DEFAULT 1;
`;

/**
 * Interactions that were acknowledged before they were answered. A row is written before Discord is told, and goes
 * with whatever answers it; what a process leaves behind is ended by the next one. `kind`: `public` and `ephemeral`
 * show "thinking…", `update` shows nothing in the message that was clicked.
 *
 * A job that answers a deferred interaction keeps how that was deferred, as this says whether the interaction's
 * `@original` is the job's own message.
 */
const deferrals = `
  CREATE TABLE deferrals (
    interaction_id          TEXT PRIMARY KEY,
    token                   TEXT NOT NULL,
    kind                    TEXT NOT NULL CHECK (kind IN ('public', 'ephemeral', 'update')),
    expires_at              INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX deferrals_by_expiry ON deferrals (expires_at);
  ALTER TABLE jobs ADD COLUMN deferral TEXT;
`;

/**
 * What a report does to its picture until it is decided: `hide`, `cover` or `none`. Reports from before hid by their
 * reason alone. `jobs.covered_by_report`: 1 while a report covers the picture, 0 once the cover was lifted, else NULL.
 */
export const reportEffects = `
  ALTER TABLE reports ADD COLUMN effect TEXT NOT NULL DEFAULT 'none';
  UPDATE reports SET effect = 'hide' WHERE reason IN ('shows_me', 'sexual', 'minor');
  ALTER TABLE jobs ADD COLUMN covered_by_report INTEGER;
`;

/**
 * Refused tries that count towards a pause, and members who may make no pictures until it ends. `person` is a keyed hash of
 * the member's id, and `words` one of what they wrote. `count`: how many tries it took, until the member is erased.
 */
const safetyPauses = `
  CREATE TABLE safety_tries (
    person                  TEXT NOT NULL,
    words                   TEXT NOT NULL,
    tried_at                INTEGER NOT NULL,
    PRIMARY KEY (person, words)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX safety_tries_by_time ON safety_tries (tried_at);
  CREATE TABLE safety_pauses (
    person                  TEXT PRIMARY KEY,
    count                   INTEGER,
    ends_at                 INTEGER NOT NULL,
    appealed                INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX safety_pauses_by_end ON safety_pauses (ends_at);
`;

/** Pictures in progress are no longer counted over all unfinished jobs. */
const sharesOfEndpoints = `
  DROP INDEX jobs_several_open_by_user;
  DROP INDEX jobs_several_open_by_guild;
`;

/** A job's input pictures are kept until RunPod has the last of its parts. */
const partsLeft = `
  ALTER TABLE jobs ADD COLUMN parts_left INTEGER NOT NULL DEFAULT 0;
  DROP TRIGGER jobs_leave_pictures;
  CREATE TRIGGER jobs_leave_pictures AFTER UPDATE OF state ON jobs
    WHEN new.state NOT IN ('preparing', 'ready', 'submitting')
      AND NOT (new.state IN ('queued', 'running') AND new.parts_left > 0)
    BEGIN
      UPDATE prepared_pictures SET job_id = NULL WHERE job_id = new.id;
    END;
`;

/** Pictures that jobs made can be stored in the database. */
const storedPictures = `  CREATE TABLE stored_pictures (
    file                    TEXT PRIMARY KEY,
    size                    INTEGER NOT NULL,
    stored_at               INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE stored_picture_pieces (
    file                    TEXT NOT NULL REFERENCES stored_pictures (file),
    place                   INTEGER NOT NULL,
    bytes                   BLOB NOT NULL,
    PRIMARY KEY (file, place)
  ) STRICT;
`;

/** Several processes may share a database on PostgreSQL, and each drives jobs of its own. */
const severalProcesses = `
  CREATE TABLE processes (
    id                      TEXT PRIMARY KEY,
    machine                 TEXT NOT NULL,
    pid                     INTEGER NOT NULL,
    key_print               TEXT NOT NULL,
    intake                  TEXT NOT NULL,
    is_connected            INTEGER NOT NULL DEFAULT 0,
    started_at              INTEGER NOT NULL,
    alive_until             INTEGER NOT NULL,
    leaving_at              INTEGER,
    application_id          TEXT
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE jobs ADD COLUMN driver TEXT NOT NULL DEFAULT '';
  DROP INDEX jobs_unfinished;
  CREATE INDEX jobs_unfinished ON jobs (driver, created_at)
    WHERE finished_at IS NULL OR remote_open = 1 OR (shown_revision < revision AND undeliverable_at IS NULL);
  ALTER TABLE deferrals ADD COLUMN process TEXT NOT NULL DEFAULT '';
`;

/** One of several processes may be drained, or cut off from Discord. */
const unableProcesses = {
  sqlite: `
    ALTER TABLE processes ADD COLUMN is_draining INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE processes ADD COLUMN is_cut_off INTEGER NOT NULL DEFAULT 0;`,
  isCompatible: true,
} as const;

/** Managers of a server make rules for it. A process of the version before does not hold to them. */
const serverRules = {
  sqlite: `
    CREATE TABLE server_rules (
      guild_id                TEXT NOT NULL,
      subject_kind            TEXT NOT NULL,
      subject_id              TEXT NOT NULL,
      limit_name              TEXT NOT NULL,
      value                   TEXT NOT NULL,
      PRIMARY KEY (guild_id, subject_kind, subject_id, limit_name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX server_rules_by_member ON server_rules (subject_id, guild_id, limit_name)
      WHERE subject_kind = 'member';
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
    ALTER TABLE jobs ADD COLUMN counted INTEGER;
    ALTER TABLE jobs ADD COLUMN estimate_ms INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE jobs ADD COLUMN roles TEXT;`,
  isCompatible: true,
} as const;

/** Rules apply to jobs that wait. A process of the version before sends those of held servers too. */
const serverHolds = {
  sqlite: `
    CREATE TABLE server_holds (
      guild_id                TEXT NOT NULL,
      reason                  TEXT NOT NULL,
      since                   INTEGER NOT NULL,
      until                   INTEGER,
      revision                INTEGER NOT NULL DEFAULT 1,
      PRIMARY KEY (guild_id, reason)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE jobs ADD COLUMN ruled TEXT;
    ALTER TABLE jobs ADD COLUMN own_at_once INTEGER;
    ALTER TABLE jobs ADD COLUMN server_at_once INTEGER;`,
  isCompatible: true,
} as const;

/** Whether usage charts may name a member. A process of the version before has no charts. */
const usageNames = {
  sqlite: `ALTER TABLE person_settings ADD COLUMN named INTEGER NOT NULL DEFAULT 1;`,
  isCompatible: true,
} as const;

/** Managers choose the language of a server. What a restart left unanswered is answered in the member's. */
const languages = {
  sqlite: `
    CREATE TABLE server_languages (
      guild_id                TEXT PRIMARY KEY,
      language                TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE deferrals ADD COLUMN locale TEXT;`,
  isCompatible: true,
} as const;

/**
 * Entitlements at Discord, and credits that jobs use. A process of the version before gives none back, so
 * premium is configured once all are of this one.
 */
const premium = {
  sqlite: `
    CREATE TABLE entitlements (
      id                      TEXT PRIMARY KEY,
      sku_id                  TEXT NOT NULL,
      user_id                 TEXT,
      guild_id                TEXT,
      starts_at               INTEGER,
      ends_at                 INTEGER,
      as_of                   INTEGER NOT NULL,
      deleted                 INTEGER NOT NULL DEFAULT 0,
      consumed                INTEGER NOT NULL DEFAULT 0,
      credits                 INTEGER NOT NULL DEFAULT 0,
      spent                   INTEGER NOT NULL DEFAULT 0,
      consume_at              INTEGER,
      consume_tries           INTEGER NOT NULL DEFAULT 0,
      changed_at              INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entitlements_of_user ON entitlements (user_id) WHERE user_id IS NOT NULL;
    CREATE INDEX entitlements_of_guild ON entitlements (guild_id) WHERE guild_id IS NOT NULL;
    CREATE INDEX entitlements_to_consume ON entitlements (consume_at) WHERE consume_at IS NOT NULL;
    CREATE INDEX entitlements_by_change ON entitlements (changed_at);
    CREATE TABLE job_credits (
      job_id                  TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
      entitlement_id          TEXT NOT NULL,
      credits                 INTEGER NOT NULL,
      PRIMARY KEY (job_id, entitlement_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX job_credits_of_entitlement ON job_credits (entitlement_id);
    ALTER TABLE jobs ADD COLUMN credits INTEGER NOT NULL DEFAULT 0;`,
  isCompatible: true,
} as const;

/**
 * Users install the bot for themselves. A process of the version before refuses their requests, and leaves what
 * is to be erased with an install to the others.
 */
const userInstalls = {
  sqlite: `
    ALTER TABLE jobs ADD COLUMN by_user_install INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE removed_installs (
      person                  TEXT PRIMARY KEY,
      removed_at              INTEGER NOT NULL,
      is_done                 INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX removed_installs_by_time ON removed_installs (removed_at);`,
  isCompatible: true,
} as const;

/**
 * SQL for SQLite. PostgreSQL gets it translated (`inPostgres`), unless a step changes triggers or
 * rows in words that only one of them knows: then it has SQL for each.
 */
export type MigrationStep =
  | string
  | {
      readonly sqlite: string;
      readonly postgres?: string;
      /**
       * Whether processes of the version before can go on meanwhile and afterwards, for as long as a
       * deploy takes. Otherwise all of them have to stop first.
       */
      readonly isCompatible?: true;
    };

/** How a database comes to its schema. */
export interface SchemaHistory {
  /** Makes a new database, of the last of the versions. */
  readonly whole: string;
  /** The oldest version that is still upgraded. */
  readonly oldest: number;
  /** From each version to the next, the first from `oldest`. */
  readonly steps: readonly MigrationStep[];
}

/** Append only: add a step, and make the same change in `schema.ts`. A test compares the two. */
export const history: SchemaHistory = {
  whole: schema,
  oldest: 4,
  steps: [
    line,
    slices,
    copies,
    retries,
    untold,
    bounds,
    rights,
    erasedPeople,
    reportRevisions,
    transitions,
    locales,
    recipes,
    attachmentLimits,
    workers,
    lanes,
    costs,
    inputs,
    several,
    preparedPictures,
    ownThings,
    origins,
    following,
    toldEnds,
    spoilers,
    askedPosters,
    privateJobs,
    draining,
    underWay,
    keptOut,
    standingConsents,
    deadTokens,
    lookedAtFrom,
    askedBefore,
    posterQuestions,
    deferrals,
    reportEffects,
    safetyPauses,
    sharesOfEndpoints,
    partsLeft,
    storedPictures,
    severalProcesses,
    unableProcesses,
    serverRules,
    serverHolds,
    usageNames,
    languages,
    premium,
    userInstalls,
  ],
};

/** What `PRAGMA user_version` says of a database that is up to date. */
export const SCHEMA_VERSION = newestOf(history);

/** The version that the last step comes to. */
export function newestOf({ oldest, steps }: SchemaHistory): number {
  return oldest + steps.length;
}

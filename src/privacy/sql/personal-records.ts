import { type SelectQueryBuilder, sql } from 'kysely';
import type { Slicing } from '../../engines/slices.ts';
import { JOB_COLUMNS } from '../../jobs/sql/job-row.ts';
import type { Database } from '../../store/database.ts';
import { argument, byTime, FROM_THE_OLDEST, PreparedQuery, walk } from '../../store/queries.ts';
import { rowNumber } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../../store/tables.ts';

/** Rows read at a time. */
const SLICE_ROWS = 200;
const ROW = rowNumber();

const PRESET_COLUMNS = ['name', 'before', 'after', 'options', 'recipe', 'madeAt'] as const;

/** Every row about a member, table by table, in slices along an index. */
export class PersonalRecords {
  readonly #db: Database;
  readonly #slicing: Slicing;

  constructor({ read }: Pick<Store, 'read'>, slicing: Slicing) {
    this.#db = read;
    this.#slicing = slicing;
  }

  /**
   * Whether there is any: requests, reports, consents, settings, blocks, limits or moderation log entries.
   */
  async isAny(userId: string): Promise<boolean> {
    return (await KEPT.first(this.#db, { userId })) !== undefined;
  }

  /** Their jobs, oldest first, with whether each holds a photo. */
  jobs(userId: string) {
    return this.#jobs(userId, JOB_COLUMNS);
  }

  /** The same, with only the columns that a summary needs. */
  jobsInBrief(userId: string) {
    return this.#jobs(userId, ['id', 'createdAt', 'finishedAt', 'pictures', 'inputs']);
  }

  /** The events of their jobs. */
  async *jobEvents(userId: string) {
    const events = this.#db.selectFrom('jobEvents').selectAll();
    for await (const ids of this.#jobIds(userId)) {
      yield await events.where('jobId', 'in', ids).orderBy('id').execute();
    }
  }

  consents(userId: string) {
    const consents = this.#db.selectFrom('consents').selectAll().where('userId', '=', userId);
    return this.#along(consents, { id: 0 });
  }

  reportsMade(userId: string) {
    const made = this.#db
      .selectFrom('reports')
      .select(['jobId', 'guildId', 'reason', 'reportedAt', 'decision', 'decidedAt'])
      .select(ROW.as('row'))
      .where('reporterId', '=', userId);
    return this.#along(made, { row: 0 });
  }

  /** A member reports a picture at most once. */
  async *reportsAgainst(userId: string) {
    for await (const ids of this.#jobIds(userId)) yield await this.reportsOf(ids);
  }

  /** Reports of these jobs. */
  reportsOf(jobIds: readonly string[]) {
    return this.#db
      .selectFrom('reports')
      .select(['jobId', 'reason', 'reportedAt', 'decision', 'decidedAt'])
      .where('jobId', 'in', jobIds)
      .execute();
  }

  blocks(userId: string) {
    const blocks = this.#db
      .selectFrom('blocks')
      .select(['guildId', 'blockedAt'])
      .where('userId', '=', userId);
    return this.#along(blocks, { guildId: '' });
  }

  /** Blocks they made as a moderator, without the blocked members. */
  async *blocksMade(userId: string) {
    const made = this.#db
      .selectFrom('blocks')
      .select(['guildId', 'userId', 'blockedAt'])
      .where('blockedBy', '=', userId);
    for await (const rows of this.#along(made, { guildId: '', userId: '' })) {
      yield rows.map(({ guildId, blockedAt }) => ({ guildId, blockedAt }));
    }
  }

  /** The operator's blocks of them, and why: few. */
  async *keptOut(userId: string) {
    const entries = this.#db.selectFrom('keptOut').select(['reason', 'keptOutAt', 'liftedAt']);
    yield await entries.where('kind', '=', 'person').where('subject', '=', userId).execute();
  }

  /** Moderation log entries by this member or about them. */
  acts(column: 'byUser' | 'userId', userId: string) {
    const acts = this.#db
      .selectFrom('moderationEvents')
      .select(['id', 'guildId', 'at', 'what', 'jobId'])
      .where(column, '=', userId);
    return this.#along(acts, { id: 0 });
  }

  /** Limits that managers of servers set for them. */
  rulesAbout(userId: string) {
    const rules = this.#db
      .selectFrom('serverRules')
      .select(['guildId', 'limitName', 'value'])
      // Worded like the index's condition.
      .where('subjectKind', '=', sql.lit('member'))
      .where('subjectId', '=', userId);
    return this.#along(rules, { guildId: '', limitName: '' });
  }

  /** Changes of limits that they made, or of limits for them. Other members' ids are left out. */
  ruleChanges(column: 'byUser' | 'subjectId', userId: string) {
    const changes = this.#db
      .selectFrom('ruleChanges')
      .select(['id', 'guildId', 'at', 'limitName', 'before', 'after'])
      .where(column, '=', userId);
    const about = changes.where('subjectKind', '=', sql.lit('member'));
    return this.#along(column === 'byUser' ? changes : about, { id: 0 });
  }

  /** Other members' requests that ask for a picture of theirs. */
  askedAbout(userId: string) {
    const asked = this.#db
      .selectFrom('jobs')
      .select(['guildId', 'channelId', 'askedMessage', 'createdAt'])
      .select((eb) => [eb.ref('id').as('jobId'), ROW.as('row')])
      .where('asksUserId', '=', userId);
    return this.#along(asked, { row: 0 });
  }

  /** Consent questions about a message's picture, by them or to them. */
  questions(column: 'askerId' | 'posterId', userId: string) {
    const questions = this.#db
      .selectFrom('posterQuestions')
      .select(['jobId', 'messageId', 'askedAt', 'declined'])
      .where(column, '=', userId);
    return this.#along(questions, { jobId: '' });
  }

  /** Other members' requests that they cancelled: few. */
  async *cancelledOfOthers(userId: string) {
    const cancelled = this.#db
      .selectFrom('jobs')
      .select(['guildId', 'finishedAt'])
      .select((eb) => [
        eb.ref('id').as('jobId'),
        ROW.as('row'),
        eb('userId', '=', userId).as('isOwn'),
      ])
      .where('cancelledBy', '=', userId);
    for await (const rows of this.#along(cancelled, { row: 0 })) {
      yield rows.flatMap(({ isOwn, ...row }) => (Number(isOwn) === 1 ? [] : [row]));
    }
  }

  /** When they last got an export, if still stored. */
  async *copies(userId: string) {
    const copies = this.#db.selectFrom('dataCopies').select('sentAt');
    // The export under way has no time yet.
    yield await copies.where('userId', '=', userId).where('sentAt', '>', 0).execute();
  }

  /** Their settings: one row at most. */
  async *settings(userId: string) {
    const settings = this.#db
      .selectFrom('personSettings')
      .select(['notify', 'private', 'spoiler', 'askable', 'named']);
    yield await settings.where('userId', '=', userId).execute();
  }

  /** Their default options: a row per recipe. */
  async *defaults(userId: string) {
    const defaults = this.#db.selectFrom('personDefaults').select(['recipe', 'options']);
    yield await defaults.where('userId', '=', userId).execute();
  }

  /** Their own presets, of which there are few. */
  async *presets(userId: string) {
    const presets = this.#db.selectFrom('presets').select([...PRESET_COLUMNS]);
    yield await presets.where('ownerKind', '=', 'person').where('ownerId', '=', userId).execute();
  }

  /** Server presets that they made, or changed last. */
  serverPresets(userId: string) {
    const presets = this.#db
      .selectFrom('presets')
      .select([...PRESET_COLUMNS, 'ownerId', 'number'])
      .where('madeBy', '=', userId)
      .where('ownerKind', '=', 'server');
    return this.#along(presets, { ownerId: '', number: 0 });
  }

  /** What they bought, with the credits that are left. */
  entitlements(userId: string) {
    const bought = this.#db
      .selectFrom('entitlements')
      .select(['id', 'skuId', 'startsAt', 'endsAt', 'deleted', 'credits', 'spent'])
      .where('userId', '=', userId);
    return this.#along(bought, { id: '' });
  }

  #jobs<Column extends (typeof JOB_COLUMNS)[number]>(userId: string, columns: readonly Column[]) {
    const jobs = this.#db
      .selectFrom('jobs')
      .select(columns)
      .select((eb) =>
        eb
          .exists(eb.selectFrom('preparedPictures').whereRef('jobId', '=', 'jobs.id').select('id'))
          .as('hasPhoto'),
      )
      .where('userId', '=', userId);
    return this.#walk(FROM_THE_OLDEST, (after) =>
      byTime(jobs, 'jobs.createdAt', after, SLICE_ROWS).execute(),
    );
  }

  async *#jobIds(userId: string) {
    const ids = this.#db.selectFrom('jobs').select('id').where('userId', '=', userId);
    const slices = this.#walk(FROM_THE_OLDEST, (after) =>
      byTime(ids, 'jobs.createdAt', after, SLICE_ROWS).execute(),
    );
    for await (const rows of slices) yield rows.map(({ id }) => id);
  }

  /** Walks the rows after `from`, along the columns that it names. */
  #along<
    TB extends keyof Tables,
    Row extends Cursor,
    Cursor extends Readonly<Record<string, string | number>>,
  >(query: SelectQueryBuilder<Tables, TB, Row>, from: Cursor) {
    const names = Object.keys(from);
    const columns = sql.join(names.map((name) => (name === 'row' ? ROW : sql.ref(name))));
    return this.#walk(from, (after) => {
      const values = sql.join(names.map((name) => after[name]));
      const isAfter = sql<boolean>`(${columns}) > (${values})`;
      return query.where(isAfter).orderBy(columns).limit(SLICE_ROWS).execute();
    });
  }

  #walk<Cursor, Row extends Cursor>(
    from: Cursor,
    rowsAfter: (cursor: Cursor) => Promise<readonly Row[]>,
  ) {
    const { turns, signal } = this.#slicing;
    return walk(from, SLICE_ROWS, async (cursor) => {
      signal.throwIfAborted();
      await turns.take('read');
      return rowsAfter(cursor);
    });
  }
}

/** Reads one row of each table along an index. */
const KEPT = new PreparedQuery(
  () => sql`SELECT 1 WHERE EXISTS (SELECT 1 FROM jobs WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM jobs WHERE asks_user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM poster_questions
      WHERE asker_id = ${argument('userId')} OR poster_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM jobs WHERE cancelled_by = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM consents WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM reports WHERE reporter_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM blocks WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM blocks WHERE blocked_by = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM kept_out WHERE kind = 'person' AND subject = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM server_rules
      WHERE subject_kind = 'member' AND subject_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM rule_changes WHERE by_user = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM rule_changes
      WHERE subject_kind = 'member' AND subject_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM moderation_events WHERE by_user = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM moderation_events WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM entitlements WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM person_settings WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM person_defaults WHERE user_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM presets WHERE owner_kind = 'person' AND owner_id = ${argument('userId')})
    OR EXISTS (SELECT 1 FROM presets WHERE made_by = ${argument('userId')})`,
);

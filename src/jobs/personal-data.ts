import type { Database } from './database.ts';
import { sql } from 'kysely';
import type { Slicing } from '../slices.ts';
import { JOB_COLUMNS, storedPictures, type JobRow } from './row.ts';

/** What is kept about a person, in numbers. Times are milliseconds since the epoch. */
export interface PersonalSummary {
  readonly jobs: number;
  readonly underWay: number;
  readonly oldestJobAt: number | undefined;
  /** Pictures and photos that lie here now. */
  readonly pictures: number;
  readonly photos: number;
  /** Consents that stand, and those that were taken back. */
  readonly consents: number;
  readonly withdrawn: number;
  readonly reportsMade: number;
  readonly reportsAgainst: number;
  /** Servers in which they are blocked. */
  readonly blocks: number;
  /** What moderators did that names them, as who did it or whom it is about. */
  readonly acts: number;
}

/** So many rows are read at once. */
const SLICE_ROWS = 200;

/** Answers a person's question what the bot keeps about them. */
export class PersonalData {
  readonly #db: Database;
  readonly #slicing: Slicing;

  constructor(db: Database, slicing: Slicing) {
    this.#db = db;
    this.#slicing = slicing;
  }

  async summaryOf(userId: string): Promise<PersonalSummary> {
    const sum = { jobs: 0, underWay: 0, pictures: 0, photos: 0 };
    let oldestJobAt: number | undefined;
    for await (const rows of this.#jobsOf(userId)) {
      oldestJobAt ??= rows[0]?.createdAt;
      sum.jobs += rows.length;
      sum.underWay += rows.filter(({ finishedAt }) => finishedAt === null).length;
      sum.photos += rows.filter(({ hasPhoto }) => Number(hasPhoto) === 1).length;
      for (const { pictures } of rows) sum.pictures += storedPictures(pictures)?.length ?? 0;
    }
    return { ...sum, oldestJobAt, ...(await this.#countsBesideJobs(userId)) };
  }

  /**
   * Every row about a person as it stands in the database, table by table and in slices. A photo's
   * bytes and the token by which a message is edited are not given out, only that they are there;
   * and neither is anybody else's id.
   */
  async *recordsOf(userId: string): AsyncGenerator<RecordSlice> {
    for await (const rows of this.#jobsOf(userId)) {
      yield { table: 'jobs', rows: rows.map((row) => withoutOthers(row, userId)) };
    }
    for await (const rows of this.#jobsOf(userId)) {
      const ids = rows.map(({ id }) => id);
      const events = this.#db.selectFrom('jobEvents').selectAll().where('jobId', 'in', ids);
      yield { table: 'jobEvents', rows: await events.orderBy('id').execute() };
    }
    yield* this.#recordsBesideJobs(userId);
  }

  /** Oldest first. */
  async *#jobsOf(userId: string) {
    let after = { createdAt: -1, rowid: 0 };
    for (;;) {
      await this.#turn();
      const rows = await this.#db
        .selectFrom('jobs')
        .select(JOB_COLUMNS)
        .select((eb) => [eb('face', 'is not', null).as('hasPhoto'), sql<number>`rowid`.as('rowid')])
        .where('userId', '=', userId)
        .where(sql<boolean>`(created_at, rowid) > (${after.createdAt}, ${after.rowid})`)
        .orderBy('createdAt')
        .orderBy(sql`rowid`)
        .limit(SLICE_ROWS)
        .execute();
      yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < SLICE_ROWS) return;
      after = last;
    }
  }

  async #turn(): Promise<void> {
    this.#slicing.signal.throwIfAborted();
    await this.#slicing.turns.take();
  }

  async #countsBesideJobs(userId: string) {
    const counts = { consents: 0, withdrawn: 0, reportsMade: 0, reportsAgainst: 0, blocks: 0 };
    let acts = 0;
    for await (const { table, rows } of this.#recordsBesideJobs(userId)) {
      if (table === 'actsBy' || table === 'actsAbout') acts += rows.length;
      else counts[table] += rows.length;
    }
    const { withdrawn } = await this.#db
      .selectFrom('consents')
      .select((eb) => eb.fn.count<number>('withdrawnAt').as('withdrawn'))
      .where('userId', '=', userId)
      .executeTakeFirstOrThrow();
    return { ...counts, consents: counts.consents - withdrawn, withdrawn, acts };
  }

  async *#recordsBesideJobs(userId: string) {
    for (const table of BESIDE_JOBS) {
      for (let offset = 0; ; offset += SLICE_ROWS) {
        await this.#turn();
        const rows = await sliceOf(this.#db, table, userId, offset);
        yield { table, rows };
        if (rows.length < SLICE_ROWS) break;
      }
    }
  }
}

const BESIDE_JOBS = [
  'consents',
  'reportsMade',
  'reportsAgainst',
  'blocks',
  'actsBy',
  'actsAbout',
] as const;

async function sliceOf(
  db: Database,
  table: (typeof BESIDE_JOBS)[number],
  userId: string,
  offset: number,
): Promise<readonly object[]> {
  const acts = () =>
    db
      .selectFrom('moderationEvents')
      .select(['guildId', 'at', 'what', 'jobId'])
      .limit(SLICE_ROWS)
      .offset(offset);
  switch (table) {
    case 'consents':
      return db
        .selectFrom('consents')
        .selectAll()
        .where('userId', '=', userId)
        .limit(SLICE_ROWS)
        .offset(offset)
        .execute();
    case 'reportsMade':
      return db
        .selectFrom('reports')
        .select(['jobId', 'guildId', 'reason', 'reportedAt', 'decision', 'decidedAt'])
        .where('reporterId', '=', userId)
        .limit(SLICE_ROWS)
        .offset(offset)
        .execute();
    case 'reportsAgainst':
      return db
        .selectFrom('jobs')
        .innerJoin('reports', 'reports.jobId', 'jobs.id')
        .select(['reports.jobId', 'reason', 'reportedAt', 'decision', 'decidedAt'])
        .where('jobs.userId', '=', userId)
        .limit(SLICE_ROWS)
        .offset(offset)
        .execute();
    case 'blocks':
      return db
        .selectFrom('blocks')
        .select(['guildId', 'blockedAt'])
        .where('userId', '=', userId)
        .limit(SLICE_ROWS)
        .offset(offset)
        .execute();
    case 'actsBy':
      return acts().where('byUser', '=', userId).execute();
    case 'actsAbout':
      return acts().where('userId', '=', userId).execute();
  }
}

/** Some rows of one table. */
export interface RecordSlice {
  readonly table: string;
  readonly rows: readonly object[];
}

function withoutOthers(
  row: JobRow & { readonly hasPhoto: unknown; readonly rowid: number },
  userId: string,
): object {
  const { interactionToken, cancelledBy, hasPhoto, ...job } = row;
  return {
    ...job,
    hasPhoto: Number(hasPhoto) === 1,
    hasInteractionToken: interactionToken !== null,
    cancelledBy: cancelledBy === null || cancelledBy === userId ? cancelledBy : 'somebody else',
  };
}

import type { Database } from './database.ts';
import { JOB_COLUMNS, storedPictures } from './row.ts';

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

/** Answers a person's question what the bot keeps about them. */
export class PersonalData {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async summaryOf(userId: string): Promise<PersonalSummary> {
    const jobs = await this.#db
      .selectFrom('jobs')
      .select(['createdAt', 'finishedAt', 'pictures'])
      .select((eb) => eb('face', 'is not', null).as('hasPhoto'))
      .where('userId', '=', userId)
      .orderBy('createdAt')
      .execute();
    const { consents, reportsMade, reportsAgainst, blocks, actsBy, actsAbout } =
      await this.#recordsBesideJobs(userId);
    return {
      jobs: jobs.length,
      underWay: jobs.filter(({ finishedAt }) => finishedAt === null).length,
      oldestJobAt: jobs[0]?.createdAt,
      pictures: jobs.flatMap(({ pictures }) => storedPictures(pictures) ?? []).length,
      photos: jobs.filter(({ hasPhoto }) => Number(hasPhoto) === 1).length,
      consents: consents.filter(({ withdrawnAt }) => withdrawnAt === null).length,
      withdrawn: consents.filter(({ withdrawnAt }) => withdrawnAt !== null).length,
      reportsMade: reportsMade.length,
      reportsAgainst: reportsAgainst.length,
      blocks: blocks.length,
      acts: actsBy.length + actsAbout.length,
    };
  }

  /**
   * Every row about a person as it stands in the database. A photo's bytes and the token by which a
   * message is edited are not given out, only that they are there; and neither is anybody else's id.
   */
  async recordsOf(userId: string) {
    const jobs = await this.#db
      .selectFrom('jobs')
      .select(JOB_COLUMNS)
      .select((eb) => eb('face', 'is not', null).as('hasPhoto'))
      .where('userId', '=', userId)
      .orderBy('createdAt')
      .execute();
    const jobEvents = await this.#db
      .selectFrom('jobEvents')
      .innerJoin('jobs', 'jobs.id', 'jobEvents.jobId')
      .selectAll('jobEvents')
      .where('jobs.userId', '=', userId)
      .orderBy('jobEvents.id')
      .execute();
    return {
      jobs: jobs.map(({ interactionToken, cancelledBy, hasPhoto, ...job }) => ({
        ...job,
        hasPhoto: Number(hasPhoto) === 1,
        hasInteractionToken: interactionToken !== null,
        cancelledBy: cancelledBy === null || cancelledBy === userId ? cancelledBy : 'somebody else',
      })),
      jobEvents,
      ...(await this.#recordsBesideJobs(userId)),
    };
  }

  async #recordsBesideJobs(userId: string) {
    const db = this.#db;
    return {
      consents: await db.selectFrom('consents').selectAll().where('userId', '=', userId).execute(),
      reportsMade: await db
        .selectFrom('reports')
        .select(['jobId', 'guildId', 'reason', 'reportedAt', 'decision', 'decidedAt'])
        .where('reporterId', '=', userId)
        .execute(),
      reportsAgainst: await db
        .selectFrom('reports')
        .innerJoin('jobs', 'jobs.id', 'reports.jobId')
        .select(['reports.jobId', 'reason', 'reportedAt', 'decision', 'decidedAt'])
        .where('jobs.userId', '=', userId)
        .execute(),
      blocks: await db
        .selectFrom('blocks')
        .select(['guildId', 'blockedAt'])
        .where('userId', '=', userId)
        .execute(),
      actsBy: await db
        .selectFrom('moderationEvents')
        .select(['guildId', 'at', 'what', 'jobId'])
        .where('byUser', '=', userId)
        .execute(),
      actsAbout: await db
        .selectFrom('moderationEvents')
        .select(['guildId', 'at', 'what', 'jobId'])
        .where('userId', '=', userId)
        .execute(),
    };
  }
}

import type { Database } from './database.ts';
import { storedPictures } from './row.ts';

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
  /** What they did as a moderator, and reports that they made. */
  readonly acts: number;
}

/** Answers a person's question what the bot keeps about them. */
export class PersonalData {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async summaryOf(userId: string): Promise<PersonalSummary> {
    const { jobs, consents, reportsMade, reportsAgainst, blocks, acts } =
      await this.recordsOf(userId);
    return {
      jobs: jobs.length,
      underWay: jobs.filter(({ finishedAt }) => finishedAt === null).length,
      oldestJobAt: jobs[0]?.createdAt,
      pictures: jobs.flatMap(({ pictures }) => storedPictures(pictures) ?? []).length,
      photos: jobs.filter(({ face }) => face === 'kept').length,
      consents: consents.filter(({ withdrawnAt }) => withdrawnAt === null).length,
      withdrawn: consents.filter(({ withdrawnAt }) => withdrawnAt !== null).length,
      reportsMade: reportsMade.length,
      reportsAgainst: reportsAgainst.length,
      blocks: blocks.length,
      acts: acts.length,
    };
  }

  /**
   * Every row about a person as it stands in the database. A photo's bytes and the token by which a
   * message is edited are not given out: it says only that they are there. Who reported or decided
   * is somebody else's.
   */
  async recordsOf(userId: string) {
    const db = this.#db;
    const jobs = await db
      .selectFrom('jobs')
      .selectAll()
      .where('userId', '=', userId)
      .orderBy('createdAt')
      .execute();
    const jobEvents = await db
      .selectFrom('jobEvents')
      .innerJoin('jobs', 'jobs.id', 'jobEvents.jobId')
      .selectAll('jobEvents')
      .where('jobs.userId', '=', userId)
      .orderBy('jobEvents.id')
      .execute();
    const reportsAgainst = await db
      .selectFrom('reports')
      .innerJoin('jobs', 'jobs.id', 'reports.jobId')
      .select(['reports.jobId', 'reason', 'reportedAt', 'decision', 'decidedAt'])
      .where('jobs.userId', '=', userId)
      .execute();
    const reportsMade = await db
      .selectFrom('reports')
      .select(['jobId', 'guildId', 'reason', 'reportedAt', 'decision', 'decidedAt'])
      .where('reporterId', '=', userId)
      .execute();
    const consents = await db
      .selectFrom('consents')
      .selectAll()
      .where('userId', '=', userId)
      .execute();
    const blocks = await db
      .selectFrom('blocks')
      .select(['guildId', 'blockedAt'])
      .where('userId', '=', userId)
      .execute();
    const acts = await db
      .selectFrom('moderationEvents')
      .selectAll()
      .where('byUser', '=', userId)
      .execute();
    return {
      jobs: jobs.map(({ face, interactionToken, ...job }) => ({
        ...job,
        face: keptOrNot(face),
        interactionToken: keptOrNot(interactionToken),
      })),
      jobEvents,
      consents,
      reportsMade,
      reportsAgainst,
      blocks,
      acts,
    };
  }
}

function keptOrNot(value: unknown): 'kept' | null {
  return value === null ? null : 'kept';
}

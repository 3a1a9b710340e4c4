import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { PastRun } from './estimate.ts';
import type { Job, JobState } from './job.ts';
import { JOB_COLUMNS, jobFromRow, jobState, pastRunFromRow } from './row.ts';

/** Every question about jobs that the log answers. */
export class JobQueries {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(id: string): Promise<Job | undefined> {
    const row = await this.#jobs().where('id', '=', id).executeTakeFirst();
    return row && jobFromRow(row);
  }

  async findRetryOf(id: string): Promise<Job | undefined> {
    const row = await this.#jobs().where('retryOf', '=', id).executeTakeFirst();
    return row && jobFromRow(row);
  }

  /** The normalised photo of a job that still needs it. */
  async face(id: string): Promise<Buffer | undefined> {
    const row = await this.#db
      .selectFrom('jobs')
      .select('face')
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.face ?? undefined;
  }

  /** What is to be taken up at start: not over here, not over there, or not yet shown. */
  async unfinished(): Promise<Job[]> {
    const rows = await this.#jobs()
      // In the words of the index on it.
      .where(
        sql<boolean>`finished_at IS NULL OR remote_open = 1
          OR (shown_revision < revision AND undeliverable_at IS NULL)`,
      )
      .orderBy('createdAt')
      .execute();
    return rows.map(jobFromRow);
  }

  /** A person's latest jobs, newest first. */
  async latestOf(userId: string, limit: number): Promise<Job[]> {
    const rows = await this.#jobs()
      .where('userId', '=', userId)
      .orderBy('createdAt', 'desc')
      .limit(limit)
      .execute();
    return rows.map(jobFromRow);
  }

  async countByState(): Promise<ReadonlyMap<JobState, number>> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('state')
      .execute();
    return new Map(rows.map((row) => [jobState.parse(row.state), row.count]));
  }

  /** How many of the bot's jobs came before this one and still wait. */
  async countAhead(job: Job): Promise<number> {
    const { count } = await this.#db
      .selectFrom('jobs')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('state', 'in', ['ready', 'submitting', 'queued'])
      .where('acceptedAt', '<', job.acceptedAt ?? job.createdAt)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** The latest completed runs, with or without a face, that RunPod measured. */
  async pastRuns(usesFace: boolean, limit: number): Promise<PastRun[]> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select(['executionMs', 'settings'])
      .where('state', '=', 'completed')
      .where('usesFace', '=', usesFace ? 1 : 0)
      .where('executionMs', 'is not', null)
      .orderBy('finishedAt', 'desc')
      .limit(limit)
      .execute();
    return rows.flatMap((row) => pastRunFromRow(row) ?? []);
  }

  /** Names of every picture file that a row still names. */
  async pictureFiles(): Promise<ReadonlySet<string>> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select(sql<string>`value ->> 'file'`.as('file'))
      .innerJoin(sql<{ value: string }>`json_each(jobs.pictures)`.as('picture'), (join) =>
        join.onTrue(),
      )
      .execute();
    return new Set(rows.map(({ file }) => file));
  }

  #jobs() {
    return this.#db.selectFrom('jobs').select(JOB_COLUMNS);
  }
}

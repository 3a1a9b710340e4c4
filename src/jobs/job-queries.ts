import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { PastRun } from './estimate.ts';
import type { Job, JobState } from './job.ts';
import { readLine, type Line } from './line.ts';
import {
  JOB_COLUMNS,
  jobFromRow,
  jobState,
  pastRunFromRow,
  readableJob,
  storedPictures,
} from './row.ts';

/** Every question about jobs that the log answers. */
export class JobQueries {
  protected readonly db: Database;

  constructor(db: Database) {
    this.db = db;
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
    const row = await this.db
      .selectFrom('jobs')
      .select('face')
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.face ?? undefined;
  }

  /**
   * What is to be taken up at start: not over here, not over there, or not yet shown. A row that
   * this version cannot read holds up no other: see {@link unreadable}.
   */
  async unfinished(): Promise<Job[]> {
    return (await this.#unfinishedRows()).flatMap((row) => readableJob(row) ?? []);
  }

  /** Ids of the rows that should be taken up but cannot be read. */
  async unreadable(): Promise<string[]> {
    return (await this.#unfinishedRows()).flatMap((row) => (readableJob(row) ? [] : [row.id]));
  }

  #unfinishedRows() {
    return (
      this.#jobs()
        // In the words of the index on it.
        .where(
          sql<boolean>`finished_at IS NULL OR remote_open = 1
          OR (shown_revision < revision AND undeliverable_at IS NULL)`,
        )
        .orderBy('createdAt')
        .execute()
    );
  }

  /** A person's latest jobs, newest first. */
  async latestOf(userId: string, limit: number): Promise<Job[]> {
    const rows = await this.#jobs()
      .where('userId', '=', userId)
      .orderBy('createdAt', 'desc')
      .limit(limit)
      .execute();
    return rows.flatMap((row) => readableJob(row) ?? []);
  }

  /** A person's jobs that are not over. */
  async underWayOf(userId: string): Promise<Job[]> {
    const rows = await this.#jobs()
      .where('userId', '=', userId)
      .where('finishedAt', 'is', null)
      .execute();
    return rows.flatMap((row) => readableJob(row) ?? []);
  }

  /** The job of a message. */
  async findByMessage(channelId: string, messageId: string): Promise<Job | undefined> {
    const row = await this.#jobs()
      .where('messageId', '=', messageId)
      .where('channelId', '=', channelId)
      .executeTakeFirst();
    return row && readableJob(row);
  }

  /** Jobs that were hidden and whose message does not show it yet. */
  async hiddenUnshown(): Promise<Job[]> {
    const rows = await this.#jobs()
      .where('visibility', '=', 'hidden')
      .whereRef('shownRevision', '<', 'revision')
      .where('undeliverableAt', 'is', null)
      .execute();
    return rows.flatMap((row) => readableJob(row) ?? []);
  }

  /** Erased jobs whose message has not been deleted. */
  async erasedWithMessage(): Promise<Job[]> {
    const rows = await this.#jobs()
      .where('erasedAt', 'is not', null)
      .where((eb) =>
        eb.or([
          eb('answeredInteractionId', '!=', sql<string>`'erased-' || id`),
          eb('messageId', 'is not', null),
        ]),
      )
      .execute();
    return rows.flatMap((row) => readableJob(row) ?? []);
  }

  /** Of every job there ever was, but for those that were kept for long enough. */
  async countByState(): Promise<ReadonlyMap<JobState, number>> {
    const rows = await this.db
      .selectFrom('jobs')
      .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('state')
      .execute();
    const erased = await this.db.selectFrom('erasedCounts').select(['state', 'count']).execute();
    const counts = new Map<JobState, number>();
    for (const { state, count } of [...rows, ...erased]) {
      const { data } = jobState.safeParse(state);
      if (data) counts.set(data, (counts.get(data) ?? 0) + count);
    }
    return counts;
  }

  /** How many of the bot's jobs RunPod got before this one and still has in its queue. */
  async countAhead({ submittedAt }: Job): Promise<number> {
    const { count } = await this.db
      .selectFrom('jobs')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('state', '=', 'queued')
      .where('submittedAt', '<', submittedAt ?? 0)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Who waits here, and how many of them may be sent. `maxJobsInFlight` 0: no limit. */
  line(maxJobsInFlight: number, now: number): Promise<Line> {
    return readLine(this.db, maxJobsInFlight, now);
  }

  /**
   * Milliseconds that jobs which ended since then used a GPU: as RunPod measured, or, where it did
   * not say, as long as they were seen running, which is `longestMs` at most.
   */
  async gpuMsSince(since: number, longestMs: number): Promise<number> {
    const { used } = await this.db
      .selectFrom('jobs')
      .select(
        sql<number>`coalesce(sum(coalesce(
          execution_ms, max(0, min(finished_at - started_at, ${longestMs})))), 0)`.as('used'),
      )
      .where('finishedAt', '>=', since)
      .executeTakeFirstOrThrow();
    return used;
  }

  /** The latest completed runs, with or without a face, that RunPod measured. */
  async pastRuns(usesFace: boolean, limit: number): Promise<PastRun[]> {
    const rows = await this.db
      .selectFrom('jobs')
      .select(['executionMs', 'settings'])
      .where('state', '=', 'completed')
      .where('usesFace', '=', usesFace ? 1 : 0)
      .where('executionMs', 'is not', null)
      .where('erasedAt', 'is', null)
      .orderBy('finishedAt', 'desc')
      .limit(limit)
      .execute();
    return rows.flatMap((row) => pastRunFromRow(row) ?? []);
  }

  /** Whether a row names that picture file, or may: a row that cannot be read keeps its job's. */
  async pictureNames(): Promise<(file: string) => boolean> {
    const rows = await this.db
      .selectFrom('jobs')
      .select(['id', 'pictures'])
      .where('pictures', '!=', '[]')
      .execute();
    const named = rows.map(({ id, pictures }) => ({ id, files: storedPictures(pictures) }));
    const files = new Set(named.flatMap((row) => row.files?.map(({ file }) => file) ?? []));
    const unknown = named.filter((row) => !row.files).map(({ id }) => `${id}-`);
    return (file) => files.has(file) || unknown.some((start) => file.startsWith(start));
  }

  #jobs() {
    return this.db.selectFrom('jobs').select(JOB_COLUMNS);
  }
}

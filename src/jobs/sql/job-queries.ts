import { type SelectQueryBuilder, sql } from 'kysely';
import type { Slicing } from '../../engines/slices.ts';
import type { FilesInUse } from '../../images/picture-store.ts';
import type { Database } from '../../store/database.ts';
import {
  argument,
  byTime,
  FROM_THE_OLDEST,
  PreparedQuery,
  type TimeColumn,
  walk,
} from '../../store/queries.ts';
import { rowNumber, withoutIndex } from '../../store/sqlite.ts';
import type { Tables } from '../../store/tables.ts';
import { type Job, type JobState, MOST_AHEAD } from '../job.ts';
import { JOB_COLUMNS, type JobRow, jobState, storedPictures } from './job-row.ts';
import type { JobRows } from './job-rows.ts';
import { type FoundJobs, type JobSearch, searchJobs } from './job-search.ts';
import { isPressedBefore, type Pressed } from './new-job.ts';
import { UNFINISHED } from './take-over.ts';
import { splitPictures, type PreparedPicture, readPreparedPicture } from './prepared-pictures.ts';

const JOB = new PreparedQuery<JobRow>((db) =>
  db.selectFrom('jobs').select(JOB_COLUMNS).where('id', '=', argument<string>('id')),
);

const ERASED = new PreparedQuery(
  () => sql`SELECT 1 FROM jobs WHERE id = ${argument('id')} AND erased_at IS NOT NULL`,
);

const AHEAD = new PreparedQuery<{ count: number }>(
  () => sql`SELECT count(*) AS count FROM (
    SELECT 1 FROM jobs WHERE state = 'queued' AND runpod_endpoint_id = ${argument('endpointId')}
      AND submitted_at < ${argument('submittedAt')}
    LIMIT ${sql.lit(MOST_AHEAD)}) AS ahead`,
);

const FIRST = new PreparedQuery<Pick<JobRow, 'interactionId'>>((db) =>
  db
    .selectFrom('jobs')
    .select('interactionId')
    .where('userId', '=', argument<string>('userId'))
    .orderBy('createdAt')
    .limit(1),
);

/** Reads a covering index in its order: 10,000 rows take 2 ms. */
const UNDER_WAY = new PreparedQuery<JobsUnderWay>(
  () => sql`SELECT state, recipe, lane AS queue, count(*) AS count FROM jobs
    WHERE finished_at IS NULL GROUP BY state, recipe, lane`,
);

/** Filters by requester first: one member has fewer unfinished jobs than a whole server. */
const UNDER_WAY_OF = new PreparedQuery<{ count: number }>(
  () => sql`SELECT count(*) AS count FROM jobs
    WHERE user_id = ${argument('userId')} AND ${withoutIndex('guild_id')} = ${argument('guildId')}
      AND finished_at IS NULL`,
);

/** Skip scan: from each driver of unfinished jobs to the next, however many jobs each has. */
const DRIVERS = new PreparedQuery<{ driver: string }>(
  () => sql`WITH RECURSIVE drivers (driver) AS (
      SELECT (SELECT driver FROM jobs WHERE ${UNFINISHED} ORDER BY driver LIMIT 1)
      UNION ALL
      SELECT (SELECT jobs.driver FROM jobs WHERE ${UNFINISHED} AND jobs.driver > drivers.driver
        ORDER BY jobs.driver LIMIT 1)
      FROM drivers WHERE drivers.driver IS NOT NULL
    )
    SELECT driver FROM drivers WHERE driver IS NOT NULL`,
);

/** Rows read at a time. */
const SLICE_ROWS = 100;
const ROW = rowNumber();

/** A count of unfinished jobs, with the values as stored. */
export interface JobsUnderWay {
  readonly state: string;
  readonly recipe: string;
  readonly queue: string;
  readonly count: number;
}

/** The id of a row that this version cannot read. */
export interface Unreadable {
  readonly unreadable: string;
}

export async function isErased(db: Database, id: string): Promise<boolean> {
  return (await ERASED.first(db, { id })) !== undefined;
}

/** Queries for single jobs, and for many in batches. */
export class JobQueries {
  readonly #db: Database;
  readonly #rows: JobRows;
  readonly #driver: string;

  /** `driver`: this process. Default: the only one. */
  constructor(db: Database, rows: JobRows, driver = '') {
    this.#driver = driver;
    this.#rows = rows;
    this.#db = db;
  }

  async find(id: string): Promise<Job | undefined> {
    const row = await JOB.first(this.#db, { id });
    return row && this.#rows.job(row);
  }

  /** Like `find`, but `undefined` if this version cannot read the row. */
  async findReadable(id: string): Promise<Job | undefined> {
    const row = await JOB.first(this.#db, { id });
    return row && this.#rows.readable(row);
  }

  /** Whether the job has a row. */
  async isKnown(id: string): Promise<boolean> {
    return (await JOB.first(this.#db, { id })) !== undefined;
  }

  /**
   * Whether the same button was just pressed. Checked before the write, so the answer may be stale.
   */
  isPressedBefore(pressed: Pressed, now: number): Promise<boolean> {
    return isPressedBefore(this.#db, pressed, now);
  }

  isErased(id: string): Promise<boolean> {
    return isErased(this.#db, id);
  }

  async findRetryOf(id: string): Promise<Job | undefined> {
    const row = await this.#jobs().where('retryOf', '=', id).executeTakeFirst();
    return row && this.#rows.job(row);
  }

  /** A job's prepared pictures, while it needs them. `undefined` if any is missing. */
  async preparedPictures({
    id,
    wanted: { inputs },
  }: Pick<Job, 'id' | 'wanted'>): Promise<readonly PreparedPicture[] | undefined> {
    if (inputs.length === 0) return [];
    return splitPictures(inputs, await readPreparedPicture(this.#db, id));
  }

  /**
   * The jobs that this process drives, oldest first and in batches: unfinished here or at RunPod, or
   * with an outdated message. A row that this version cannot read comes as its id, so that it does not
   * block the others.
   */
  async *unfinished(): AsyncGenerator<readonly (Job | Unreadable)[]> {
    const unfinished = this.#jobs().where('driver', '=', this.#driver).where(UNFINISHED);
    for await (const slice of walkByTime(unfinished, 'jobs.createdAt')) {
      yield slice.map((row) => this.#rows.readable(row) ?? { unreadable: row.id });
    }
  }

  /** The drivers of unfinished jobs that are no living processes. They never come back. */
  async driversGone(): Promise<readonly string[]> {
    const drivers = await DRIVERS.all(this.#db, {});
    // Read afterwards: a process has its row before it drives anything.
    const rows = await this.#db.selectFrom('processes').select('id').execute();
    const living = new Set([this.#driver, ...rows.map(({ id }) => id)]);
    return drivers.map(({ driver }) => driver).filter((driver) => !living.has(driver));
  }

  /** A member's latest jobs, newest first. */
  async latestOf(userId: string, limit: number): Promise<Job[]> {
    const rows = await this.#jobs()
      .where('userId', '=', userId)
      .orderBy('createdAt', 'desc')
      .limit(limit)
      .execute();
    return this.#rows.allReadable(rows);
  }

  /** See {@link searchJobs}. */
  search(search: JobSearch, slicing: Slicing): Promise<FoundJobs> {
    return searchJobs({ db: this.#db, rows: this.#rows }, search, slicing);
  }

  /** Whether this interaction requested the oldest job of a member that still has a row. */
  async isFirstOf(userId: string, interactionId: string): Promise<boolean> {
    const first = await FIRST.first(this.#db, { userId });
    return first?.interactionId === interactionId;
  }

  /** Counts a member's unfinished jobs in a server. 20,000 rows take 4 ms. */
  async countUnderWayOf(member: {
    readonly userId: string;
    readonly guildId: string;
  }): Promise<number> {
    return (await UNDER_WAY_OF.one(this.#db, member)).count;
  }

  /** A member's unfinished jobs, in batches. */
  async *underWayOf(userId: string): AsyncGenerator<readonly Job[]> {
    const underWay = this.#jobs()
      .select(ROW.as('row'))
      .where('userId', '=', userId)
      .where('finishedAt', 'is', null);
    const slices = walk({ row: 0 }, SLICE_ROWS, ({ row }) =>
      underWay.where(ROW, '>', row).orderBy(ROW).limit(SLICE_ROWS).execute(),
    );
    for await (const slice of slices) yield this.#rows.allReadable(slice);
  }

  /**
   * Some of the jobs requested from a job's picture, newest first: the public ones and, of a
   * private job, those that its requester made in direct messages.
   */
  async madeFrom(
    { id, private: isPrivate }: Pick<Job, 'id' | 'private'>,
    limit: number,
  ): Promise<Job[]> {
    const rows = await this.#jobs()
      .where('fromJob', '=', id)
      // Literals, so that the partial index applies.
      .where('ephemeral', '=', sql.lit(0))
      .where('private', '=', isPrivate ? 1 : 0)
      .where('erasedAt', 'is', null)
      .orderBy('createdAt', 'desc')
      .limit(limit)
      .execute();
    return this.#rows.allReadable(rows);
  }

  /** The job of a message. */
  async findByMessage(channelId: string, messageId: string): Promise<Job | undefined> {
    const row = await this.#jobs()
      .where('messageId', '=', messageId)
      .where('channelId', '=', channelId)
      .executeTakeFirst();
    return row && this.#rows.readable(row);
  }

  /** Erased jobs whose message still exists, in batches. */
  async *erasedWithMessage(): AsyncGenerator<readonly Job[]> {
    const erased = this.#jobs().where('erasedAt', 'is not', null);
    for await (const slice of walkByTime(erased, 'jobs.erasedAt')) {
      yield this.#rows.allReadable(slice.filter(({ messageGoneAt }) => messageGoneAt === null));
    }
  }

  /** Jobs that ended since a time and whose end reply is undecided, in batches. */
  async *withoutEndReply(since: number): AsyncGenerator<readonly Job[]> {
    const ended = this.#jobs().where('finishedAt', 'is not', null);
    for await (const slice of walkByTime(ended, 'jobs.finishedAt', { at: since, row: 0 })) {
      yield this.#rows.allReadable(slice.filter(({ toldAt }) => toldAt === null));
    }
  }

  /** Removed and erased jobs that still have an end reply, in batches. */
  async *withObsoleteReply(): AsyncGenerator<readonly Job[]> {
    const withReply = this.#jobs()
      // Worded like the index's condition.
      .where(
        sql<boolean>`told_message_id IS NOT NULL
        AND (visibility = 'removed' OR erased_at IS NOT NULL)`,
      );
    const slices = walk({ id: '' }, SLICE_ROWS, ({ id }) =>
      withReply.where('id', '>', id).orderBy('id').limit(SLICE_ROWS).execute(),
    );
    for await (const slice of slices) yield this.#rows.allReadable(slice);
  }

  /** Counts all jobs ever made, including those erased or expired. */
  async countByState(): Promise<ReadonlyMap<JobState, number>> {
    const [rows, erased] = await Promise.all([
      this.#db.selectFrom('jobCounts').select(['state', 'count']).execute(),
      this.#db.selectFrom('erasedCounts').select(['state', 'count']).execute(),
    ]);
    const counts = new Map<JobState, number>();
    for (const { state, count } of [...rows, ...erased]) {
      const { data } = jobState.safeParse(state);
      if (data && count > 0) counts.set(data, (counts.get(data) ?? 0) + count);
    }
    return counts;
  }

  /** Counts unfinished jobs by state, recipe and queue. */
  countUnderWay(): Promise<readonly JobsUnderWay[]> {
    return UNDER_WAY.all(this.#db);
  }

  /**
   * How many jobs RunPod received before this one and still has in the endpoint's queue, up to
   * {@link MOST_AHEAD}.
   */
  async countAhead({
    runpodEndpointId: endpointId = '',
    submittedAt = 0,
  }: Pick<Job, 'submittedAt' | 'runpodEndpointId'>): Promise<number> {
    return (await AHEAD.one(this.#db, { endpointId, submittedAt })).count;
  }

  /**
   * The picture files among these that a row refers to, or may refer to, and those of unfinished
   * jobs. An unreadable row keeps all files of its job.
   */
  async filesInUse(files: readonly string[]): Promise<FilesInUse> {
    const jobIdOf = (file: string) => file.slice(0, Math.max(0, file.lastIndexOf('-')));
    const rows = await this.#db
      .selectFrom('jobs')
      .select(['id', 'pictures', 'finishedAt'])
      .where('id', 'in', [...new Set(files.map(jobIdOf))])
      .execute();
    const namedBy = new Map(rows.map(({ id, pictures }) => [id, storedPictures(pictures)]));
    const isNamed = (file: string) => {
      const id = jobIdOf(file);
      const pictures = namedBy.get(id);
      if (!pictures) return namedBy.has(id);
      return pictures.some((picture) => picture.file === file);
    };
    const open = new Set(rows.flatMap(({ id, finishedAt }) => (finishedAt === null ? [id] : [])));
    return {
      named: new Set(files.filter(isNamed)),
      unfinished: new Set(files.filter((file) => open.has(jobIdOf(file)))),
    };
  }

  #jobs() {
    return this.#db.selectFrom('jobs').select(JOB_COLUMNS);
  }
}

/** Walks jobs along an index of their times, from a cursor on. */
function walkByTime(
  query: SelectQueryBuilder<Tables, 'jobs', JobRow>,
  column: TimeColumn,
  from = FROM_THE_OLDEST,
) {
  return walk(from, SLICE_ROWS, (after) => byTime(query, column, after, SLICE_ROWS).execute());
}

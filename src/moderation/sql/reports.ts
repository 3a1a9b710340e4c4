import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import { eraseMarkedJob, toClear, type ToClear } from '../../jobs/sql/erase-jobs.ts';
import { keepFetched } from '../../jobs/sql/job-notes.ts';
import { type FollowCursor, type FollowSlice, followSome } from '../../jobs/sql/picture-sources.ts';
import { REMOVED_WITH_SOURCE } from '../../policy/report-reasons.ts';
import type { Database } from '../../store/database.ts';
import {
  argument,
  byTime,
  FROM_THE_OLDEST,
  PreparedQuery,
  type TimeCursor,
  walk,
} from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import {
  type Decision,
  readableReport,
  type Report,
  reportFromRow,
  type ToldPlace,
} from '../report.ts';
import { decideReport, removePicture } from './decide-report.ts';
import { changeOpenReports, fileReport, type NewReport } from './file-report.ts';

/** Rows read at a time. */
const SLICE_ROWS = 100;

const REPORTED_AS_MINOR = new PreparedQuery(
  () => sql`WITH RECURSIVE seen (id) AS (
      SELECT ${argument('jobId')}
      UNION SELECT source_id FROM picture_sources JOIN seen ON job_id = seen.id)
    SELECT 1 FROM seen JOIN reports ON reports.job_id = seen.id
    WHERE decided_at IS NULL AND reason = 'minor' LIMIT 1`,
);

/** A decision as it was made, with what goes by it: a job may have waited for it before it could be erased. */
export interface Decided extends ToClear {
  readonly report: Report;
}

/** A report that waits for a decision. */
export interface Undecided {
  readonly id: string;
  readonly isHidden: boolean;
}

export interface ReportsOptions {
  readonly store: Store;
  readonly log: JobLog;
  readonly clock: Clock;
}

/**
 * Reports of pictures, and what moderators decide about them: each is on record with its event.
 * Every change of what moderators are to see of a report raises its revision in the same commit, and the job log tells
 * of it once that is done.
 */
export class Reports {
  readonly #store: Store;
  readonly #log: JobLog;
  readonly #clock: Clock;

  constructor({ store, log, clock }: ReportsOptions) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  async find(id: string): Promise<Report | undefined> {
    const row = await this.#reports().where('id', '=', id).executeTakeFirst();
    return row && reportFromRow(row);
  }

  /** Whether a picture, or one that it was made from, has an open report for a minor. */
  async isReportedAsMinor(jobId: string): Promise<boolean> {
    return (await REPORTED_AS_MINOR.first(this.#store.read, { jobId })) !== undefined;
  }

  /** Those whose present state moderators do not see yet, oldest first and in pieces. */
  async *untold(): AsyncGenerator<readonly Report[]> {
    const untold = this.#reports()
      // Word for word, for the index on it. Those of a server that has chosen no channel stay
      // untold.
      .where(sql<boolean>`(undeliverable_at IS NULL AND shown_revision < revision)`);
    const slices = walk(FROM_THE_OLDEST, SLICE_ROWS, (after) =>
      byTime(untold, 'reports.reportedAt', after, SLICE_ROWS).execute(),
    );
    for await (const rows of slices) yield rows.flatMap((row) => readableReport(row) ?? []);
  }

  /** Some of those that were filed before that time and that nobody has decided, oldest first. */
  async undecided(
    before: number,
    from: TimeCursor,
  ): Promise<{ readonly reports: readonly Undecided[]; readonly next: TimeCursor | undefined }> {
    const undecided = this.#store.read
      .selectFrom('reports')
      .leftJoin('jobs', 'jobs.id', 'reports.jobId')
      .select(['reports.id', 'visibility', 'hiddenWith'])
      .where('decidedAt', 'is', null)
      .where('reportedAt', '<', before);
    const rows = await byTime(undecided, 'reports.reportedAt', from, SLICE_ROWS).execute();
    return {
      reports: rows.map(({ id, visibility, hiddenWith }) => ({
        id,
        // What hides it with what it was made from is decided there.
        isHidden: visibility === 'hidden' && hiddenWith === null,
      })),
      next: rows.length === SLICE_ROWS ? rows.at(-1) : undefined,
    };
  }

  /**
   * Files a report; where its reason asks for that, the picture is hidden in the same commit.
   * `undefined` where this person has reported this picture before.
   *
   * @throws BotError `not_reportable` where there is no picture any more, or its row is erased, and
   * `too_many_reports` for somebody who has made as many as one may; IdTaken.
   */
  async file(filing: NewReport): Promise<Report | undefined> {
    const row = await this.#log.change((changing) => fileReport(changing, filing), 'person');
    return row && reportFromRow(row);
  }

  /**
   * Decides every open report of the picture at once. `undefined` where somebody was faster. The
   * picture is shown again, or it and its files are gone for good.
   */
  async decide(id: string, decision: Decision, by: string): Promise<Decided | undefined> {
    const decided = await this.#log.change(async (changing) => {
      const made = await decideReport(changing, id, { decision, by });
      if (!made) return undefined;
      // In the same commit: what its requester wants erased is not shown again in between.
      const erased = made.eraseAsked ? await eraseMarkedJob(changing, made.jobId) : [];
      return { ...made, erased };
    }, 'person');
    if (!decided) return undefined;
    const { jobs, pictures } = toClear(decided.erased, this.#log.rows);
    const row = decided.rows.find((one) => one.id === id);
    return (
      row && {
        report: reportFromRow(row),
        pictures: [...decided.pictures, ...pictures],
        jobs,
      }
    );
  }

  /**
   * A moderator takes a picture away, whether it was reported or not: as with a decision. `undefined` where there is
   * nothing to take away any more.
   */
  async removePicture(jobId: string, by: string): Promise<ToClear | undefined> {
    const removed = await this.#log.change(
      (changing) => removePicture(changing, jobId, by),
      'person',
    );
    if (!removed) return undefined;
    if ('pictures' in removed) return { pictures: removed.pictures, jobs: [] };
    return this.decide(removed.reportId, 'removed', by);
  }

  /**
   * The pictures that a finished job's message shows were fetched back, as they were no longer here. False where they may
   * not be kept.
   */
  keepPictures(jobId: string, pictures: readonly StoredPicture[]): Promise<boolean> {
    return this.#log.change((changing) => keepPictures(changing, jobId, pictures));
  }

  /** Has some jobs follow what became of what they were made from: see {@link FollowSlice}. */
  follow(from: FollowCursor | undefined): Promise<FollowSlice> {
    return this.#log.change((changing) => followWithReports(changing, from));
  }

  /** Moderators see it in this message as it was then, if it has not changed or moved meanwhile. */
  async noteTold(
    { id, revision }: Pick<Report, 'id' | 'revision'>,
    { channelId, messageId }: ToldPlace,
  ): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('reports')
        .set({ channelId, messageId, shownRevision: revision })
        .where('id', '=', id)
        .where('revision', '=', revision)
        .execute(),
    );
  }

  /** Its message is not there any more, so that it has to be told once more. */
  async forgetMessage(id: string): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('reports')
        .set({ messageId: null, shownRevision: 0 })
        .where('id', '=', id)
        .execute(),
    );
  }

  /** Its channel cannot be reached. */
  async noteUndeliverable(id: string): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('reports')
        .set({ undeliverableAt: this.#clock.now() })
        .where('id', '=', id)
        .execute(),
    );
  }

  #reports() {
    return this.#store.read.selectFrom('reports').selectAll();
  }
}

/**
 * Goes on with the walk from what changed to what was made from it: see {@link followSome}. Moderators see the reports of
 * that otherwise; of a picture that is gone there is nothing left to decide.
 */
async function followWithReports(
  changing: Changing,
  from: FollowCursor | undefined,
): Promise<FollowSlice> {
  const slice = await followSome(changing, from);
  for (const { id, removed } of slice.changed) {
    const decided = {
      decision: 'removed',
      decidedBy: REMOVED_WITH_SOURCE,
      decidedAt: changing.now,
    };
    const set = { undeliverableAt: null, ...(removed && decided) };
    await changeOpenReports(changing, id, { set });
  }
  return slice;
}

/**
 * Keeps what was fetched back of a finished job: see {@link keepFetched}. Moderators see its open reports otherwise, since
 * they can look at it from now on. False where the pictures may not be kept.
 */
async function keepPictures(
  changing: Changing,
  jobId: string,
  pictures: readonly StoredPicture[],
): Promise<boolean> {
  if (!(await keepFetched(changing.trx, jobId, pictures))) return false;
  changing.note(jobId, 'pictures');
  await changeOpenReports(changing, jobId);
  return true;
}

/** Removes some of the reports that were decided before that time. Gives how many. */
export async function forgetDecided(trx: Database, before: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('reports')
    .where('id', 'in', (eb) =>
      eb.selectFrom('reports').select('id').where('decidedAt', '<', before).limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Removes some of the record of what moderators did before that time. Gives how many acts. */
export async function forgetActs(trx: Database, before: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('moderationEvents')
    .where('id', 'in', (eb) =>
      eb.selectFrom('moderationEvents').select('id').where('at', '<', before).limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

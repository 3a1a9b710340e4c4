import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { ToClear } from '../../jobs/sql/erase-jobs.ts';
import { keepFetched } from '../../jobs/sql/job-notes.ts';
import { type FollowCursor, type FollowSlice, settleSome } from '../../jobs/sql/picture-sources.ts';
import { REMOVED_WITH_SOURCE } from '../../policy/report-reasons.ts';
import {
  argument,
  byTime,
  FROM_THE_OLDEST,
  nextAfter,
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
  type ReportPost,
} from '../report.ts';
import { decideReport, removePicture } from './decide-report.ts';
import { changeOpenReports, fileReport, type NewReport } from './file-report.ts';

/** Rows read at a time. */
const SLICE_ROWS = 100;

const REPORTED_AS_MINOR = new PreparedQuery(
  () => sql`WITH RECURSIVE seen (id) AS (
      SELECT id FROM jobs WHERE id = ${argument('jobId')}
      UNION SELECT source_id FROM picture_sources JOIN seen ON job_id = seen.id)
    SELECT 1 FROM seen JOIN reports ON reports.job_id = seen.id
    WHERE decided_at IS NULL AND reason = 'minor' LIMIT 1`,
);

/** Reports of one picture for one reason, decided together or all open. One card shows them. */
const ALIKE = sql`job_id = ${argument('jobId')} AND reason = ${argument('reason')}
  AND COALESCE(decided_at, 0) = ${argument('decidedAt')}`;

/** The report whose card shows such reports: one that has a message, else the oldest. */
const LEADING = new PreparedQuery<{ id: string }>(
  () => sql`SELECT id FROM reports
    WHERE ${ALIKE} AND undeliverable_at IS NULL
    ORDER BY CASE WHEN message_id IS NULL THEN 1 ELSE 0 END, reported_at, id LIMIT 1`,
);

/** The members named by the card of such reports besides the first, oldest first. */
const JOINED = new PreparedQuery<{ reporterId: string }>(
  () => sql`SELECT reporter_id AS "reporterId" FROM reports
    WHERE ${ALIKE} AND message_id IS NULL AND id <> ${argument('id')}
    ORDER BY reported_at, id LIMIT ${argument('most')}`,
);

const REPORTED_BY = new PreparedQuery(
  () => sql`SELECT 1 FROM reports
    WHERE job_id = ${argument('jobId')} AND reporter_id = ${argument('reporterId')}`,
);

/** The most reporters of a card that are read. */
export const MOST_REPORTERS = 80;

/** A decision and the data to delete with it: a job may have waited for it before erasure. */
export interface Decided extends ToClear {
  readonly report: Report;
}

export interface ReportsOptions {
  readonly store: Store;
  readonly log: JobLog;
  readonly clock: Clock;
}

/**
 * Reports of pictures and moderators' decisions, each logged with its event. Every change of what
 * moderators see raises the report's revision in the same commit; the job log announces it
 * afterwards.
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

  /** Whether a picture, or a source of it, has an open report for a minor. */
  async isReportedAsMinor(jobId: string): Promise<boolean> {
    return (await REPORTED_AS_MINOR.first(this.#store.read, { jobId })) !== undefined;
  }

  /** Whether this member has reported the picture. */
  async isReportedBy(jobId: string, reporterId: string): Promise<boolean> {
    return (await REPORTED_BY.first(this.#store.read, { jobId, reporterId })) !== undefined;
  }

  /**
   * The report of the same picture, for the same reason, whose card shows this one too. `undefined`
   * if this one has a card of its own.
   */
  async leadOf(report: Report): Promise<string | undefined> {
    if (report.messageId !== undefined) return undefined;
    const leading = await LEADING.first(this.#store.read, alike(report));
    return leading?.id === report.id ? undefined : leading?.id;
  }

  /** The reporters of the reports that share this one's card, up to {@link MOST_REPORTERS}. */
  async joinedTo(report: Report): Promise<readonly string[]> {
    const args = { ...alike(report), id: report.id, most: MOST_REPORTERS - 1 };
    return (await JOINED.all(this.#store.read, args)).map(({ reporterId }) => reporterId);
  }

  /** Has another report's card show this one, unless it has changed since. */
  async join({ id, revision }: Pick<Report, 'id' | 'revision'>, leadId: string): Promise<void> {
    await this.#log.change(async (changing) => {
      const { trx, locks } = changing;
      await locks.rows('reports', [id, leadId]);
      const joined = await trx
        .updateTable('reports')
        .set({ shownRevision: revision })
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirstOrThrow();
      if (joined.numUpdatedRows === 0n) return;
      await trx
        .updateTable('reports')
        .set((eb) => ({ revision: eb('revision', '+', 1) }))
        .where('id', '=', leadId)
        .execute();
      changing.reportChanged(leadId);
    });
  }

  /** Reports whose posts are missing or stale, oldest first, in slices. */
  async *unposted(): AsyncGenerator<readonly Report[]> {
    const unposted = this.#reports()
      // Worded like the index's condition. Excludes servers without a report channel.
      .where(sql<boolean>`(undeliverable_at IS NULL AND shown_revision < revision)`);
    const slices = walk(FROM_THE_OLDEST, SLICE_ROWS, (after) =>
      byTime(unposted, 'reports.reportedAt', after, SLICE_ROWS).execute(),
    );
    for await (const rows of slices) yield rows.flatMap((row) => readableReport(row) ?? []);
  }

  /** Some reports filed before that time without a decision, oldest first. */
  async undecided(before: number, from: TimeCursor) {
    const undecided = this.#store.read
      .selectFrom('reports')
      .select('id')
      .where('decidedAt', 'is', null)
      .where('reportedAt', '<', before);
    const rows = await byTime(undecided, 'reports.reportedAt', from, SLICE_ROWS).execute();
    return { ids: rows.map(({ id }) => id), next: nextAfter(rows, SLICE_ROWS) };
  }

  /**
   * Files a report and hides the picture in the same commit if the reason requires it. `undefined`
   * if this member already reported the picture.
   *
   * @throws BotError `not_reportable` if the picture is gone or its row is erased, and
   * `too_many_reports` over the limit; IdTaken.
   */
  async file(filing: NewReport): Promise<Report | undefined> {
    const row = await this.#log.change((changing) => fileReport(changing, filing), 'person');
    return row && reportFromRow(row);
  }

  /**
   * Decides every open report of the picture at once. `undefined` if already decided. The picture
   * is restored, or it and its files are deleted. `lapse`: see {@link decideReport}.
   */
  async decide(id: string, decision: Decision | 'lapse', by: string): Promise<Decided | undefined> {
    const decided = await this.#log.change(
      (changing) => decideReport(changing, id, { decision, by }),
      'person',
    );
    if (!decided) return undefined;
    const { row, ...cleared } = decided;
    return { ...cleared, report: reportFromRow(row) };
  }

  /** Removes a picture, reported or not, as a decision would. `undefined` if it is gone. */
  removePicture(jobId: string, by: string): Promise<ToClear | undefined> {
    return this.#log.change((changing) => removePicture(changing, jobId, by), 'person');
  }

  /**
   * Stores the downloaded pictures of a finished job whose files were gone. Updates the posts of its
   * open reports, since moderators can now view it. False if they may not be kept.
   */
  keepPictures(jobId: string, pictures: readonly StoredPicture[]): Promise<boolean> {
    return this.#log.change(async (changing) => {
      if (!(await keepFetched(changing.trx, jobId, pictures))) return false;
      changing.note(jobId, 'pictures');
      await changeOpenReports(changing, jobId);
      return true;
    });
  }

  /**
   * Applies changes to some derived jobs: see {@link settleSome}. Updates the posts of their
   * reports; reports of removed pictures are closed.
   */
  follow(from: FollowCursor | undefined): Promise<FollowSlice> {
    return this.#log.change(async (changing) => {
      const slice = await settleSome(changing, from);
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
    });
  }

  /** Records the post of a report at that revision, unless it has changed or moved since. */
  async notePosted(
    { id, revision }: Pick<Report, 'id' | 'revision'>,
    { channelId, messageId }: ReportPost,
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

  /** That post is gone, so an open report has to be posted again, unless it was meanwhile. */
  async forgetMessage(id: string, messageId: string): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('reports')
        .set({ messageId: null, shownRevision: 0 })
        .where('id', '=', id)
        .where('messageId', '=', messageId)
        .where('decidedAt', 'is', null)
        .execute(),
    );
  }

  /** Its channel is unreachable. It is tried again if it has changed or moved since. */
  async noteUndeliverable({ id, revision }: Pick<Report, 'id' | 'revision'>): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('reports')
        .set({ undeliverableAt: this.#clock.now() })
        .where('id', '=', id)
        .where('revision', '=', revision)
        .execute(),
    );
  }

  #reports() {
    return this.#store.read.selectFrom('reports').selectAll();
  }
}

function alike({ jobId, reason, decidedAt = 0 }: Report) {
  return { jobId, reason, decidedAt };
}

import { sql } from 'kysely';
import { EventEmitter } from 'node:events';
import type { Clock } from '../clock.ts';
import { followSlices, type Slicing } from '../slices.ts';
import { toClear } from '../record/person/erase-job.ts';
import { decideReport } from '../record/report/decide-report.ts';
import type { Erasure } from './erasure.ts';
import { fileReport, type NewReport } from '../record/report/file-report.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job, StoredPicture } from '../record/job/job.ts';
import type { ToldPlace } from '../record/report/move-reports.ts';
import {
  readableReport,
  reportFromRow,
  type Decision,
  type Report,
} from '../record/report/report.ts';
import type { Store } from '../record/store/store.ts';
import { byTime, FROM_THE_OLDEST, walk, type TimeCursor } from '../record/store/walk.ts';

/** Rows read at a time. */
const SLICE_ROWS = 100;

/** Stands where a moderator would, for what lapsed. */
const NOBODY = 'nobody';

export interface ReportsEvents {
  /** Told after a report was filed or decided. */
  changed: [report: Report];
}

/** A decision as it was made. */
export interface Decided {
  readonly report: Report;
  /** Pictures whose files are to go. */
  readonly pictures: readonly StoredPicture[];
  /** Jobs as they were that waited for it to be erased, whose messages are to be deleted. */
  readonly erased: readonly Job[];
}

/** Reports of pictures, and what moderators decide about them. Each is on record with its event. */
export class Reports {
  readonly events = new EventEmitter<ReportsEvents>();
  readonly #store: Store;
  readonly #log: JobLog;
  readonly #clock: Clock;
  readonly #erasure: Erasure;

  constructor(store: Store, log: JobLog, clock: Clock, erasure: Erasure) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
    this.#erasure = erasure;
  }

  async find(id: string): Promise<Report | undefined> {
    const row = await this.#reports().where('id', '=', id).executeTakeFirst();
    return row && reportFromRow(row);
  }

  /** Those of which moderators do not see yet how they stand, oldest first and in pieces. */
  async *untold(): AsyncGenerator<readonly Report[]> {
    const untold = this.#reports()
      // In the words of the index on it. Those of a server that has chosen no channel stay so.
      .where(sql<boolean>`(undeliverable_at IS NULL AND shown_revision < revision)`);
    const slices = walk(FROM_THE_OLDEST, SLICE_ROWS, (after) =>
      byTime(untold, 'reports.reportedAt', after, SLICE_ROWS).execute(),
    );
    for await (const rows of slices) yield rows.flatMap((row) => readableReport(row) ?? []);
  }

  /**
   * Files a report; where its reason asks for that, the picture is hidden in the same commit.
   * `undefined` where this person has reported this picture before.
   *
   * @throws BotError `not_reportable` where there is no picture any more, or its row is erased, and
   * `too_many_reports` for somebody who has made as many as one may; IdTaken.
   */
  async file(filing: NewReport): Promise<Report | undefined> {
    const pseudonym = this.#erasure.pseudonymOf(filing.reporterId);
    const filed = await this.#log.change(
      (changing) => fileReport(changing, filing, pseudonym),
      'person',
    );
    if (!filed) return undefined;
    const report = reportFromRow(filed.row);
    this.events.emit('changed', report);
    for (const other of filed.others) this.events.emit('changed', reportFromRow(other));
    return report;
  }

  /**
   * Decides every open report of the picture at once. `undefined` where somebody was faster. The
   * picture shows again, or it and its files are gone for good.
   */
  async decide(id: string, decision: Decision, by: string): Promise<Decided | undefined> {
    const decided = await this.#log.change(async (changing) => {
      const made = await decideReport(changing, id, { decision, by });
      if (!made) return undefined;
      // In the same commit: what its requester wants erased is not shown again in between.
      const erased = made.eraseAsked ? await this.#erasure.eraseMarked(changing, made.jobId) : [];
      return { ...made, erased };
    }, 'person');
    if (!decided) return undefined;
    const { rows, erased } = decided;
    const report = rows.map(reportFromRow).find((one) => one.id === id);
    const { jobs, pictures } = toClear(erased);
    for (const one of rows.map(reportFromRow)) this.events.emit('changed', one);
    return report && { report, pictures: [...decided.pictures, ...pictures], erased: jobs };
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

  /**
   * Decides reports that nobody has decided since before that time: what is hidden is removed, what
   * is shown stays. Hands on each decision before it makes the next one.
   *
   * @throws the signal's reason.
   */
  async lapse(
    before: number,
    onDecided: (decided: Decided) => Promise<void>,
    slicing: Slicing,
  ): Promise<void> {
    const decideFrom = async (from: TimeCursor) => {
      const undecided = await this.#undecided(before, from);
      for (const { id, visibility } of undecided) {
        slicing.signal.throwIfAborted();
        await slicing.turns.take();
        const decision = visibility === 'hidden' ? 'removed' : 'restored';
        const decided = await this.decide(id, decision, NOBODY);
        if (decided) await onDecided(decided);
      }
      return undecided.length === SLICE_ROWS ? undecided.at(-1) : undefined;
    };
    await followSlices(FROM_THE_OLDEST, decideFrom, slicing);
  }

  /** Some of them, oldest first. */
  async #undecided(before: number, after: TimeCursor) {
    const undecided = this.#store.read
      .selectFrom('reports')
      .leftJoin('jobs', 'jobs.id', 'reports.jobId')
      .select(['reports.id', 'visibility'])
      .where('decidedAt', 'is', null)
      .where('reportedAt', '<', before);
    return byTime(undecided, 'reports.reportedAt', after, SLICE_ROWS).execute();
  }

  #reports() {
    return this.#store.read.selectFrom('reports').selectAll();
  }
}

import type { Clock } from '../clock.ts';
import { followSlices, inSlices, type Slicing } from '../slices.ts';
import type { Changing } from '../record/job/changing.ts';
import { askToErase } from '../record/job/erase-row.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job, StoredPicture } from '../record/job/job.ts';
import type { Database } from '../record/store/database.ts';
import { eraseJob, eraseMarkedJob, toClear, type ToClear } from '../record/person/erase-job.ts';
import { eraseName } from '../record/person/erase-name.ts';
import { noteErasedPerson } from '../record/person/erased-people.ts';
import { holdingReportOf } from '../record/report/open-report.ts';
import type { Pseudonym } from '../record/person/pseudonym.ts';
import { JOB_COLUMNS, type JobRow } from '../record/job/row.ts';
import type { Store } from '../record/store/store.ts';
import { byTime, FROM_THE_OLDEST, type TimeCursor } from '../record/store/walk.ts';

/** What an erasure did. */
export interface Erased extends ToClear {
  /** How many jobs wait for the decision about a report. */
  readonly waiting: number;
}

/** Rows erased in one transaction. */
const SLICE_ROWS = 25;

/**
 * Takes back what people gave. What limits are counted from stays, without words and under a
 * pseudonym, until it is too old to count; a block stays, since it is the server's.
 *
 * That somebody asked is on record until all of it is done, slice by slice, so that it goes on
 * where the bot ends in between.
 */
export class Erasure {
  readonly #store: Store;
  readonly #log: JobLog;
  readonly #clock: Clock;
  readonly #pseudonym: Pseudonym;
  readonly #slicing: Slicing;

  constructor(
    { store, log, clock, slicing }: { store: Store; log: JobLog; clock: Clock; slicing: Slicing },
    pseudonym: Pseudonym,
  ) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
    this.#pseudonym = pseudonym;
    this.#slicing = slicing;
  }

  /**
   * Cancels a person's jobs with a photo, and takes back every consent that they gave until now.
   * Gives how many consents those were.
   *
   * @throws the reason of the end of the bot.
   */
  async withdrawConsents(userId: string): Promise<number> {
    const withdrawnAt = this.#clock.now();
    await this.#cancelUnderWay(
      userId,
      withdrawnAt,
      'consent withdrawn',
      (job) => job.wanted.person,
    );
    let count = 0;
    await this.#writeSlices(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('consents')
        .set({ withdrawnAt })
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('consents')
            .select('id')
            .where('userId', '=', userId)
            .where('withdrawnAt', 'is', null)
            // One that is given meanwhile is another wish of theirs.
            .where('givenAt', '<=', withdrawnAt)
            .limit(SLICE_ROWS),
        )
        .executeTakeFirstOrThrow();
      count += Number(numUpdatedRows);
      return numUpdatedRows > 0n;
    });
    return count;
  }

  /** What stands in the records for somebody once they are erased. */
  pseudonymOf(userId: string): string {
    return this.#pseudonym(userId);
  }

  /**
   * Cancels what is under way and erases everything. What lies under an open report that hides it is
   * marked, and waits for the decision.
   *
   * @throws the reason of the end of the bot, after which the next start goes on.
   */
  async erase(userId: string): Promise<Erased> {
    const askedAt = this.#clock.now();
    await this.#store.write(
      (trx) =>
        trx
          .insertInto('erasures')
          .values({ userId, askedAt })
          .onConflict((conflict) => conflict.column('userId').doUpdateSet({ askedAt }))
          .execute(),
      'person',
    );
    return this.#carryOut(userId, askedAt);
  }

  /** Cancels and erases what was asked for and is left, as where the bot ended in between. */
  async takeUp(): Promise<Erased> {
    const all = [];
    const asked = await this.#store.read.selectFrom('erasures').selectAll().execute();
    for (const { userId, askedAt } of asked) all.push(await this.#carryOut(userId, askedAt));
    all.push(await this.#eraseDecided());
    return {
      jobs: all.flatMap(({ jobs }) => jobs),
      pictures: all.flatMap(({ pictures }) => pictures),
      waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
    };
  }

  /**
   * Erases, in the transaction that decides about a report, its job if that is marked and under no
   * other one. Gives it as it was.
   */
  eraseMarked(changing: Changing, jobId: string): Promise<JobRow[]> {
    return eraseMarkedJob(changing, jobId, this.#pseudonym);
  }

  /** One by one, since each is a commit of its own that others are told of. */
  async #cancelUnderWay(
    userId: string,
    askedAt: number,
    cause: string,
    isMeant: (job: Job) => boolean = () => true,
  ): Promise<void> {
    const { turns, signal } = this.#slicing;
    for await (const jobs of this.#log.underWayOf(userId)) {
      for (const job of jobs) {
        if (job.createdAt > askedAt || !isMeant(job)) continue;
        signal.throwIfAborted();
        await turns.take('person');
        await this.#log.cancel(job.id, cause, userId);
      }
      await turns.take('person');
    }
  }

  async #carryOut(userId: string, askedAt: number): Promise<Erased> {
    try {
      await this.#cancelUnderWay(userId, askedAt, 'erased by its requester');
      const erased = await this.#eraseJobs(userId, askedAt);
      await eraseName(userId, this.#pseudonym(userId), (slice) => this.#writeSlices(slice));
      await this.#noteCarriedOut(userId, askedAt);
      return erased;
    } finally {
      // That they asked was written down with their name, even where no row was.
      this.#store.leaveNoTrace();
    }
  }

  async #noteCarriedOut(userId: string, askedAt: number): Promise<void> {
    await this.#store.write(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('erasures')
        .where('userId', '=', userId)
        .where('askedAt', '=', askedAt)
        // What could not be cancelled now is taken up again.
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('jobs')
                .select('jobs.id')
                .where('jobs.userId', '=', userId)
                .where('jobs.finishedAt', 'is', null)
                .where('jobs.createdAt', '<=', askedAt),
            ),
          ),
        )
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await noteErasedPerson(trx, this.#pseudonym(userId), askedAt);
    });
  }

  async #eraseJobs(userId: string, askedAt: number): Promise<Erased> {
    const jobs: Job[] = [];
    const pictures: StoredPicture[] = [];
    let waiting = 0;
    const eraseFrom = async (from: TimeCursor) => {
      const slice = await this.#log.change(
        (changing) => this.#eraseSlice(changing, { userId, askedAt, from }),
        'person',
      );
      const cleared = toClear(slice.erased);
      jobs.push(...cleared.jobs);
      pictures.push(...cleared.pictures);
      waiting += slice.waiting;
      return slice.next;
    };
    await followSlices(FROM_THE_OLDEST, eraseFrom, this.#slicing);
    return { jobs, pictures, waiting };
  }

  /** Erases some of a person's jobs, and marks those under a report that holds them. */
  async #eraseSlice(
    changing: Changing,
    { userId, askedAt, from }: { userId: string; askedAt: number; from: TimeCursor },
  ) {
    const theirs = changing.trx
      .selectFrom('jobs')
      .select(JOB_COLUMNS)
      .select((eb) => eb.exists(holdingReportOf(eb)).as('isReported'))
      .where('userId', '=', userId)
      // One that was asked for meanwhile is another wish of theirs.
      .where('createdAt', '<=', askedAt);
    const rows = await byTime(theirs, 'jobs.createdAt', from, SLICE_ROWS).execute();
    const over = rows.filter(({ finishedAt }) => finishedAt !== null);
    const marked = over.filter(({ isReported }) => Number(isReported) === 1);
    const erased = over.filter(({ isReported }) => Number(isReported) !== 1);
    for (const row of erased) await eraseJob(changing, row, this.#pseudonym);
    for (const { id } of marked) await askToErase(changing, id, askedAt);
    const next = rows.length === SLICE_ROWS ? rows.at(-1) : undefined;
    return { erased, waiting: marked.length, next };
  }

  /** What waited for a decision that was made before the bot ended. */
  async #eraseDecided(): Promise<Erased> {
    const erased: JobRow[] = [];
    const eraseSome = async (changing: Changing) => {
      const rows = await changing.trx
        .selectFrom('jobs')
        .select('id')
        .where('eraseAskedAt', 'is not', null)
        .where('erasedAt', 'is', null)
        .where((eb) => eb.not(eb.exists(holdingReportOf(eb))))
        .limit(SLICE_ROWS)
        .execute();
      for (const { id } of rows) erased.push(...(await this.eraseMarked(changing, id)));
      return rows.length === SLICE_ROWS;
    };
    await inSlices(() => this.#log.change(eraseSome, 'person'), this.#slicing);
    return { ...toClear(erased), waiting: 0 };
  }

  async #writeSlices(slice: (trx: Database) => Promise<boolean>): Promise<void> {
    await inSlices(() => this.#store.write(slice, 'person'), this.#slicing);
  }
}

import { sql, type RawBuilder } from 'kysely';
import type { Clock } from '../clock.ts';
import { requestedSettingsSchema, type Settings } from '../comfy/settings.ts';
import { inSlices, type Slicing } from '../slices.ts';
import type { JobLog } from './job-log.ts';
import type { Job, StoredPicture } from './job.ts';
import type { Database } from './database.ts';
import { moments } from './moments.ts';
import { openReportOf } from './open-report.ts';
import type { Pseudonym } from './pseudonym.ts';
import { JOB_COLUMNS, readableJob, storedPictures, type JobRow } from './row.ts';
import type { Store } from './store.ts';
import { TELL_AGAIN } from './tell-again.ts';
import { byTime, FROM_THE_OLDEST } from './walk.ts';

/** What an erasure did. */
export interface Erased {
  /** Jobs as they were before, whose messages are to be deleted. */
  readonly jobs: readonly Job[];
  /** Pictures whose files are to go. */
  readonly pictures: readonly StoredPicture[];
  /** How many jobs wait for the decision about a report. */
  readonly waiting: number;
}

/** Stands where the words of an erased job stood: a row's settings have to be readable. */
const NO_SETTINGS: Settings = {
  ...requestedSettingsSchema.parse({ prompt: '(erased)', negativePrompt: '' }),
  seed: 0,
};

/** So many rows are erased in one transaction. */
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
    await this.#cancelUnderWay(userId, withdrawnAt, 'consent withdrawn', (job) => job.usesFace);
    let count = 0;
    await this.#inSlices(async (trx) => {
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

  /**
   * Cancels what is under way and erases everything. What lies under an open report is marked, and
   * waits for the decision.
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

  /** One by one, since each is a commit of its own that others are told of. */
  async #cancelUnderWay(
    userId: string,
    askedAt: number,
    cause: string,
    isMeant: (job: Job) => boolean = () => true,
  ): Promise<void> {
    const { turns, signal } = this.#slicing;
    for (const job of await this.#log.underWayOf(userId)) {
      if (job.createdAt > askedAt || !isMeant(job)) continue;
      signal.throwIfAborted();
      await turns.take('person');
      await this.#log.cancel(job.id, cause, userId);
    }
  }

  async #carryOut(userId: string, askedAt: number): Promise<Erased> {
    await this.#cancelUnderWay(userId, askedAt, 'erased by its requester');
    const erased: JobRow[] = [];
    let waiting = 0;
    let after = FROM_THE_OLDEST;
    await this.#inSlices(async (trx) => {
      const theirs = trx
        .selectFrom('jobs')
        .select(JOB_COLUMNS)
        .select((eb) => eb.exists(openReportOf(eb)).as('isReported'))
        .where('userId', '=', userId)
        // One that was asked for meanwhile is another wish of theirs.
        .where('createdAt', '<=', askedAt);
      const rows = await byTime(theirs, 'jobs.createdAt', after, SLICE_ROWS).execute();
      for (const row of rows) {
        if (row.finishedAt === null) continue;
        if (Number(row.isReported) === 1) {
          waiting += 1;
          await trx
            .updateTable('jobs')
            .set({ eraseAskedAt: askedAt })
            .where('id', '=', row.id)
            .execute();
        } else {
          await this.#eraseRow(trx, row);
          erased.push(row);
        }
      }
      after = rows.at(-1) ?? after;
      return rows.length === SLICE_ROWS;
    });
    await this.#eraseName(userId);
    await this.#store.write((trx) =>
      trx
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
        .execute(),
    );
    // That they asked was written down with their name, even where no row was.
    this.#store.leaveNoTrace();
    return this.afterCommit(erased, waiting);
  }

  /** What waited for a decision that was made before the bot ended. */
  async #eraseDecided(): Promise<Erased> {
    const erased: JobRow[] = [];
    await this.#inSlices(async (trx) => {
      const rows = await trx
        .selectFrom('jobs')
        .select('id')
        .where('eraseAskedAt', 'is not', null)
        .where('erasedAt', 'is', null)
        .where((eb) => eb.not(eb.exists(openReportOf(eb))))
        .limit(SLICE_ROWS)
        .execute();
      for (const { id } of rows) erased.push(...(await this.eraseMarked(trx, id)));
      return rows.length === SLICE_ROWS;
    });
    return this.afterCommit(erased);
  }

  /**
   * Erases, in the transaction that decides about a report, its job if that is marked and under no
   * other one. Gives it as it was.
   */
  async eraseMarked(trx: Database, jobId: string): Promise<JobRow[]> {
    const row = await trx
      .selectFrom('jobs')
      .select(JOB_COLUMNS)
      .where('id', '=', jobId)
      .where('eraseAskedAt', 'is not', null)
      .where('erasedAt', 'is', null)
      .where((eb) => eb.not(eb.exists(openReportOf(eb))))
      .executeTakeFirst();
    if (!row) return [];
    await this.#eraseRow(trx, row);
    // The decision that it waited for is on record with their name.
    await trx
      .updateTable('moderationEvents')
      .set({ userId: this.#pseudonym(row.userId) })
      .where('userId', '=', row.userId)
      .where('jobId', '=', jobId)
      .execute();
    return [row];
  }

  /** What is left is what limits are counted from, and where the message is that is to be deleted. */
  async #eraseRow(trx: Database, { id, userId }: JobRow): Promise<void> {
    const now = this.#clock.now();
    await trx
      .updateTable('jobs')
      .set((eb) => ({
        userId: this.#pseudonym(userId),
        interactionId: `erased-${id}`,
        interactionToken: null,
        settings: JSON.stringify(NO_SETTINGS),
        attachment: null,
        face: null,
        retryOf: null,
        pictures: '[]',
        errorFacts: '{}',
        cancelledBy: null,
        erasedAt: now,
        undeliverableAt: eb.fn.coalesce('undeliverableAt', sql.val(now)),
      }))
      .where('id', '=', id)
      .execute();
    await trx.deleteFrom('consents').where('jobId', '=', id).execute();
    await trx
      .updateTable('reports')
      .set({ shownRevision: TELL_AGAIN, undeliverableAt: null })
      .where('jobId', '=', id)
      .execute();
  }

  async #eraseName(userId: string): Promise<void> {
    const pseudonym = this.#pseudonym(userId);
    await this.#inSlices(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('consents')
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('consents')
            .leftJoin('jobs', (join) =>
              join
                .onRef('jobs.id', '=', 'consents.jobId')
                .onRef('jobs.userId', '=', 'consents.userId'),
            )
            .select('consents.id')
            .where('consents.userId', '=', userId)
            .where('jobs.id', 'is', null)
            .limit(SLICE_ROWS),
        )
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    });
    // No pseudonym: who reports a picture again, and erases again, would be there twice.
    const erasedReporter = sql`'erased-' || id, shown_revision = ${TELL_AGAIN}, undeliverable_at = NULL`;
    const erasedDecider = sql`${pseudonym}, shown_revision = ${TELL_AGAIN}, undeliverable_at = NULL`;
    await this.#eraseIn('reports', 'reporterId', userId, erasedReporter);
    await this.#eraseIn('reports', 'decidedBy', userId, erasedDecider);
    await this.#eraseIn('jobs', 'cancelledBy', userId, sql`${pseudonym}`);
    await this.#eraseIn('moderationEvents', 'byUser', userId, sql`${pseudonym}`);
    await this.#eraseIn('moderationEvents', 'userId', userId, sql`${pseudonym}`);
    await this.#store.write((trx) =>
      trx
        .updateTable('blocks')
        .set({ blockedBy: pseudonym })
        .where('blockedBy', '=', userId)
        .execute(),
    );
  }

  /** Puts something else where somebody's id stands in that column. */
  async #eraseIn(
    table: 'reports' | 'jobs' | 'moderationEvents',
    column: string,
    userId: string,
    instead: RawBuilder<unknown>,
  ): Promise<void> {
    await this.#inSlices(async (trx) => {
      const { numAffectedRows } = await sql`UPDATE ${sql.table(table)}
        SET ${sql.ref(column)} = ${instead}
        WHERE rowid IN (
          SELECT rowid FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${userId} LIMIT ${SLICE_ROWS}
        )`.execute(trx);
      return (numAffectedRows ?? 0n) > 0n;
    });
  }

  async #inSlices(slice: (trx: Database) => Promise<boolean>): Promise<void> {
    await inSlices(() => this.#store.write(slice, 'person'), this.#slicing);
  }

  /** What is left to be done about rows that were erased, once that is committed. */
  afterCommit(rows: readonly JobRow[], waiting = 0): Erased {
    if (rows.length === 0) return { jobs: [], pictures: [], waiting };
    for (const { id: jobId } of rows) moments.noted.publish({ jobId, what: 'erased' });
    this.#store.leaveNoTrace();
    return {
      jobs: rows.flatMap((row) => readableJob(row) ?? []),
      pictures: rows.flatMap(({ pictures }) => storedPictures(pictures) ?? []),
      waiting,
    };
  }
}

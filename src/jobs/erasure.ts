import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import { requestedSettingsSchema, type Settings } from '../comfy/settings.ts';
import type { JobLog } from './job-log.ts';
import type { Job, StoredPicture } from './job.ts';
import { moments } from './moments.ts';
import { openReportOf } from './open-report.ts';
import type { Pseudonym } from './pseudonym.ts';
import { JOB_COLUMNS, readableJob, storedPictures, type JobRow } from './row.ts';
import type { Tables } from './tables.ts';
import { TELL_AGAIN } from './tell-again.ts';

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

/** Where somebody's id stands besides their own jobs and consents. */
const ALSO_NAMED_IN = [
  ['jobs', 'cancelledBy'],
  ['reports', 'decidedBy'],
  ['blocks', 'blockedBy'],
  ['moderationEvents', 'byUser'],
  ['moderationEvents', 'userId'],
] as const;

/**
 * Takes back what people gave. What limits are counted from stays, without words and under a
 * pseudonym, until it is too old to count; a block stays, since it is the server's.
 */
export class Erasure {
  readonly #log: JobLog;
  readonly #clock: Clock;
  readonly #pseudonym: Pseudonym;

  constructor(log: JobLog, clock: Clock, pseudonym: Pseudonym) {
    this.#log = log;
    this.#clock = clock;
    this.#pseudonym = pseudonym;
  }

  /**
   * Takes back every consent that a person gave, and cancels their jobs with a photo. Gives how
   * many consents those were.
   */
  async withdrawConsents(userId: string): Promise<number> {
    const withdrawnAt = this.#clock.now();
    const { numUpdatedRows } = await this.#log.write((trx) =>
      trx
        .updateTable('consents')
        .set({ withdrawnAt })
        .where('userId', '=', userId)
        .where('withdrawnAt', 'is', null)
        .executeTakeFirstOrThrow(),
    );
    for (const job of await this.#log.underWayOf(userId)) {
      if (job.usesFace) await this.#cancel(job, 'consent withdrawn');
    }
    return Number(numUpdatedRows);
  }

  /**
   * Cancels what is under way, each in a commit of its own, and erases everything in another. What lies
   * under an open report is marked, and waits for the decision.
   */
  async erase(userId: string): Promise<Erased> {
    for (const job of await this.#log.underWayOf(userId)) {
      await this.#cancel(job, 'erased by its requester');
    }
    const erased = await this.#log.write(async (trx) => {
      const marked = await trx
        .updateTable('jobs')
        .set({ eraseAskedAt: this.#clock.now() })
        .where('userId', '=', userId)
        // One that was asked for meanwhile is another wish of theirs.
        .where('finishedAt', 'is not', null)
        .returning('id')
        .execute();
      const rows = await this.eraseMarked(trx, userId);
      await this.#eraseName(trx, userId);
      return { rows, waiting: marked.length - rows.length };
    });
    return this.afterCommit(erased.rows, erased.waiting);
  }

  /** Erases what is marked and was left, as where the bot ended in between. */
  async takeUp(): Promise<Erased> {
    const rows = await this.#log.write(async (trx) => {
      const people = await trx
        .selectFrom('jobs')
        .select('userId')
        .distinct()
        .where('eraseAskedAt', 'is not', null)
        .where('erasedAt', 'is', null)
        .execute();
      const erased: JobRow[] = [];
      for (const { userId } of people) erased.push(...(await this.eraseMarked(trx, userId)));
      return erased;
    });
    return this.afterCommit(rows);
  }

  async #cancel({ id, userId }: Job, cause: string): Promise<void> {
    await this.#log.move(id, 'cancelled', cause, { cancelledBy: userId });
  }

  /**
   * Erases, in the transaction that decides about a report, those of a person's jobs that are marked
   * and under no open report. Gives them as they were.
   */
  async eraseMarked(trx: Transaction<Tables>, userId: string): Promise<JobRow[]> {
    const rows = await trx
      .selectFrom('jobs')
      .select(JOB_COLUMNS)
      .where('userId', '=', userId)
      .where('eraseAskedAt', 'is not', null)
      .where((eb) => eb.not(eb.exists(openReportOf(eb))))
      .execute();
    for (const row of rows) await this.#eraseRow(trx, row);
    // The decision that one waited for is on record with their name.
    await trx
      .updateTable('moderationEvents')
      .set({ userId: this.#pseudonym(userId) })
      .where('userId', '=', userId)
      .where('jobId', 'is not', null)
      .execute();
    return rows;
  }

  /** What is left is what limits are counted from, and where the message is that is to be deleted. */
  async #eraseRow(trx: Transaction<Tables>, { id, userId }: JobRow): Promise<void> {
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

  async #eraseName(trx: Transaction<Tables>, userId: string): Promise<void> {
    await trx
      .deleteFrom('consents')
      .where('userId', '=', userId)
      .where('jobId', 'not in', trx.selectFrom('jobs').select('id').where('userId', '=', userId))
      .execute();
    await trx
      .updateTable('reports')
      .set({ shownRevision: TELL_AGAIN, undeliverableAt: null })
      .where((eb) => eb.or([eb('reporterId', '=', userId), eb('decidedBy', '=', userId)]))
      .execute();
    // No pseudonym: who reports a picture again, and erases again, would be there twice.
    await trx
      .updateTable('reports')
      .set((eb) => ({ reporterId: sql<string>`'erased-' || ${eb.ref('id')}` }))
      .where('reporterId', '=', userId)
      .execute();
    for (const [table, column] of ALSO_NAMED_IN) {
      await sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${this.#pseudonym(userId)}
        WHERE ${sql.ref(column)} = ${userId}`.execute(trx);
    }
  }

  /** What is left to be done about rows that were erased, once that is committed. */
  async afterCommit(rows: readonly JobRow[], waiting = 0): Promise<Erased> {
    if (rows.length === 0) return { jobs: [], pictures: [], waiting };
    for (const { id: jobId } of rows) moments.noted.publish({ jobId, what: 'erased' });
    await this.#log.leaveNoTrace();
    return {
      jobs: rows.flatMap((row) => readableJob(row) ?? []),
      pictures: rows.flatMap(({ pictures }) => storedPictures(pictures) ?? []),
      waiting,
    };
  }
}

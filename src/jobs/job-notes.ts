import SQLite from 'better-sqlite3';
import { sql, type Transaction, type Updateable } from 'kysely';
import type { Clock } from '../clock.ts';
import { BotError } from '../errors.ts';
import { LOCK_PATIENCE_MS, type Database } from './database.ts';
import { forgetErased, forgetJobs, forgetPictures } from './forget.ts';
import { JobQueries } from './job-queries.ts';
import { TERMINAL_STATES, type Job, type StoredPicture } from './job.ts';
import { moments } from './moments.ts';
import type { JobsTable, Tables } from './tables.ts';
import { TELL_AGAIN } from './tell-again.ts';

/** How long it is waited for readers of the database. */
const MOST_WAITS = 5;
const BETWEEN_WAITS_MS = 1_000;

/** What is written down about a job, or removed of it, without a change of its state. */
export class JobNotes extends JobQueries {
  protected readonly clock: Clock;
  /** Whether the write-ahead log may hold what rows no longer do, as after a crash. */
  protected checkpointDue = true;
  /** How long a write waits for a lock now. */
  #patienceMs: number = LOCK_PATIENCE_MS;

  constructor(db: Database, clock: Clock) {
    super(db);
    this.clock = clock;
  }

  /** A RunPod id that came after the job had moved on: kept, so that it can be cancelled there. */
  async noteLateSubmission(id: string, endpointId: string, runpodId: string): Promise<void> {
    const late = { runpodEndpointId: endpointId, runpodId, remoteOpen: 1 };
    await this.#set(id, 'late submission', late);
  }

  /** RunPod is done with it, and may have said how long it took. */
  async noteRemoteClosed(id: string, executionMs?: number): Promise<void> {
    const measured = executionMs === undefined ? {} : { executionMs };
    await this.#set(id, 'remote closed', { remoteOpen: 0, ...measured });
  }

  /** Where a job's message is, if that still is the answer to the same interaction. */
  async noteMessage(
    { id, answeredInteractionId }: Pick<Job, 'id' | 'answeredInteractionId'>,
    messageId: string,
  ): Promise<void> {
    await this.db
      .updateTable('jobs')
      .set({ messageId })
      .where('id', '=', id)
      .where('answeredInteractionId', '=', answeredInteractionId)
      .execute();
    moments.noted.publish({ jobId: id, what: 'message' });
  }

  /** Its message is about to be posted, so that it can be found should the answer be lost. */
  async notePosting(id: string): Promise<void> {
    await this.#set(id, 'posting', { postingAt: this.clock.now() });
  }

  /** The message shows this revision. A finished job that is shown needs its token no longer. */
  async noteShown(id: string, revision: number): Promise<void> {
    await this.db
      .updateTable('jobs')
      .set((eb) => ({
        shownRevision: revision,
        interactionToken: eb
          .case()
          .when(eb.and([eb('state', 'in', TERMINAL_STATES), eb('revision', '<=', revision)]))
          .then(null)
          .else(eb.ref('interactionToken'))
          .end(),
      }))
      .where('id', '=', id)
      .where('shownRevision', '<', revision)
      .execute();
    moments.noted.publish({ jobId: id, what: 'shown' });
  }

  /** Before then it is not sent again. */
  async noteRetryAt(id: string, retryAt: number): Promise<void> {
    await this.#set(id, 'retry at', { retryAt });
  }

  /** Discord no longer takes the token of this interaction, so it is useless. */
  async noteTokenDead({
    id,
    answeredInteractionId,
  }: Pick<Job, 'id' | 'answeredInteractionId'>): Promise<void> {
    await this.db
      .updateTable('jobs')
      .set({ interactionToken: null })
      .where('id', '=', id)
      .where('answeredInteractionId', '=', answeredInteractionId)
      .execute();
    moments.noted.publish({ jobId: id, what: 'token dead' });
  }

  /** Nobody can be told any more. The state stays what it is. */
  async noteUndeliverable(id: string): Promise<void> {
    const undeliverable = { undeliverableAt: this.clock.now(), interactionToken: null };
    await this.#set(id, 'undeliverable', undeliverable);
  }

  /**
   * Something was taken out of rows that must be nowhere: see {@link checkpoint}. Where somebody
   * reads for longer than a few seconds, that is left to the next checkpoint that can be made.
   */
  async leaveNoTrace(): Promise<void> {
    this.checkpointDue = true;
    for (let tries = 0; !(await this.checkpoint()) && tries < MOST_WAITS; tries += 1) {
      await this.clock.sleep(BETWEEN_WAITS_MS);
    }
  }

  /** Takes pictures out of rows that need them no longer; their files are to go. See {@link forgetPictures}. */
  async forgetPictures(before: number): Promise<StoredPicture[]> {
    return this.write((trx) => forgetPictures(trx, before));
  }

  /** Removes rows of jobs that are over for long enough. Gives how many. See {@link forgetJobs}. */
  async forgetJobs(endedBefore: number): Promise<number> {
    const removed = await this.write((trx) => forgetJobs(trx, endedBefore));
    if (removed > 0) this.checkpointDue = true;
    return removed;
  }

  /** Makes numbers of erased jobs. See {@link forgetErased}. */
  async forgetErased(endedBefore: number): Promise<void> {
    if ((await this.write((trx) => forgetErased(trx, endedBefore))) > 0) this.checkpointDue = true;
  }

  /** What a finished job's message shows was fetched, since it lay here no longer. False where it may not be kept. */
  async notePictures(id: string, pictures: readonly StoredPicture[]): Promise<boolean> {
    const noted = await this.write(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('jobs')
        .set({ pictures: JSON.stringify(pictures) })
        .where('id', '=', id)
        .where('visibility', '!=', 'removed')
        .where('erasedAt', 'is', null)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return false;
      // From now on moderators can look at it.
      await trx
        .updateTable('reports')
        .set({ shownRevision: TELL_AGAIN })
        .where('jobId', '=', id)
        .where('decidedAt', 'is', null)
        .execute();
      return true;
    });
    if (noted) moments.noted.publish({ jobId: id, what: 'pictures' });
    return noted;
  }

  /** The message of a job that was erased while it was on its way out: it has to go. */
  async noteErasedMessage(id: string, messageId: string): Promise<void> {
    await this.#set(id, 'message', { messageId });
  }

  /** A message that an erased job had is gone, or is not the bot's to delete. */
  async noteMessageGone(id: string): Promise<void> {
    await this.#set(id, 'message gone', { messageId: null, answeredInteractionId: `erased-${id}` });
    this.checkpointDue = true;
    await this.checkpoint();
  }

  /**
   * What rows no longer hold has to leave the write-ahead log too. While somebody reads the
   * database, or the disk is full, that cannot be: then this is false, and to be called again.
   */
  async checkpoint(): Promise<boolean> {
    if (!this.checkpointDue) return true;
    this.checkpointDue = await this.db.connection().execute(async (connection) => {
      // It would wait for every reader, and everything else with it.
      await busyTimeout(0).execute(connection);
      try {
        const checkpoint = sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`;
        const { rows } = await checkpoint.execute(connection);
        return rows[0]?.busy !== 0;
      } catch (error) {
        if (!(error instanceof SQLite.SqliteError)) throw error;
        return true;
      } finally {
        await busyTimeout(this.#patienceMs).execute(connection);
      }
    });
    return !this.checkpointDue;
  }

  /** One transaction. @throws BotError `log_unwritable` where the database does not take it. */
  async write<T>(change: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    try {
      const result = await this.db.transaction().execute(change);
      if (this.#patienceMs === 0) await this.#setPatience(LOCK_PATIENCE_MS);
      return result;
    } catch (error) {
      if (!(error instanceof SQLite.SqliteError)) throw error;
      // Each wait for a lock stops everything else, so while it lasts nobody waits for it.
      if (error.code.startsWith('SQLITE_BUSY')) await this.#setPatience(0);
      throw new BotError('log_unwritable', { cause: error });
    }
  }

  async #setPatience(ms: number): Promise<void> {
    this.#patienceMs = ms;
    await busyTimeout(ms).execute(this.db);
  }

  async #set(id: string, what: string, set: Updateable<JobsTable>): Promise<void> {
    await this.db.updateTable('jobs').set(set).where('id', '=', id).execute();
    moments.noted.publish({ jobId: id, what });
  }
}

function busyTimeout(ms: number) {
  return sql`PRAGMA busy_timeout = ${sql.lit(ms)}`;
}

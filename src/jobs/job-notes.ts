import type { ExpressionBuilder, Updateable } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import { JobQueries } from './job-queries.ts';
import { TERMINAL_STATES, type Job, type StoredPicture } from './job.ts';
import { moments } from './moments.ts';
import { storedPictures } from './row.ts';
import type { JobsTable, Tables } from './tables.ts';

/** What is written down about a job, or removed of it, without a change of its state. */
export class JobNotes extends JobQueries {
  protected readonly clock: Clock;

  constructor(db: Database, clock: Clock) {
    super(db);
    this.clock = clock;
  }

  /** A RunPod id that came after the job had moved on: kept, so that it can be cancelled there. */
  async noteLateSubmission(id: string, endpointId: string, runpodId: string): Promise<void> {
    const late = { runpodEndpointId: endpointId, runpodId, remoteOpen: 1 };
    await this.#set(id, 'late submission', late);
  }

  /** RunPod is done with it. */
  async noteRemoteClosed(id: string): Promise<void> {
    await this.#set(id, 'remote closed', { remoteOpen: 0 });
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
   * Takes the pictures out of the rows of jobs that ended before that time and are shown, or can
   * no longer be. Gives those pictures, whose files are to go.
   */
  async forgetPictures(endedBefore: number): Promise<StoredPicture[]> {
    return this.db.transaction().execute(async (trx) => {
      const old = (eb: ExpressionBuilder<Tables, 'jobs'>) =>
        eb.and([eb('pictures', '!=', '[]'), eb('finishedAt', '<', endedBefore), isSettled(eb)]);
      const rows = await trx.selectFrom('jobs').select('pictures').where(old).execute();
      await trx.updateTable('jobs').set({ pictures: '[]' }).where(old).execute();
      return rows.flatMap(({ pictures }) => storedPictures(pictures));
    });
  }

  /**
   * Removes the rows of jobs that ended before that time, with what happened to them and who
   * consented, where nothing is left to be done about them. Gives how many.
   */
  async forgetJobs(endedBefore: number): Promise<number> {
    return this.db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('jobs')
        .where('finishedAt', '<', endedBefore)
        .where('remoteOpen', '=', 0)
        .where('pictures', '=', '[]')
        .where(isSettled)
        .executeTakeFirstOrThrow();
      await trx
        .deleteFrom('consents')
        .where('givenAt', '<', endedBefore)
        .where((eb) =>
          eb.not(
            eb.exists(eb.selectFrom('jobs').select('id').whereRef('id', '=', 'consents.jobId')),
          ),
        )
        .execute();
      return Number(numDeletedRows);
    });
  }

  async #set(id: string, what: string, set: Updateable<JobsTable>): Promise<void> {
    await this.db.updateTable('jobs').set(set).where('id', '=', id).execute();
    moments.noted.publish({ jobId: id, what });
  }
}

/** Its message shows how it ended, or never can. */
function isSettled(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return eb.or([
    eb('shownRevision', '>=', eb.ref('revision')),
    eb('undeliverableAt', 'is not', null),
  ]);
}

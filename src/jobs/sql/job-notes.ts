import { sql, type Updateable } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { Database } from '../../store/database.ts';
import { moments, type Note } from '../../store/moments.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import type { JobsTable } from '../../store/tables.ts';
import { type Job, TERMINAL_STATES } from '../job.ts';
import { isErased } from './job-queries.ts';
import { noteDeclined } from './poster-questions.ts';

/** A job, and the interaction that its message answers. */
type AnsweredJob = Pick<Job, 'id' | 'answeredInteractionId'>;

const MESSAGE = new PreparedQuery(
  () => sql`UPDATE jobs SET message_id = ${argument('messageId')}
    WHERE id = ${argument('id')} AND answered_interaction_id = ${argument('answeredInteractionId')}`,
);

const SHOWN = new PreparedQuery(
  () => sql`UPDATE jobs SET shown_revision = ${argument('revision')},
      interaction_token = CASE
        WHEN state IN (${sql.join(TERMINAL_STATES.map((state) => sql.lit(state)))})
          AND revision <= ${argument('revision')} AND private = 0 THEN NULL
        ELSE interaction_token END,
      told_at = CASE
        WHEN state IN (${sql.join(TERMINAL_STATES.map((state) => sql.lit(state)))})
          AND revision <= ${argument('revision')} AND private = 1 AND ephemeral = 1
          THEN coalesce(told_at, ${argument('now')})
        ELSE told_at END
    WHERE id = ${argument('id')} AND shown_revision < ${argument('revision')}`,
);

const SHOWN_ALONG = new PreparedQuery<{ erasedAt: number | null }>(
  () => sql`UPDATE jobs SET shown_revision = CASE WHEN shown_revision < ${argument('revision')}
        THEN ${argument('revision')} ELSE shown_revision END,
      message_id = coalesce(${argument('messageId')}, message_id)
    WHERE id = ${argument('id')} AND answered_interaction_id = ${argument('answeredInteractionId')}
    RETURNING erased_at`,
);

/** What is written down about a job, or removed from it, without a change of its state. */
export class JobNotes {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Records the poster's no to a question, even a closed one. */
  async declined(id: string, by: string): Promise<void> {
    await this.#store.write((trx) => noteDeclined({ trx }, { jobId: id, by }), 'person');
  }

  /** A RunPod id that came after the job had moved on: kept, so that it can be cancelled there. */
  async lateSubmission(id: string, endpointId: string, runpodId: string): Promise<void> {
    const late = { runpodEndpointId: endpointId, runpodId, remoteOpen: 1 };
    await this.#set(id, 'late submission', late);
  }

  /** RunPod is done with it, and may have said how long it took and what it cost. */
  async remoteClosed(
    id: string,
    { executionMs, costMicros }: Partial<Pick<Job, 'executionMs' | 'costMicros'>> = {},
  ): Promise<void> {
    const ran = executionMs === undefined ? {} : { executionMs };
    const told = {
      ...ran,
      ...(costMicros !== undefined && { costMicros }),
    };
    await this.#set(id, 'remote closed', { remoteOpen: 0, ...told }, ran);
  }

  /** Where a job's message is, if that still is the answer to the same interaction. */
  async message(job: AnsweredJob, messageId: string): Promise<void> {
    const { id, answeredInteractionId } = job;
    await this.#store.write((trx) => MESSAGE.all(trx, { id, answeredInteractionId, messageId }));
    moments.noted.publish({ jobId: job.id, what: 'message' });
  }

  /** Its message is about to be posted, so that it can be found should the answer be lost. */
  async posting(id: string): Promise<void> {
    await this.#set(id, 'posting', { postingAt: this.#clock.now() });
  }

  /** Its ephemeral message can no longer be reached: it goes on as a direct message in this channel, about to be posted. */
  async goesDirect(id: string, channelId: string): Promise<void> {
    const where = { channelId, ephemeral: 0, messageId: null, interactionToken: null };
    await this.#set(id, 'direct', { ...where, postingAt: this.#clock.now() });
  }

  /**
   * The message shows this revision. A finished job that is shown no longer needs its token, but for a private one:
   * nothing else reaches its message. That has told its requester then.
   */
  async shown(id: string, revision: number): Promise<void> {
    await this.#store.write((trx) => SHOWN.all(trx, { id, revision, now: this.#clock.now() }));
    moments.noted.publish({ jobId: id, what: 'shown', revision });
  }

  /**
   * The same for a job that is under way, and which message it is where that is new: written down
   * together with what comes next. After a crash in between, the message is edited once more. Gives
   * whether the job was erased meanwhile.
   */
  async shownAlong(job: AnsweredJob, revision: number, messageId?: string): Promise<boolean> {
    const { id, answeredInteractionId } = job;
    const shown = { id, answeredInteractionId, revision, messageId: messageId ?? null };
    const row = await this.#store.writeAlong((trx) => SHOWN_ALONG.first(trx, shown));
    if (messageId !== undefined) moments.noted.publish({ jobId: job.id, what: 'message' });
    moments.noted.publish({ jobId: job.id, what: 'shown', revision });
    if (row) return row.erasedAt !== null;
    // By now its message answers another interaction.
    return isErased(this.#store.read, id);
  }

  /** It is not sent again before then. */
  async retryAt(id: string, retryAt: number): Promise<void> {
    await this.#set(id, 'retry at', { retryAt });
  }

  /** How many requests were made for a job that is about to be sent: the one to come may have to wait. */
  async attempt(id: string, attempt: number): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('jobs')
        .set({ attempt })
        .where('id', '=', id)
        .where('state', '=', 'submitting')
        .execute(),
    );
    moments.noted.publish({ jobId: id, what: 'attempt' });
  }

  /** Discord no longer takes the token of this interaction, so it is useless. */
  async tokenDead({ id, answeredInteractionId }: AnsweredJob): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('jobs')
        .set({ interactionToken: null })
        .where('id', '=', id)
        .where('answeredInteractionId', '=', answeredInteractionId)
        .execute(),
    );
    moments.noted.publish({ jobId: id, what: 'token dead' });
  }

  /** The requester can no longer be notified. The state stays the same. */
  async undeliverable(id: string): Promise<void> {
    const undeliverable = { undeliverableAt: this.#clock.now(), interactionToken: null };
    await this.#set(id, 'undeliverable', undeliverable);
  }

  /** The message of a job that was erased while it was on its way out: it has to go. */
  async erasedMessage(id: string, messageId: string): Promise<void> {
    await this.#set(id, 'message', { messageId, messageGoneAt: null });
  }

  /** An erased job's message is gone, or is not the bot's to delete. */
  async messageGone(id: string): Promise<void> {
    const messageGoneAt = this.#clock.now();
    const gone = {
      messageGoneAt,
      messageId: null,
      toldMessageId: null,
      answeredInteractionId: '',
    };
    await this.#set(id, 'message gone', gone);
    this.#store.leaveNoTrace();
  }

  /** A reply to its message is about to be posted, so that it can be found should the answer be lost. */
  async telling(id: string): Promise<void> {
    await this.#set(id, 'telling', { tellingAt: this.#clock.now() });
  }

  /**
   * Its requester was told of its end by this reply, or is not told at all. Gives whether that may
   * stand: a job that was erased or removed meanwhile has none, and its row says what is to go.
   */
  async told(id: string, toldMessageId?: string): Promise<boolean> {
    const told = { toldAt: this.#clock.now(), toldMessageId: toldMessageId ?? null };
    const row = await this.#store.write((trx) =>
      trx
        .updateTable('jobs')
        .set(told)
        .where('id', '=', id)
        .returning(['erasedAt', 'visibility'])
        .executeTakeFirst(),
    );
    moments.noted.publish({ jobId: id, what: 'told' });
    return row?.erasedAt === null && row.visibility !== 'removed';
  }

  /** The reply is gone, as what it tells of is. */
  async replyGone(id: string): Promise<void> {
    await this.#set(id, 'reply gone', { toldMessageId: null });
  }

  async #set(
    id: string,
    what: string,
    set: Updateable<JobsTable>,
    more: Omit<Note, 'jobId' | 'what'> = {},
  ): Promise<void> {
    await this.#store.write((trx) =>
      trx.updateTable('jobs').set(set).where('id', '=', id).execute(),
    );
    moments.noted.publish({ jobId: id, what, ...more });
  }
}

/**
 * A finished job has its pictures again, fetched back from its message as they were no longer here. False where they
 * may not be kept. Nothing that people see of the job changes with it.
 */
export async function keepFetched(
  trx: Database,
  jobId: string,
  pictures: readonly StoredPicture[],
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ pictures: JSON.stringify(pictures) })
    .where('id', '=', jobId)
    .where('visibility', '!=', 'removed')
    .where('erasedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

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

/** A job and the interaction whose response is its message. */
type AnsweredJob = Pick<Job, 'id' | 'answeredInteractionId'>;
/** A job at the attempt that the caller knows. */
type SentJob = Pick<Job, 'id' | 'attempt'>;
/** A job and the place of its message. */
type PlacedJob = AnsweredJob & Pick<Job, 'channelId'>;

const MESSAGE = new PreparedQuery(
  () => sql`UPDATE jobs SET message_id = ${argument('messageId')}
    WHERE id = ${argument('id')} AND answered_interaction_id = ${argument('answeredInteractionId')}
      AND channel_id = ${argument('channelId')}`,
);

const SHOWN = new PreparedQuery<{ erasedAt: number | null }>(
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
    WHERE id = ${argument('id')} AND shown_revision < ${argument('revision')}
    RETURNING erased_at`,
);

const SHOWN_LAZILY = new PreparedQuery<{ erasedAt: number | null }>(
  () => sql`UPDATE jobs SET shown_revision = CASE WHEN shown_revision < ${argument('revision')}
        THEN ${argument('revision')} ELSE shown_revision END,
      message_id = CASE WHEN channel_id = ${argument('channelId')}
        THEN coalesce(${argument('messageId')}, message_id) ELSE message_id END
    WHERE id = ${argument('id')} AND answered_interaction_id = ${argument('answeredInteractionId')}
    RETURNING erased_at`,
);

const OVERWRITTEN = new PreparedQuery(
  () => sql`UPDATE jobs SET revision = revision + 1, driver = ${argument('driver')}
    WHERE id = ${argument('id')} AND driver <> ${argument('driver')} AND finished_at IS NOT NULL
      AND undeliverable_at IS NULL
      AND (ephemeral = 0 OR interaction_token IS NOT NULL)`,
);

/** Writes to a job's row that do not change its state. */
export class JobNotes {
  readonly #store: Store;
  readonly #clock: Clock;
  /** This process. */
  readonly #driver: string;

  constructor(store: Store, clock: Clock) {
    this.#driver = store.process;
    this.#store = store;
    this.#clock = clock;
  }

  /** Records that the poster declined, even if the question is closed. */
  async declined(id: string, by: string): Promise<void> {
    await this.#store.write((trx) => noteDeclined({ trx }, { jobId: id, by }), 'person');
  }

  /**
   * Records a RunPod id that arrived after the job had moved on, so that it can be cancelled there.
   * False if the job has been sent again since, another process drives it, or it is gone.
   */
  async lateSubmission(
    { id, attempt }: SentJob,
    endpointId: string,
    runpodId: string,
  ): Promise<boolean> {
    const late = { runpodEndpointId: endpointId, runpodId, remoteOpen: 1 };
    return this.#set({ id, attempt, driver: this.#driver }, 'late submission', late);
  }

  /**
   * Records that RunPod is done with the job, with run time and cost if known. `earlierMs`: the run time of its
   * earlier parts.
   */
  async remoteClosed(
    id: string,
    { executionMs, costMicros }: Partial<Pick<Job, 'executionMs' | 'costMicros'>> = {},
    earlierMs = 0,
  ): Promise<void> {
    const ran = executionMs === undefined ? {} : { executionMs };
    const measured = {
      ...(executionMs !== undefined && { executionMs: earlierMs + executionMs }),
      ...(costMicros !== undefined && { costMicros }),
    };
    await this.#set({ id }, 'remote closed', { remoteOpen: 0, ...measured }, ran);
  }

  /**
   * Records the message's id, unless another interaction's response or a direct message has replaced
   * it.
   */
  async message(job: PlacedJob, messageId: string): Promise<void> {
    const { id, answeredInteractionId, channelId } = job;
    const message = { id, answeredInteractionId, channelId, messageId };
    await this.#store.write((trx) => MESSAGE.all(trx, message));
    moments.noted.publish({ jobId: job.id, what: 'message' });
  }

  /**
   * Records that the message of a finished job may not show its end any more, since this process
   * edited it and another one drives the job. Makes it this one's; if it was taken for dead, other
   * processes take it over once more.
   */
  async overwritten(id: string): Promise<void> {
    await this.#store.write((trx) => OVERWRITTEN.all(trx, { id, driver: this.#driver }));
    moments.noted.publish({ jobId: id, what: 'overwritten' });
  }

  /**
   * Records that the bot is about to post the message, so it can be found if the response is lost.
   * The interaction's token does not reach such a message.
   */
  async posting(id: string): Promise<void> {
    await this.#set({ id }, 'posting', { postingAt: this.#clock.now(), interactionToken: null });
  }

  /**
   * Records that the job continues in a direct message, about to be posted in this channel, since
   * its ephemeral message is out of reach.
   */
  async movedToDm(id: string, channelId: string): Promise<void> {
    const where = { channelId, ephemeral: 0, messageId: null, interactionToken: null };
    await this.#set({ id }, 'direct', { ...where, postingAt: this.#clock.now() });
  }

  /**
   * Records the revision that the message shows. A finished job no longer needs its token, except a
   * private one: nothing else reaches its message. A private message has also notified its
   * requester. Returns whether the job was erased meanwhile; `undefined` if the row knew a later
   * revision, or is gone.
   */
  async shown(id: string, revision: number): Promise<boolean | undefined> {
    const row = await this.#store.write((trx) =>
      SHOWN.first(trx, { id, revision, now: this.#clock.now() }),
    );
    moments.noted.publish({ jobId: id, what: 'shown', revision });
    return row && row.erasedAt !== null;
  }

  /**
   * Records the shown revision of an unfinished job, and its message id if new, with a lazy write.
   * After a crash before the write, the message is edited once more. Returns whether the job was
   * erased meanwhile.
   */
  async shownLazily(job: PlacedJob, revision: number, messageId?: string): Promise<boolean> {
    const { id, answeredInteractionId, channelId } = job;
    const place = { id, answeredInteractionId, channelId };
    const shown = { ...place, revision, messageId: messageId ?? null };
    const row = await this.#store.writeLazily((trx) => SHOWN_LAZILY.first(trx, shown));
    if (messageId !== undefined) moments.noted.publish({ jobId: job.id, what: 'message' });
    moments.noted.publish({ jobId: job.id, what: 'shown', revision });
    if (row) return row.erasedAt !== null;
    // Another interaction's response is the message by now.
    return isErased(this.#store.read, id);
  }

  /**
   * Records the earliest time of the next submission, unless the job has been sent again since, or
   * another process drives it.
   */
  async retryAt({ id, attempt }: SentJob, retryAt: number): Promise<void> {
    const sent = { id, attempt, driver: this.#driver, state: 'submitting' } as const;
    await this.#set(sent, 'retry at', { retryAt });
  }

  /**
   * Records the attempts of a job about to be sent, before the next request, which may have to
   * wait. False if the job has been sent again since, or has ended.
   */
  async attempt({ id, attempt: before }: SentJob, attempt: number): Promise<boolean> {
    const sent = { id, attempt: before, driver: this.#driver, state: 'submitting' } as const;
    return this.#set(sent, 'attempt', { attempt });
  }

  /**
   * Records that the interaction may be answered with something else, so the job's message is a new
   * one.
   */
  async answeredOtherwise({ id, answeredInteractionId }: AnsweredJob): Promise<void> {
    const where = { id, answeredInteractionId, messageId: null, deferral: null };
    await this.#set(where, 'answered', { deferral: 'update' });
  }

  /**
   * Records the token of a press on the message of a finished private job, which only tokens reach. Until it
   * ends, the message can change once more.
   */
  async renewedToken(
    id: string,
    {
      messageId,
      ...token
    }: Pick<Job, 'interactionToken' | 'tokenExpiresAt'> & {
      readonly messageId: string;
    },
  ): Promise<void> {
    const reached = { id, ephemeral: 1, private: 1, erasedAt: null } as const;
    const { interactionToken = null, tokenExpiresAt } = token;
    // What the press is answered with is another message.
    const answered = { deferral: 'update', messageId };
    await this.#set(reached, 'token', { interactionToken, tokenExpiresAt, ...answered });
  }

  /** Records that Discord rejects this interaction's token. */
  async tokenDead({ id, answeredInteractionId }: AnsweredJob): Promise<void> {
    await this.#set({ id, answeredInteractionId }, 'token dead', { interactionToken: null });
  }

  /**
   * The requester of a job that this process drives can no longer be notified. The state stays the same.
   * A driver that stood still may know another message than the present one.
   */
  async undeliverable(id: string): Promise<void> {
    const undeliverable = { undeliverableAt: this.#clock.now(), interactionToken: null };
    await this.#set({ id, driver: this.#driver }, 'undeliverable', undeliverable);
  }

  /** Records the message of a job that was erased while it was being posted: it must be deleted. */
  async erasedMessage(id: string, messageId: string): Promise<void> {
    await this.#set({ id }, 'message', { messageId, messageGoneAt: null });
  }

  /** Records that an erased job's message is gone, or cannot be deleted by the bot. */
  async messageGone(id: string): Promise<void> {
    const messageGoneAt = this.#clock.now();
    const gone = {
      messageGoneAt,
      messageId: null,
      toldMessageId: null,
      answeredInteractionId: '',
    };
    await this.#set({ id }, 'message gone', gone);
    this.#store.leaveNoTrace();
  }

  /**
   * Records that the end reply is about to be posted, so it can be found if the response is lost.
   */
  async notifying(id: string): Promise<void> {
    await this.#set({ id }, 'telling', { tellingAt: this.#clock.now() });
  }

  /**
   * Records the end reply, or that there is none. Returns whether it may stay: if the job was
   * erased or removed meanwhile, its row names the reply to delete.
   */
  async notified(id: string, toldMessageId?: string): Promise<boolean> {
    const settled = { toldAt: this.#clock.now(), toldMessageId: toldMessageId ?? null };
    const row = await this.#store.write((trx) =>
      trx
        .updateTable('jobs')
        .set(settled)
        .where('id', '=', id)
        .returning(['erasedAt', 'visibility'])
        .executeTakeFirst(),
    );
    moments.noted.publish({ jobId: id, what: 'told' });
    return row?.erasedAt === null && row.visibility !== 'removed';
  }

  /** Records that the end reply is deleted. */
  async replyGone(id: string): Promise<void> {
    await this.#set({ id }, 'reply gone', { toldMessageId: null });
  }

  /** Changes a job's row while it has these values. Returns whether it had. */
  async #set(
    job: Pick<Job, 'id'> &
      Partial<Pick<Job, 'state' | 'attempt' | 'driver' | 'answeredInteractionId'>>,
    what: string,
    set: Updateable<JobsTable>,
    more: Omit<Note, 'jobId' | 'what'> = {},
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.write((trx) =>
      trx
        .updateTable('jobs')
        .set(set)
        .where((eb) => eb.and(job))
        .executeTakeFirstOrThrow(),
    );
    moments.noted.publish({ jobId: job.id, what, ...more });
    return numUpdatedRows > 0n;
  }
}

/**
 * Stores the pictures of a finished job again, fetched back from its message. False if they may not
 * be stored. The message does not change.
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

import type { Clock } from '../../engines/clock.ts';
import type { Turns } from '../../engines/turns.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import { isTerminal, type Job } from '../../jobs/job.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Processes } from '../../store/processes.ts';
import { type FormFailure, lesserForm, type MessageForm, WHOLE } from '../cards/job-card.ts';
import type { MessagePayload } from '../rest/message-payload.ts';
import type { Messages } from '../rest/messages.ts';
import type { Caller } from '../rest/rest.ts';
import type { ErasedMessages } from './erased-messages.ts';

/** What each part of message sync works with. */
export interface SyncParts {
  readonly log: JobLog;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly turns: Turns;
}

/** Among the processes that share the database, this one edits the messages of its own jobs. */
export interface SharedSync extends SyncParts {
  readonly processes: Pick<Processes, 'isLeased'>;
}

/** What this process knows of a message beyond the job's row. */
export interface ShownMessage {
  /** The payload it shows; `undefined` if unknown. */
  readonly payload: MessagePayload | undefined;
  /** Time of the last edit or attempt, in milliseconds since the epoch. */
  readonly at: number;
  /** Consecutive failures, and the time of the first. */
  readonly failures: number;
  readonly failingSince: number | undefined;
  /** How much of it can be shown. */
  readonly form: MessageForm;
  /** The attachment that is its preview, if any. */
  readonly previewId?: string | undefined;
  /** Facts the row may not have yet: see {@link ShownMessages.overlay}. */
  readonly learnt?: Pick<Job, 'answeredInteractionId' | 'shownRevision' | 'messageId'> | undefined;
}

/** The messages that this process keeps up to date. */
export class ShownMessages {
  readonly #messages = new Map<string, ShownMessage>();
  readonly #withoutPreviews = new Set<string>();
  readonly #edited: Readonly<Record<Caller, Set<string>>> = { token: new Set(), bot: new Set() };

  get size(): number {
    return this.#messages.size;
  }

  /**
   * Notes who edits a message from now on. Returns how many messages are edited that way, this one
   * included.
   */
  noteEditedAs(jobId: string, as: Caller): number {
    this.#edited[as === 'bot' ? 'token' : 'bot'].delete(jobId);
    return this.#edited[as].add(jobId).size;
  }

  get(jobId: string): ShownMessage | undefined {
    return this.#messages.get(jobId);
  }

  formOf(jobId: string): MessageForm {
    return this.#messages.get(jobId)?.form ?? WHOLE;
  }

  noteShown(
    jobId: string,
    payload: MessagePayload,
    at: number,
    { learnt, previewId }: Pick<ShownMessage, 'learnt' | 'previewId'> = {},
  ): void {
    this.#change(jobId, { ...UNKNOWN, payload, at, learnt, previewId });
  }

  /** Nothing new to show now: throttles the next check as if it had been edited. */
  notePassedOver(jobId: string, at: number): void {
    const message = this.#messages.get(jobId);
    if (message) this.#messages.set(jobId, { ...message, at });
  }

  /** Discord refused its preview: it gets none from now on. */
  refusePreviews(jobId: string): void {
    this.#withoutPreviews.add(jobId);
  }

  takesPreviews(jobId: string): boolean {
    return !this.#withoutPreviews.has(jobId);
  }

  /**
   * A job's row with what this process knows of its message but has not stored yet. Whether a
   * finished job is shown depends on the row alone.
   */
  overlay(job: Job): Job {
    const learnt = this.#messages.get(job.id)?.learnt;
    if (learnt?.answeredInteractionId !== job.answeredInteractionId) return job;
    const shownRevision = Math.max(job.shownRevision, learnt.shownRevision);
    return {
      ...job,
      messageId: job.messageId ?? learnt.messageId,
      ...(isTerminal(job.state) ? {} : { shownRevision }),
    };
  }

  /** The job has another message from now on. */
  forgetLearnt(jobId: string): void {
    const message = this.#messages.get(jobId);
    if (message) this.#messages.set(jobId, { ...message, learnt: undefined });
  }

  /** Storing failed: the next check edits the message again, and stores what Discord returns. */
  noteUnstored(jobId: string): void {
    const message = this.#messages.get(jobId);
    if (message) this.#messages.set(jobId, { ...message, learnt: undefined, payload: undefined });
  }

  /** Returns since when edits have failed. */
  noteFailure(jobId: string, at: number): number {
    const { failures = 0, failingSince = at } = this.get(jobId) ?? {};
    this.#change(jobId, { ...UNKNOWN, at, failures: failures + 1, failingSince });
    return failingSince;
  }

  /** Reduces what the message shows from now on. False if it cannot show less. */
  showLess(jobId: string, failure: FormFailure, at: number): boolean {
    const form = lesserForm(this.formOf(jobId), failure);
    if (form) this.#change(jobId, { ...UNKNOWN, at, form });
    return form !== undefined;
  }

  forget(jobId: string): void {
    this.#messages.delete(jobId);
    this.#withoutPreviews.delete(jobId);
    for (const edited of Object.values(this.#edited)) edited.delete(jobId);
  }

  #change(jobId: string, change: Partial<ShownMessage> & Pick<ShownMessage, 'at'>): void {
    const before = this.#messages.get(jobId) ?? { ...UNKNOWN, form: WHOLE };
    this.#messages.set(jobId, { ...before, ...change });
  }
}

/** A message whose payload is unknown, and whose edits have not failed. */
const UNKNOWN = {
  payload: undefined,
  previewId: undefined,
  failures: 0,
  failingSince: undefined,
} as const;

export interface DeliveredMessagesOptions extends Pick<SyncParts, 'log' | 'clock' | 'logger'> {
  readonly erasedMessages: ErasedMessages;
  readonly shown: ShownMessages;
  /** Called once it is stored that a message shows the end of its job. */
  readonly onEndShown: (job: Job) => void;
  /** Called when it could not be stored what a message shows: edit it again after a while. */
  readonly onUnstored: (jobId: string) => void;
}

/** How a message was updated. `messageId`: if Discord has just returned it. */
export interface DeliveredMessage {
  readonly by: 'answer' | 'edit';
  readonly messageId?: string | undefined;
  /** The attachment that is a preview. */
  readonly previewId?: string | undefined;
}

/** Records what messages show: in memory at once, and in the row. */
export class DeliveredMessages {
  readonly #options: DeliveredMessagesOptions;

  constructor(options: DeliveredMessagesOptions) {
    this.#options = options;
  }

  /** The job's message now shows this payload. It may not be the message the row knows. */
  async note(
    job: Job,
    payload: MessagePayload,
    { by, messageId, previewId }: DeliveredMessage,
  ): Promise<void> {
    const { shown, clock } = this.#options;
    const id = messageId ?? job.messageId;
    // The bot's own posts are known by id only, answers by the interaction they answer.
    const known = by === 'edit' ? await this.#learn(job, id) : job;
    const { answeredInteractionId, revision: shownRevision } = known;
    const learnt = { answeredInteractionId, shownRevision, messageId: id };
    shown.noteShown(job.id, payload, clock.now(), { learnt, previewId });
    if (await this.write(known, id)) await this.removeIfErased(known, id);
  }

  /**
   * Stores that the message shows the job's current revision, and deletes the message if the job
   * was erased meanwhile. While the job is under way this is a lazy write: it goes with the next one.
   * Returns whether the check for erasure is still needed.
   */
  async write(job: Job, messageId = job.messageId): Promise<boolean> {
    const { log, logger, shown, onEndShown, onUnstored } = this.#options;
    const learnt = messageId === job.messageId ? undefined : messageId;
    const isNew = job.shownRevision < job.revision;
    if (isTerminal(job.state)) {
      if (!isNew) return true;
      const isErased = await log.note.shown(job.id, job.revision);
      onEndShown({ ...job, messageId, shownRevision: job.revision });
      if (isErased) await this.#removeErased(job, messageId);
      return isErased === undefined;
    }
    if (!isNew && learnt === undefined) return true;
    log.note
      .shownLazily(job, job.revision, learnt)
      .then((isErased) => (isErased ? this.#removeErased(job, messageId) : undefined))
      .catch((err: unknown) => {
        shown.noteUnstored(job.id);
        onUnstored(job.id);
        logger.warn({ job: job.id, err }, 'the shown revision of a message could not be recorded');
      });
    return false;
  }

  async removeIfErased(job: Job, messageId = job.messageId): Promise<void> {
    const { log, logger } = this.#options;
    const isErased = await log.jobs.isErased(job.id).catch((err: unknown) => {
      // The message is still right, and need not be sent again.
      logger.warn({ job: job.id, err }, 'could not check whether a job was erased meanwhile');
      return false;
    });
    if (isErased) await this.#removeErased(job, messageId);
  }

  async #learn(job: Job, messageId: string | undefined): Promise<Job> {
    if (messageId === undefined || messageId === job.messageId) return job;
    await this.#options.log.note.message(job, messageId);
    return { ...job, messageId };
  }

  /** Deletes the message of a job that was erased while the message was being sent. */
  async #removeErased(job: Job, messageId: string | undefined): Promise<void> {
    const { log, erasedMessages } = this.#options;
    if (messageId !== undefined) await log.note.erasedMessage(job.id, messageId);
    void erasedMessages.remove(messageId === undefined ? job : { ...job, messageId });
  }
}

interface EditLock {
  /** Locks taken and not yet released. */
  count: number;
  /** Whether an edit was deferred meanwhile. */
  deferred: boolean;
}

/** Messages whose edits are deferred, with a reference count each. */
export class EditLocks {
  readonly #locks = new Map<string, EditLock>();

  /** Whether the message is locked. If so, remembers that an edit is waiting. */
  defers(jobId: string): boolean {
    const hold = this.#locks.get(jobId);
    if (hold) hold.deferred = true;
    return hold !== undefined;
  }

  /**
   * Locks a message until the returned function is called. That returns true once the last lock is
   * released and an edit is waiting. Further calls do nothing.
   */
  take(jobId: string): () => boolean {
    const hold = this.#locks.get(jobId) ?? { count: 0, deferred: false };
    this.#locks.set(jobId, hold);
    hold.count += 1;
    let released = false;
    return () => {
      if (released) return false;
      released = true;
      hold.count -= 1;
      if (hold.count > 0) return false;
      this.#locks.delete(jobId);
      return hold.deferred;
    };
  }
}

import { Tasks } from '../../engines/tasks.ts';
import { isTerminal, type Job, type JobState } from '../../jobs/job.ts';
import type { Observations } from '../../jobs/observations.ts';
import type { Steps } from '../../recipes/picture-steps.ts';
import { requireLease } from '../../store/processes.ts';
import { payloadOf } from '../cards/card.ts';
import { renderJob } from '../cards/job-card.ts';
import type { FromMessage } from '../interactions/interaction.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import type { MessagePayload } from '../rest/message-payload.ts';
import { type InteractionRef, ORIGINAL } from '../rest/messages.ts';
import { Delivery, type DeliveryOptions } from './delivery.ts';
import { Edits, PAUSE_AFTER_ERROR_MS } from './edits.ts';
import type { ErasedMessages } from './erased-messages.ts';
import { DeliveredMessages, EditLocks, type SharedSync, ShownMessages } from './message-state.ts';
import type { SharedToken } from './operator-notices.ts';
import { isOwnMessage, leavesThinkingMessage, nameByToken, ownsOriginal } from './own-messages.ts';

export interface AnnouncerOptions extends SharedSync, Omit<DeliveryOptions, 'shown'> {
  readonly observations: Observations;
  readonly erasedMessages: ErasedMessages;
  readonly sharedToken: SharedToken;
  /** Called each time a message shows the end of its job. */
  readonly onEndShown: (job: Job) => void;
  readonly keepPosted: (jobId: string) => Promise<void>;
  /**
   * The steps that members can take from a recipe's pictures; `undefined` if nothing makes them any
   * more.
   */
  readonly stepsAfter: (recipe: string) => Steps | undefined;
}

/**
 * Keeps each job's message equal to its render.
 *
 * Ends are shown at once, other phase changes after a minimum interval, and progress periodically.
 * Edits without effect are not sent. At most one edit of a message runs at a time, and it shows the
 * row as of then. Failed edits are retried with backoff: while the job is under way, and for a day
 * after its end. A finished job whose message does not show it is resumed at the next start.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #shown = new ShownMessages();
  readonly #held = new EditLocks();
  readonly #tasks: Tasks;
  readonly #deliveredMessages: DeliveredMessages;
  readonly #edits: Edits;
  readonly #stopping = new AbortController();
  readonly #onObserved = (id: string) => {
    // A message that waits for its next edit shows it then.
    this.#tasks.remind(id);
  };
  readonly #onChanged = (job: Job, from?: JobState | null) => {
    // A new request or a given consent is shown by the answer.
    const isAnswered = from === null || (from === 'awaiting_consent' && job.state === 'accepted');
    // Its driver is told, and edits its message.
    if (isAnswered || !this.#isOwn(job)) return;
    this.#edits.prioritise(job);
    this.#tasks.wake(job.id);
  };

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#tasks = new Tasks((id) => this.#edits.check(id), options.clock);
    const kept = { shown: this.#shown, held: this.#held };
    this.#deliveredMessages = new DeliveredMessages({
      ...options,
      ...kept,
      onUnstored: (id) => void this.#wakeLater(id),
    });
    this.#edits = new Edits({
      ...options,
      ...kept,
      deliveredMessages: this.#deliveredMessages,
      draw: (job, drawn) => this.#draw(job, drawn),
      delivery: new Delivery({ ...options, ...kept }),
      isStopping: () => this.#tasks.stopping,
    });
  }

  #isOwn({ driver }: Job): boolean {
    return driver === this.#options.log.driver;
  }

  /** Follows all job changes from now on. */
  follow(): void {
    const { log, observations } = this.#options;
    log.events.on('changed', this.#onChanged);
    observations.events.on('observed', this.#onObserved);
  }

  /**
   * Resumes every message of this process's jobs that is out of date.
   *
   * @throws the signal's reason.
   */
  async resume(signal?: AbortSignal): Promise<void> {
    const { log, turns } = this.#options;
    for await (const piece of log.jobs.unfinished()) {
      signal?.throwIfAborted();
      for (const job of piece) if ('id' in job) this.#tasks.wake(job.id);
      // After interactions, and before the jobs found so far.
      await turns.take('read');
    }
  }

  /** Starts nothing more; resolves when edits under way are done. */
  async stop(): Promise<void> {
    this.#options.log.events.off('changed', this.#onChanged);
    this.#options.observations.events.off('observed', this.#onObserved);
    this.#stopping.abort();
    await this.#tasks.stop();
  }

  /**
   * Leaves a job's message to an interaction's answer until the returned function is called.
   * Otherwise both the answer and an edit would show the change. If no edit was deferred, the
   * message is not checked again.
   */
  hold(jobId: string): () => void {
    const release = this.#held.take(jobId);
    return () => {
      if (release()) this.#tasks.wake(jobId);
    };
  }

  /**
   * Answers an interaction with the job's own message. Deletes the question that it answers, by the
   * question's own token. Returns whether the message exists.
   */
  async answer(interaction: InteractionRef, job: Job, question?: Job): Promise<boolean> {
    const { sharedToken, logger } = this.#options;
    const release = this.#held.take(job.id);
    let isShown = false;
    try {
      await this.#respond(interaction, job);
      isShown = true;
    } catch (error) {
      // The job is stored; an edit will find or post its message.
      logger.warn({ job: job.id, err: error }, 'the first response failed');
      const isAcknowledged = discordFailure(error) === 'acknowledged';
      // Another process answered, and owns the job.
      if (isAcknowledged && (await sharedToken.yieldJob(interaction, job))) return false;
      await this.#deliveredMessages.removeIfErased(job);
    } finally {
      if (release() || !isShown) this.#tasks.wake(job.id);
    }
    await this.#deleteQuestion(question, job);
    return isShown;
  }

  /** Answers a click on the job's message by showing the job as it is now. */
  async answerClick(interaction: FromMessage, job: Job, isDeferred = false): Promise<void> {
    const { messages } = this.#options;
    const payload = this.#draw(job);
    const isBeingEdited = this.#edits.underWay.has(job.id);
    let isShown = false;
    try {
      if (isDeferred) await messages.editByToken(interaction.token, ORIGINAL, payload);
      else await messages.update(interaction, payload);
      // A question may be clicked while its answer is becoming the job's message.
      if (!interaction.message || !isOwnMessage(job, interaction.message)) return;
      // An edit under way may arrive after the click's answer, and must be corrected: here, or by its
      // driver, which shows the change as well.
      const isOwn = this.#isOwn(job);
      if (isBeingEdited || !isOwn) this.#shown.forget(job.id);
      else {
        await this.#deliveredMessages.note(job, payload, { by: 'answer' });
        isShown = true;
      }
      if (!isOwn) await this.#leaveToDriver(job);
    } finally {
      if (!isShown) this.#tasks.wake(job.id);
    }
  }

  /** If the driver has shown the end meanwhile, the answer replaced it with an earlier state. */
  async #leaveToDriver({ id, revision }: Job): Promise<void> {
    const { log } = this.#options;
    const row = await log.jobs.find(id);
    if (!row || row.revision === revision || !isTerminal(row.state)) return;
    await log.note.overwritten(id);
    this.#tasks.wake(id);
  }

  /** Never rejects. */
  async #wakeLater(jobId: string): Promise<void> {
    await this.#options.clock
      .sleep(PAUSE_AFTER_ERROR_MS, this.#stopping.signal)
      .catch(() => undefined);
    this.#tasks.wake(jobId);
  }

  async #respond(interaction: InteractionRef, job: Job): Promise<void> {
    let payload = this.#draw(job);
    const messageId = await this.#send(interaction, payload, job).catch((error: unknown) => {
      // A server's AutoMod refuses the prompt at once, which leaves time for an answer without it.
      if (discordFailure(error) !== 'refused') throw error;
      this.#shown.showLess(job.id, 'refused', this.#options.clock.now());
      payload = this.#draw(job);
      return this.#send(interaction, payload, job);
    });
    await this.#deliveredMessages.note(job, payload, { by: 'answer', messageId });
  }

  /** Answers the interaction with the job's message. Returns its id, if known. */
  async #send(
    interaction: InteractionRef,
    payload: MessagePayload,
    job: Job,
  ): Promise<string | undefined> {
    const { messages, processes } = this.#options;
    requireLease(processes);
    if (job.deferral === undefined) return messages.respond(interaction, payload, job);
    const { token } = interaction;
    if (ownsOriginal(job)) return (await messages.editByToken(token, ORIGINAL, payload)).id;
    // Otherwise the follow-up would replace it, with its visibility.
    if (leavesThinkingMessage(job)) await messages.endThinking(token);
    return messages.followUp(token, payload, job);
  }

  async #deleteQuestion(question: Job | undefined, job: Job): Promise<void> {
    const { messages, logger } = this.#options;
    const message = question && nameByToken(question);
    if (question?.interactionToken === undefined || message === undefined) return;
    await messages.deleteByToken(question.interactionToken, message).catch((error: unknown) => {
      logger.debug({ job: job.id, err: error }, 'a question could not be deleted');
    });
  }

  #draw(job: Job, { preview = false } = {}): MessagePayload {
    const { observations, clock } = this.#options;
    const form = this.#shown.formOf(job.id);
    const { preview: seen, ...observed } = observations.shown(job);
    const shown = preview && seen !== undefined ? { ...observed, preview: seen } : observed;
    const steps = this.#options.stepsAfter(job.wanted.recipe);
    return payloadOf(renderJob(job, shown, clock.now(), form, steps));
  }
}

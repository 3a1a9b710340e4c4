import type { Clock } from '../../engines/clock.ts';
import { Tasks } from '../../engines/tasks.ts';
import type { Turns } from '../../engines/turns.ts';
import type { Job, JobState } from '../../jobs/job.ts';
import type { Observations } from '../../jobs/observations.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Steps } from '../../recipes/picture-steps.ts';
import { payloadOf } from '../cards/card.ts';
import { renderJob } from '../cards/job-card.ts';
import type { ModalInteraction, Press } from '../interactions/interaction.ts';
import { isOwnMessage } from '../interactions/shown-message.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import type { MessagePayload } from '../rest/message-payload.ts';
import { type InteractionRef, type Messages, ORIGINAL } from '../rest/messages.ts';
import { Delivery, type DeliveryOptions, DirectMessageFallback } from './delivery.ts';
import type { PreviewUploadsOptions } from './edit-queues.ts';
import { Edits } from './edits.ts';
import type { ErasedMessages } from './erased-messages.ts';
import { DeliveredMessages, EditLocks, ShownMessages } from './message-state.ts';
import type { SharedToken } from './operator-notices.ts';
import { leavesThinkingMessage, nameByToken, ownsOriginal } from './own-messages.ts';

export interface AnnouncerOptions extends DeliveryOptions {
  readonly observations: Observations;
  readonly erasedMessages: ErasedMessages;
  readonly sharedToken: SharedToken;
  /** Called each time a message shows the end of its job. */
  readonly onEndShown: (job: Job) => void;
  readonly keepPosted: (jobId: string) => Promise<void>;
  readonly logger: Logger;
  readonly turns: Turns;
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
  readonly #edits: Edits;
  readonly #answers: JobAnswers;
  readonly #onObserved = (id: string) => {
    // A message that waits for its next edit shows it then.
    this.#tasks.remind(id);
  };
  readonly #onChanged = (job: Job, from?: JobState | null) => {
    // A new request or a given consent is shown by the answer.
    const isAnswered = from === null || (from === 'awaiting_consent' && job.state === 'accepted');
    if (isAnswered) return;
    this.#edits.prioritise(job);
    this.#tasks.wake(job.id);
  };

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#tasks = new Tasks((id) => this.#edits.check(id), options.clock);
    const kept = { shown: this.#shown, held: this.#held };
    const deliveredMessages = new DeliveredMessages({ ...options, ...kept });
    const draw: PreviewUploadsOptions['draw'] = (job, drawn) => this.#draw(job, drawn);
    const shared = { ...options, ...kept, deliveredMessages, draw };
    this.#edits = new Edits({
      ...shared,
      delivery: new Delivery(options),
      directMessages: new DirectMessageFallback(shared),
      isStopping: () => this.#tasks.stopping,
    });
    this.#answers = new JobAnswers({
      ...shared,
      editing: this.#edits.underWay,
      wake: (id) => {
        this.#tasks.wake(id);
      },
    });
  }

  /** Follows all job changes from now on. */
  follow(): void {
    const { log, observations } = this.#options;
    log.events.on('changed', this.#onChanged);
    observations.events.on('observed', this.#onObserved);
  }

  /**
   * Resumes every message that an earlier process left out of date.
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
   * Answers an interaction with the job's own message, which is edited from then on. Deletes the
   * question that it answers, by the question's own token. Returns whether the message exists.
   */
  answer(interaction: InteractionRef, job: Job, question?: Job): Promise<boolean> {
    return this.#answers.answer(interaction, job, question);
  }

  /** Answers a click on the job's message by showing the job as it is now. */
  answerClick(interaction: Press | ModalInteraction, job: Job, isDeferred = false): Promise<void> {
    return this.#answers.answerClick(interaction, job, isDeferred);
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

export interface JobAnswersOptions {
  readonly messages: Messages;
  readonly sharedToken: SharedToken;
  readonly shown: ShownMessages;
  readonly held: EditLocks;
  readonly deliveredMessages: DeliveredMessages;
  /** Jobs whose messages are being edited. */
  readonly editing: ReadonlySet<string>;
  readonly draw: (job: Job) => MessagePayload;
  /** Checks whether a job's message needs an edit. */
  readonly wake: (jobId: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Answers interactions with jobs' messages. An edit shows what the answer does not. */
class JobAnswers {
  readonly #options: JobAnswersOptions;

  constructor(options: JobAnswersOptions) {
    this.#options = options;
  }

  /**
   * Answers an interaction with the job's own message. Deletes the question that it answers, by the
   * question's own token. Returns whether the message exists.
   */
  async answer(interaction: InteractionRef, job: Job, question?: Job): Promise<boolean> {
    const { held, wake, logger } = this.#options;
    const release = held.take(job.id);
    let isShown = false;
    try {
      await this.#respond(interaction, job);
      isShown = true;
    } catch (error) {
      // The job is stored; an edit will find or post its message.
      logger.warn({ job: job.id, err: error }, 'the first response failed');
      if (await this.#isAnsweredElsewhere(interaction, job, error)) return false;
      await this.#options.deliveredMessages.removeIfErased(job);
    } finally {
      if (release() || !isShown) wake(job.id);
    }
    await this.#deleteQuestion(question, job);
    return isShown;
  }

  /** Answers a click on the job's message by showing the job as it is now. */
  async answerClick(
    interaction: Press | ModalInteraction,
    job: Job,
    isDeferred: boolean,
  ): Promise<void> {
    const { messages, shown, deliveredMessages, editing, draw, wake } = this.#options;
    const payload = draw(job);
    const isBeingEdited = editing.has(job.id);
    let isShown = false;
    try {
      if (isDeferred) await messages.editByToken(interaction.token, ORIGINAL, payload);
      else await messages.update(interaction, payload);
      // A question may be clicked while its answer is becoming the job's message.
      if (!interaction.message || !isOwnMessage(job, interaction.message)) return;
      // An edit under way may arrive after the click's answer, and must be corrected.
      if (isBeingEdited) shown.forget(job.id);
      else {
        await deliveredMessages.note(job, payload, { by: 'answer' });
        isShown = true;
      }
    } finally {
      if (!isShown) wake(job.id);
    }
  }

  async #respond(interaction: InteractionRef, job: Job): Promise<void> {
    const { shown, deliveredMessages, clock, draw } = this.#options;
    let payload = draw(job);
    const messageId = await this.#send(interaction, payload, job).catch((error: unknown) => {
      // A server's AutoMod refuses the prompt at once, which leaves time for an answer without it.
      if (discordFailure(error) !== 'refused') throw error;
      shown.showLess(job.id, 'refused', clock.now());
      payload = draw(job);
      return this.#send(interaction, payload, job);
    });
    await deliveredMessages.note(job, payload, { by: 'answer', messageId });
  }

  /** Answers the interaction with the job's message. Returns its id, if known. */
  async #send(
    interaction: InteractionRef,
    payload: MessagePayload,
    job: Job,
  ): Promise<string | undefined> {
    const { messages } = this.#options;
    if (job.deferral === undefined) return messages.respond(interaction, payload, job);
    const { token } = interaction;
    if (ownsOriginal(job)) return (await messages.editByToken(token, ORIGINAL, payload)).id;
    // Otherwise the follow-up would replace it, with its visibility.
    if (leavesThinkingMessage(job)) await messages.endThinking(token);
    return messages.followUp(token, payload, job);
  }

  /** Whether another process answered, and owns the job. */
  async #isAnsweredElsewhere(
    interaction: InteractionRef,
    job: Job,
    error: unknown,
  ): Promise<boolean> {
    const { sharedToken } = this.#options;
    return (
      discordFailure(error) === 'acknowledged' && (await sharedToken.yieldJob(interaction, job))
    );
  }

  async #deleteQuestion(question: Job | undefined, job: Job): Promise<void> {
    const { messages, logger } = this.#options;
    const message = question && nameByToken(question);
    if (question?.interactionToken === undefined || message === undefined) return;
    await messages.deleteByToken(question.interactionToken, message).catch((error: unknown) => {
      logger.debug({ job: job.id, err: error }, 'a question could not be deleted');
    });
  }
}

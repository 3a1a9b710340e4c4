import { isDeepStrictEqual } from 'node:util';
import PQueue from 'p-queue';
import { isTerminal, type Job, type JobState } from '../../record/job/job.ts';
import type { Observations } from '../../jobs/observations.ts';
import { Tasks, type TaskContext } from '../../tasks.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Turns } from '../../turns.ts';
import { Delivery, type DeliveryOptions } from './delivery.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import type { ErasedMessages } from './erased-messages.ts';
import { pauseBeforeAnyEdit, pauseBeforeEdit, priorityOfEdit } from './edit-pace.ts';
import { FailedEdits } from './failed-edits.ts';
import { Holds } from './holds.ts';
import type { MessagePayload } from '../wire/message-payload.ts';
import type { ButtonInteraction } from '../interactions/interaction.ts';
import type { InteractionRef } from '../wire/messages.ts';
import { isOwnMessage } from '../interactions/own-message.ts';
import { payloadOf } from '../render/payload.ts';
import { renderJob } from '../render/render.ts';
import type { SharedToken } from './shared-token.ts';
import { ShownMessages } from './shown-messages.ts';

const CONCURRENT_EDITS = 8;
/** Each holds a job's pictures, and together they share the line to Discord. */
const CONCURRENT_UPLOADS = 2;
/** Where the job log itself fails. */
const PAUSE_AFTER_ERROR_MS = 60_000;

export interface AnnouncerOptions extends DeliveryOptions {
  readonly observations: Observations;
  readonly erasedMessages: ErasedMessages;
  readonly sharedToken: SharedToken;
  readonly logger: Logger;
  readonly turns: Turns;
}

/**
 * Makes each job's message equal to its render.
 *
 * A change of phase is shown at once, but for a floor between two edits; progress is shown by
 * period. What would change nothing is not sent. At most one edit of a message is under way, and
 * it shows the row as it is when its turn comes. Results have a queue of their own; of the rest, what
 * is over goes before other changes, and those before progress. What fails is tried again, ever more rarely: for as long as a job is under way, and for a
 * day after its end. A finished job whose message does not show it is taken up again at a start.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #delivery: Delivery;
  readonly #failed: FailedEdits;
  readonly #tasks: Tasks;
  readonly #edits = new PQueue({ concurrency: CONCURRENT_EDITS });
  readonly #uploads = new PQueue({ concurrency: CONCURRENT_UPLOADS });
  readonly #shown = new ShownMessages();
  readonly #held = new Holds();
  readonly #editing = new Set<string>();
  readonly #onObserved = (id: string) => {
    // One that waits for its next edit sees it then.
    this.#tasks.remind(id);
  };
  readonly #onChanged = (job: Job, from?: JobState | null) => {
    // What was asked for, by command or by consent, is answered as such.
    const isAnswered = from === null || (from === 'awaiting_consent' && job.state === 'accepted');
    if (!isAnswered) this.#tasks.nudge(job.id);
  };

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#delivery = new Delivery(options);
    this.#failed = new FailedEdits({ ...options, shown: this.#shown });
    this.#tasks = new Tasks((id, task) => this.#show(id, task), options.clock);
  }

  /**
   * Takes up every message that is not what it should be, and listens from then on.
   *
   * @throws the signal's reason.
   */
  async start(signal?: AbortSignal): Promise<void> {
    const { log, observations, turns } = this.#options;
    log.events.on('changed', this.#onChanged);
    observations.events.on('observed', this.#onObserved);
    for await (const piece of log.jobs.unfinished()) {
      signal?.throwIfAborted();
      for (const job of piece) if ('id' in job) this.#tasks.nudge(job.id);
      await turns.take();
    }
  }

  /** Begins nothing more; resolves when what is being sent has been. */
  async stop(): Promise<void> {
    this.#options.log.events.off('changed', this.#onChanged);
    this.#options.observations.events.off('observed', this.#onObserved);
    await this.#tasks.stop();
  }

  /**
   * Leaves a job's message to the answer to an interaction, until what comes back is called.
   * Otherwise the same change would be shown twice, by the answer and by an edit. What is not held
   * up by that is not looked at again.
   */
  hold(jobId: string): () => void {
    const release = this.#held.take(jobId);
    return () => {
      if (release()) this.#tasks.nudge(jobId);
    };
  }

  /**
   * Answers an interaction with the job's own message, which is edited from then on. A question
   * that it answers, by its own interaction's token, goes away.
   */
  async answer(interaction: InteractionRef, job: Job, question?: Job): Promise<void> {
    const { messages, clock } = this.#options;
    const release = this.#held.take(job.id);
    let isShown = false;
    let payload = this.#render(job);
    try {
      const messageId = await messages
        .respond(interaction, payload, job)
        .catch((error: unknown) => {
          // A server's AutoMod refuses words at once, and there is time for an answer without them.
          if (discordFailure(error) !== 'refused') throw error;
          this.#shown.showLess(job.id, 'refused', clock.now());
          payload = this.#render(job);
          return messages.respond(interaction, payload, job);
        });
      await this.#noteShown(job, payload, messageId);
      isShown = true;
    } catch (error) {
      // The job is written down, and its message is found or posted from there.
      this.#options.logger.warn({ job: job.id, err: error }, 'the first answer failed');
      if (discordFailure(error) === 'acknowledged') {
        // What waits for an answer is not this process's either.
        if (await this.#options.sharedToken.yieldJob(interaction, job)) return;
      }
      await this.#removeIfErased(job);
    } finally {
      if (release() || !isShown) this.#tasks.nudge(job.id);
    }
    if (question?.interactionToken === undefined) return;
    await messages.deleteByToken(question.interactionToken).catch((error: unknown) => {
      this.#options.logger.debug({ job: job.id, err: error }, 'a question was left standing');
    });
  }

  /** Answers a click on the job's message by showing the job as it is now. */
  async answerClick(interaction: ButtonInteraction, job: Job): Promise<void> {
    const { messages } = this.#options;
    const payload = this.#render(job);
    const overtaken = this.#editing.has(job.id);
    let isShown = false;
    try {
      await messages.update(interaction, payload);
      // A question may be clicked while its answer is becoming the job's message.
      if (!isOwnMessage(job, interaction)) return;
      // An edit that was under way may have landed after the click's answer, and is to be undone.
      if (overtaken) this.#shown.forget(job.id);
      else {
        await this.#noteShown(job, payload);
        isShown = true;
      }
    } finally {
      if (!isShown) this.#tasks.nudge(job.id);
    }
  }

  async #show(id: string, task: TaskContext): Promise<void> {
    while (!this.#tasks.stopping) {
      const pause = await this.#bringUpToDate(id).catch((error: unknown) =>
        this.#afterFailure(id, error),
      );
      if (pause === undefined) return;
      await task.sleep(pause);
    }
  }

  async #afterFailure(id: string, error: unknown): Promise<number | undefined> {
    // The next start takes it up.
    if (this.#tasks.stopping) return undefined;
    this.#options.logger.warn({ job: id, err: error }, 'a message could not be brought up to date');
    // Where even the job log fails, the message waits for a better time.
    return this.#failed.isWorthAnother(id, error).then(
      (again) => (again ? 0 : undefined),
      () => PAUSE_AFTER_ERROR_MS,
    );
  }

  /** Makes one edit where one is due. After how many ms to look again; `undefined` for not now. */
  async #bringUpToDate(id: string): Promise<number | undefined> {
    const { log, turns, clock } = this.#options;
    const early = pauseBeforeAnyEdit({ now: clock.now(), lastEditAt: this.#shown.get(id)?.at });
    if (early > 0) return early;
    await turns.take();
    if (this.#held.defers(id)) return undefined;
    const row = await log.jobs.find(id);
    const job = row && this.#shown.overlay(row);
    if (!job || job.undeliverableAt !== undefined) {
      this.#shown.forget(id);
      return undefined;
    }
    const over = isTerminal(job.state);
    // Shown by this process or an earlier one, and nothing more will change.
    if (over && job.shownRevision >= job.revision && !this.#shown.get(id)) return undefined;
    const pause = this.#pauseBefore(job);
    if (pause === undefined) {
      await this.#writeShown(job);
      if (over) this.#shown.forget(id);
      return undefined;
    }
    if (pause <= 0) {
      const queue = job.state === 'completed' ? this.#uploads : this.#edits;
      await queue.add(() => this.#edit(id), { priority: priorityOfEdit(job) });
    }
    return pause;
  }

  /** How long the next edit has to wait; `undefined` where there is nothing to show. */
  #pauseBefore(job: Job): number | undefined {
    const now = this.#options.clock.now();
    const shown = this.#shown.get(job.id);
    if (shown && isDeepStrictEqual(shown.payload, this.#render(job))) return undefined;
    return pauseBeforeEdit(job, {
      now,
      lastEditAt: shown?.at,
      failures: shown?.failures ?? 0,
      byToken: this.#delivery.usesToken(job),
      messages: this.#shown.size,
    });
  }

  /** Sends the job as it is by now. */
  async #edit(id: string): Promise<void> {
    const { log } = this.#options;
    const row = await log.jobs.find(id);
    const job = row && this.#shown.overlay(row);
    if (!job || this.#held.defers(id) || this.#tasks.stopping) return;
    const payload = this.#render(job);
    if (isDeepStrictEqual(this.#shown.get(id)?.payload, payload)) return;
    this.#editing.add(id);
    try {
      const messageId = await this.#delivery.send(job, payload);
      if (messageId === undefined) {
        await this.#failed.giveUp(id, 'the token of an ephemeral message has ended');
        return;
      }
      // A click on a message that the bot posted itself is known by its id only.
      if (messageId !== job.messageId) await log.note.message(job, messageId);
      await this.#noteShown({ ...job, messageId }, payload);
    } finally {
      this.#editing.delete(id);
    }
  }

  /** The message shows this job as it is, and may be another one than the row knows. */
  async #noteShown(job: Job, payload: MessagePayload, messageId = job.messageId): Promise<void> {
    const { answeredInteractionId, revision: shownRevision } = job;
    this.#shown.noteShown(job.id, payload, this.#options.clock.now(), {
      answeredInteractionId,
      shownRevision,
      messageId,
    });
    if (await this.#writeShown(job, messageId)) await this.#removeIfErased(job, messageId);
  }

  /**
   * While a job is under way, nobody waits for that: it goes with whatever is written down next, which
   * also tells whether the job was erased. Gives whether that is still to be asked.
   */
  async #writeShown(job: Job, messageId = job.messageId): Promise<boolean> {
    const { log, logger } = this.#options;
    const learnt = messageId === job.messageId ? undefined : messageId;
    const isNew = job.shownRevision < job.revision;
    if (isTerminal(job.state)) {
      if (isNew) await log.note.shown(job.id, job.revision);
      return true;
    }
    if (!isNew && learnt === undefined) return true;
    log.note
      .shownAlong(job, job.revision, learnt)
      .then((isErased) => (isErased ? this.#removeErased(job, messageId) : undefined))
      .catch((err: unknown) => {
        this.#shown.unlearn(job.id);
        logger.warn({ job: job.id, err }, 'it could not be written down what a message shows');
      });
    return false;
  }

  async #removeIfErased(job: Job, messageId = job.messageId): Promise<void> {
    const isErased = await this.#options.log.jobs.isErased(job.id).catch(() => false);
    if (isErased) await this.#removeErased(job, messageId);
  }

  /** A job that was erased while its message was on the way out has none to keep. */
  async #removeErased(job: Job, messageId: string | undefined): Promise<void> {
    const { log, erasedMessages } = this.#options;
    if (messageId !== undefined) await log.note.erasedMessage(job.id, messageId);
    void erasedMessages.remove(messageId === undefined ? job : { ...job, messageId });
  }

  #render(job: Job): MessagePayload {
    const { observations, clock } = this.#options;
    const form = this.#shown.formOf(job.id);
    return payloadOf(renderJob(job, observations.of(job.id), clock.now(), form));
  }
}

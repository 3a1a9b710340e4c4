import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Job } from '../../jobs/job.ts';
import type { ModalInteraction, Press } from '../interactions/interaction.ts';
import { isOwnMessage } from '../interactions/own-message.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import type { MessagePayload } from '../wire/message-payload.ts';
import { ORIGINAL, type InteractionRef, type Messages } from '../wire/messages.ts';
import { leavesThinking, nameByToken, ownsOriginal } from './own-original.ts';
import type { Holds } from './holds.ts';
import type { Landings } from './landings.ts';
import type { SharedToken } from './shared-token.ts';
import type { ShownMessages } from './shown-messages.ts';

export interface JobAnswersOptions {
  readonly messages: Messages;
  readonly sharedToken: SharedToken;
  readonly shown: ShownMessages;
  readonly held: Holds;
  readonly landings: Landings;
  /** Jobs whose messages are being edited just now. */
  readonly editing: ReadonlySet<string>;
  readonly draw: (job: Job) => MessagePayload;
  /** Asks for a look at whether a job's message needs an edit. */
  readonly nudge: (jobId: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Answers interactions with jobs' messages. What an answer does not show, an edit does. */
export class JobAnswers {
  readonly #options: JobAnswersOptions;

  constructor(options: JobAnswersOptions) {
    this.#options = options;
  }

  /**
   * Answers an interaction with the job's own message. A question that it answers is deleted, by
   * that question's own token. Returns whether the message is there.
   */
  async answer(interaction: InteractionRef, job: Job, question?: Job): Promise<boolean> {
    const { held, nudge, logger } = this.#options;
    const release = held.take(job.id);
    let isShown = false;
    try {
      await this.#respond(interaction, job);
      isShown = true;
    } catch (error) {
      // The job is written down, and its message is found or posted from there.
      logger.warn({ job: job.id, err: error }, 'the first answer failed');
      if (await this.#isElsewhere(interaction, job, error)) return false;
      await this.#options.landings.removeIfErased(job);
    } finally {
      if (release() || !isShown) nudge(job.id);
    }
    await this.#takeAway(question, job);
    return isShown;
  }

  /** Answers a click on the job's message by showing the job as it is now. */
  async answerClick(
    interaction: Press | ModalInteraction,
    job: Job,
    isDeferred: boolean,
  ): Promise<void> {
    const { messages, shown, landings, editing, draw, nudge } = this.#options;
    const payload = draw(job);
    const overtaken = editing.has(job.id);
    let isShown = false;
    try {
      if (isDeferred) await messages.editByToken(interaction.token, ORIGINAL, payload);
      else await messages.update(interaction, payload);
      // A question may be clicked while its answer is becoming the job's message.
      if (!interaction.message || !isOwnMessage(job, interaction.message)) return;
      // An edit that was under way may land after the click's answer, and must be put right.
      if (overtaken) shown.forget(job.id);
      else {
        await landings.note(job, payload, { by: 'answer' });
        isShown = true;
      }
    } finally {
      if (!isShown) nudge(job.id);
    }
  }

  async #respond(interaction: InteractionRef, job: Job): Promise<void> {
    const { shown, landings, clock, draw } = this.#options;
    let payload = draw(job);
    const messageId = await this.#place(interaction, payload, job).catch((error: unknown) => {
      // A server's AutoMod refuses words at once, and there is time for an answer without them.
      if (discordFailure(error) !== 'refused') throw error;
      shown.showLess(job.id, 'refused', clock.now());
      payload = draw(job);
      return this.#place(interaction, payload, job);
    });
    await landings.note(job, payload, { by: 'answer', messageId });
  }

  /** Answers the interaction with the job's message. Returns its id, if known. */
  async #place(
    interaction: InteractionRef,
    payload: MessagePayload,
    job: Job,
  ): Promise<string | undefined> {
    const { messages } = this.#options;
    if (job.deferral === undefined) return messages.respond(interaction, payload, job);
    const { token } = interaction;
    if (ownsOriginal(job)) return (await messages.editByToken(token, ORIGINAL, payload)).id;
    // Otherwise the follow-up would replace it, with its visibility.
    if (leavesThinking(job)) await messages.endThinking(token);
    return messages.followUp(token, payload, job);
  }

  /** Whether another process answered, and the job is left to that one. */
  async #isElsewhere(interaction: InteractionRef, job: Job, error: unknown): Promise<boolean> {
    const { sharedToken } = this.#options;
    return (
      discordFailure(error) === 'acknowledged' && (await sharedToken.yieldJob(interaction, job))
    );
  }

  async #takeAway(question: Job | undefined, job: Job): Promise<void> {
    const { messages, logger } = this.#options;
    const message = question && nameByToken(question);
    if (question?.interactionToken === undefined || message === undefined) return;
    await messages.deleteByToken(question.interactionToken, message).catch((error: unknown) => {
      logger.debug({ job: job.id, err: error }, 'a question was left standing');
    });
  }
}

import { assertNever } from '../../errors/errors.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Interaction, ModalInteraction, Press } from '../interactions/interaction.ts';
import type { Announcer } from '../outbox/announcer.ts';
import { ORIGINAL, type Messages } from '../wire/messages.ts';
import type { Reply, ReplyMessage } from './reply.ts';
import { errorCard } from './error-card.ts';
import { inPlace, outgoing } from './outgoing.ts';

export interface AnswersOptions {
  readonly announcer: Announcer;
  readonly messages: Messages;
  readonly logger: Logger;
}

/** Answers interactions, each in the way that its reply calls for. */
export class Answers {
  readonly #options: AnswersOptions;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** @throws what discord.js throws, and TypeError where nothing says which message is to change. */
  async give(interaction: Interaction, reply: Reply): Promise<void> {
    const { announcer, messages } = this.#options;
    switch (reply.kind) {
      case 'job':
        return announcer.answer(interaction, reply.job, reply.question);
      case 'changed':
        requireChange(interaction);
        return announcer.answerClick(interaction, reply.job);
      case 'quiet':
        await messages.respond(interaction, outgoing(reply.message), { ephemeral: true });
        return;
      case 'later': {
        let isShown = false;
        try {
          isShown = await this.#replyLater(interaction, reply.message);
        } finally {
          await reply.onEnd?.(isShown);
        }
        return;
      }
      case 'replaced':
        requireChange(interaction);
        return messages.update(interaction, inPlace(reply.message));
      case 'replaced-later':
        requireChange(interaction);
        await messages.deferUpdate(interaction);
        return this.#replace(interaction, reply.message);
      case 'modal':
        return messages.openModal(interaction, reply.modal);
      case 'seen':
        return this.#leaveAsItIs(interaction);
      case 'answered':
        return;
      default:
        return assertNever(reply);
    }
  }

  /** A form that a command opened has no message to leave as it is: its answer goes away again. */
  async #leaveAsItIs(interaction: Interaction): Promise<void> {
    const { messages } = this.#options;
    if (interaction.kind !== 'modal' || interaction.message)
      return messages.deferUpdate(interaction);
    await messages.deferQuietly(interaction);
    await messages.deleteByToken(interaction.token);
  }

  /** Gives whether the reply was shown, rather than that it failed. */
  async #replyLater(interaction: Interaction, work: () => Promise<ReplyMessage>): Promise<boolean> {
    const { messages } = this.#options;
    await messages.deferQuietly(interaction);
    const show = (message: ReplyMessage) =>
      messages.editByToken(interaction.token, ORIGINAL, outgoing(message));
    try {
      await show(await work());
      return true;
    } catch (error) {
      await show(errorCard(interaction, error, this.#options.logger));
      return false;
    }
  }

  /** The clicked message stands for more than this click, so a failure is told beside it. */
  async #replace(click: Change, work: () => Promise<ReplyMessage>): Promise<void> {
    const { messages } = this.#options;
    let message: ReplyMessage;
    try {
      message = await work();
    } catch (error) {
      return messages.followUpQuietly(
        click.token,
        outgoing(errorCard(click, error, this.#options.logger)),
      );
    }
    await messages.editByToken(click.token, ORIGINAL, inPlace(message));
  }
}

/** What changes the message that it comes from: a press there, or a form that one opened. */
type Change = Press | ModalInteraction;

function requireChange(interaction: Interaction): asserts interaction is Change {
  if ('message' in interaction && interaction.kind !== 'message-command' && interaction.message) {
    return;
  }
  throw new TypeError('only what comes from a message changes it');
}

import { assertNever } from '../../errors/errors.ts';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import { Superseded } from '../../member-reads.ts';
import type { Interaction, ModalInteraction, Press } from '../interactions/interaction.ts';
import type { Announcer } from '../outbox/announcer.ts';
import { discordFailure, type DiscordFailure } from '../wire/discord-failure.ts';
import { ORIGINAL, type Messages } from '../wire/messages.ts';
import type { Reply, ReplyMessage } from './reply.ts';
import { errorCard } from './error-card.ts';
import { FirstAnswers } from './first-answers.ts';
import { inPlace, outgoing } from './outgoing.ts';

export interface AnswersOptions {
  readonly announcer: Announcer;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the answer to an interaction may have become before it is there. */
const GONE: ReadonlySet<DiscordFailure> = new Set(['message_gone', 'token_dead']);

/** Answers interactions, each in the way that its reply calls for. */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #first: FirstAnswers;

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.#first = new FirstAnswers(options.clock);
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
        await this.#first.give(() =>
          messages.respond(interaction, outgoing(reply.message), { ephemeral: true }),
        );
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
        return this.#first.give(() => messages.update(interaction, inPlace(reply.message)));
      case 'replaced-later':
        requireChange(interaction);
        if (await this.#first.promise(interaction, () => messages.deferUpdate(interaction))) {
          await this.#replace(interaction, reply.message);
        }
        return;
      case 'modal':
        return this.#first.give(() => messages.openModal(interaction, reply.modal));
      case 'seen':
        return this.#leaveAsItIs(interaction);
      case 'answered':
        return;
      default:
        return assertNever(reply);
    }
  }

  /** A command, and a form that one opened, have no message to leave as it is: their answer goes away again. */
  async #leaveAsItIs(interaction: Interaction): Promise<void> {
    const { messages } = this.#options;
    if (isFromMessage(interaction)) {
      return this.#first.give(() => messages.deferUpdate(interaction));
    }
    if (await this.#first.promise(interaction, () => messages.deferQuietly(interaction))) {
      await messages.deleteByToken(interaction.token);
    }
  }

  /** Gives whether the reply was shown, rather than that it failed. */
  async #replyLater(interaction: Interaction, work: () => Promise<ReplyMessage>): Promise<boolean> {
    const { messages } = this.#options;
    const isPromised = await this.#first.promise(interaction, () =>
      messages.deferQuietly(interaction),
    );
    if (!isPromised) return false;
    const show = (message: ReplyMessage) =>
      messages.editByToken(interaction.token, ORIGINAL, outgoing(message));
    let isMade = false;
    try {
      const message = await work();
      isMade = true;
      await show(message);
      return true;
    } catch (error) {
      if (error instanceof Superseded) {
        await messages.deleteByToken(interaction.token);
        return false;
      }
      // Where the answer is gone, as when its person has put it away, there is nothing to say it in.
      if (isMade && GONE.has(discordFailure(error))) throw error;
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
      // The newer request changes the message.
      if (error instanceof Superseded) return;
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

function isFromMessage(interaction: Interaction): interaction is Change {
  const isPicked = interaction.kind === 'message-command';
  return 'message' in interaction && !isPicked && interaction.message !== undefined;
}

function requireChange(interaction: Interaction): asserts interaction is Change {
  if (isFromMessage(interaction)) return;
  throw new TypeError('only what comes from a message changes it');
}

import { assertNever, BotError } from '../../errors/errors.ts';
import { explain } from '../../errors/explain.ts';
import { say } from '../../say/say.ts';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Turns } from '../../turns.ts';
import type { Announcer } from '../outbox/announcer.ts';
import type { Command, Handlers, MessageCommand, Reply, ReplyMessage } from './command.ts';
import type { Cooldown } from '../interactions/cooldown.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import {
  parseInteraction,
  type ButtonInteraction,
  type Interaction,
} from '../interactions/interaction.ts';
import type { Card } from '../render/card.ts';
import { payloadOf } from '../render/payload.ts';
import { ORIGINAL, type Messages, type OutgoingMessage } from '../wire/messages.ts';
import { handlerOf } from './handler-of.ts';

export interface DispatchOptions<Services> {
  readonly handlers: Handlers<Services>;
  readonly services: Services;
  readonly announcer: Announcer;
  readonly messages: Messages;
  readonly turns: Turns;
  readonly cooldown: Cooldown;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What an interaction came to, and whether whoever sent it may use the bot here. */
interface Outcome {
  readonly reply: Reply;
  readonly isAdmitted: boolean;
}

/**
 * Takes an interaction to the command, button or modal that it is for, and answers with what that
 * gives. The one place where a person is answered about an error.
 */
export class Dispatch<Services> {
  readonly #options: DispatchOptions<Services>;
  readonly #commands: ReadonlyMap<string, Command<Services>>;
  readonly #messageCommands: ReadonlyMap<string, MessageCommand<Services>>;

  constructor(options: DispatchOptions<Services>) {
    this.#options = options;
    this.#commands = byName(options.handlers.commands);
    this.#messageCommands = byName(options.handlers.messageCommands);
  }

  /** Handles the payload of one INTERACTION_CREATE. Never rejects. */
  async handle(payload: unknown): Promise<void> {
    const { logger, services, messages, turns } = this.#options;
    // Many may come together, and each is work.
    await turns.take('person');
    let interaction: Interaction;
    try {
      interaction = parseInteraction(payload);
    } catch (error) {
      logger.warn({ err: error }, 'an interaction that cannot be read');
      return;
    }
    try {
      if (interaction.kind === 'autocomplete') {
        const command = (await this.#isAdmitted(interaction))
          ? this.#commands.get(interaction.name)
          : undefined;
        const choices = await command?.autocomplete?.(interaction, services);
        await messages.suggest(interaction, choices ?? []);
      } else {
        await this.#answer(interaction);
      }
    } catch (error) {
      if (discordFailure(error) === 'acknowledged') return;
      logger.error({ interaction: interaction.id, err: error }, 'answering an interaction failed');
    }
  }

  async #answer(interaction: Exclude<Interaction, { kind: 'autocomplete' }>): Promise<void> {
    // Before anything else is touched: what is refused costs nothing but its answer.
    const hasty = this.#refuseHaste(interaction);
    if (hasty) return this.#reply(interaction, hasty);
    const release = this.#holdMessage(interaction);
    let outcome: Outcome;
    try {
      outcome = await this.#run(interaction);
      const { reply } = outcome;
      // What changed nothing leaves the message to its edits again.
      if (reply.kind !== 'changed' && reply.kind !== 'job') release?.();
      await this.#reply(interaction, reply);
    } finally {
      release?.();
    }
    const { reply, isAdmitted } = outcome;
    // A window has no room for more, and what came twice was answered the first time.
    if (!isAdmitted || reply.kind === 'modal' || reply.kind === 'answered') return;
    await this.#addWord(interaction);
  }

  async #addWord(interaction: Interaction): Promise<void> {
    const { handlers, services, messages, logger } = this.#options;
    const word = await handlers.afterwards?.(interaction, services);
    if (!word) return;
    try {
      await messages.followUpQuietly(interaction.token, outgoing(word.message));
    } catch (err) {
      logger.warn(
        { interaction: interaction.id, err },
        'somebody could not be told something more',
      );
      await word.onFailure();
    }
  }

  /** A click's answer shows what the click did, so nothing else has to. */
  #holdMessage(interaction: Interaction): (() => void) | undefined {
    if (interaction.kind !== 'button') return undefined;
    const id = parseCustomId(interaction.customId);
    return id && 'job' in id ? this.#options.announcer.hold(id.job) : undefined;
  }

  async #run(interaction: Exclude<Interaction, { kind: 'autocomplete' }>): Promise<Outcome> {
    const { handlers, services } = this.#options;
    let isAdmitted = false;
    try {
      if (interaction.guildId === undefined) throw new BotError('servers_only');
      await handlers.admit?.(interaction, services);
      isAdmitted = true;
      return { reply: await this.#execute(interaction), isAdmitted };
    } catch (error) {
      return { reply: { kind: 'quiet', message: this.#explain(interaction, error) }, isAdmitted };
    }
  }

  async #execute(interaction: Exclude<Interaction, { kind: 'autocomplete' }>): Promise<Reply> {
    const { handlers, services } = this.#options;
    if (interaction.kind === 'command') {
      const command = this.#commands.get(interaction.name);
      if (!command) throw new BotError('unknown_action');
      return command.execute(interaction, services);
    }
    if (interaction.kind === 'message-command') {
      const command = this.#messageCommands.get(interaction.name);
      if (!command) throw new BotError('unknown_action');
      return command.execute(interaction, services);
    }
    const id = parseCustomId(interaction.customId);
    if (!id) throw new BotError('unknown_action');
    if (interaction.kind === 'button') {
      const press = handlerOf(handlers.buttons, id);
      if (!press) throw new BotError('unknown_action');
      return press(interaction, services);
    }
    const submit = handlerOf(handlers.modals, id);
    if (!submit) throw new BotError('unknown_action');
    return submit(interaction, services);
  }

  async #isAdmitted(interaction: Interaction): Promise<boolean> {
    const { handlers, services } = this.#options;
    try {
      await handlers.admit?.(interaction, services);
      return true;
    } catch (error) {
      if (error instanceof BotError) return false;
      throw error;
    }
  }

  /** What somebody is told who sends more than they may. */
  #refuseHaste(interaction: Interaction): Reply | undefined {
    const { cooldown, clock } = this.#options;
    const waitMs = cooldown.take(interaction.user.id);
    if (waitMs === undefined) return undefined;
    const at = Math.ceil((clock.now() + waitMs) / 1000);
    const error = new BotError('too_many_actions', { facts: { at } });
    return { kind: 'quiet', message: this.#explain(interaction, error) };
  }

  async #reply(interaction: Interaction, reply: Reply): Promise<void> {
    const { announcer, messages } = this.#options;
    switch (reply.kind) {
      case 'job':
        return announcer.answer(interaction, reply.job, reply.question);
      case 'changed':
        requireClick(interaction);
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
        requireClick(interaction);
        return messages.update(interaction, outgoing(reply.message));
      case 'replaced-later':
        requireClick(interaction);
        await messages.deferUpdate(interaction);
        return this.#replace(interaction, reply.message);
      case 'modal':
        return messages.openModal(interaction, reply.modal);
      case 'answered':
        return;
      default:
        return assertNever(reply);
    }
  }

  /** Whether it was shown, and not that it failed. */
  async #replyLater(interaction: Interaction, work: () => Promise<ReplyMessage>): Promise<boolean> {
    const { messages } = this.#options;
    await messages.deferQuietly(interaction);
    const show = (message: ReplyMessage) =>
      messages.editByToken(interaction.token, ORIGINAL, outgoing(message));
    try {
      await show(await work());
      return true;
    } catch (error) {
      await show(this.#explain(interaction, error));
      return false;
    }
  }

  /** The clicked message stands for more than this click, so a failure is told beside it. */
  async #replace(click: ButtonInteraction, work: () => Promise<ReplyMessage>): Promise<void> {
    const { messages } = this.#options;
    let message: ReplyMessage;
    try {
      message = await work();
    } catch (error) {
      return messages.followUpQuietly(click.token, outgoing(this.#explain(click, error)));
    }
    await messages.editByToken(click.token, ORIGINAL, outgoing(message));
  }

  /** What a person is told about an error; the operator reads the rest in the log. */
  #explain(interaction: Interaction, error: unknown): Card {
    const { logger } = this.#options;
    const told = error instanceof BotError ? error : new BotError('unexpected', { cause: error });
    const words = say();
    const { what, next } = explain(told, words);
    const sentences = `${what} ${next}`;
    const line = { interaction: interaction.id, ...subjectOf(interaction), code: told.code };
    if (told.cause === undefined) {
      logger.info(line, 'refused');
      return { text: [sentences] };
    }
    logger.error({ ...line, err: told }, 'an interaction failed');
    return { text: [words.reference(sentences, interaction.id)] };
  }
}

/** The job or report that a click or a modal is about, for the log, which names no people. */
function subjectOf(interaction: Interaction): { job: string } | { report: string } | undefined {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  if (!id || 'person' in id) return undefined;
  return 'job' in id ? { job: id.job } : { report: id.report };
}

function byName<C extends { readonly definition: { readonly name: string } }>(
  commands: readonly C[],
): ReadonlyMap<string, C> {
  return new Map(commands.map((command) => [command.definition.name, command]));
}

function outgoing(message: ReplyMessage): OutgoingMessage {
  if (!('card' in message)) return { body: payloadOf(message).body };
  return { body: payloadOf(message.card).body, files: message.files };
}

function requireClick(interaction: Interaction): asserts interaction is ButtonInteraction {
  if (interaction.kind !== 'button') throw new TypeError('only a click changes a message');
}

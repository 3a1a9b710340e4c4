import type { Clock } from '../../clock.ts';
import { BotError } from '../../errors/errors.ts';
import type { Logger } from '../../logger/logger.ts';
import { Superseded, type MemberReads } from '../../member-reads.ts';
import type { Turns } from '../../turns.ts';
import type { Cooldown } from '../interactions/cooldown.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import { tokenExpiry } from '../interactions/interaction-token.ts';
import { parseInteraction, type Interaction } from '../interactions/interaction.ts';
import { typingIn } from '../interactions/typing.ts';
import type { Announcer } from '../outbox/announcer.ts';
import type { Messages } from '../wire/messages.ts';
import { Answers } from './answers.ts';
import { Autocompletes } from './autocompletes.ts';
import { carryOut, type Answerable } from './carry-out.ts';
import type { Handlers } from './command.ts';
import type { Reply } from './reply.ts';
import { errorCard } from './error-card.ts';
import { logUnanswered } from './log-unanswered.ts';
import { outgoing } from './outgoing.ts';

export interface DispatchOptions<Services> {
  readonly handlers: Handlers<Services>;
  readonly services: Services;
  readonly announcer: Announcer;
  readonly messages: Messages;
  readonly turns: Turns;
  readonly memberReads: MemberReads;
  readonly cooldown: Cooldown;
  readonly clock: Clock;
  readonly clockAheadMs?: (() => number | undefined) | undefined;
  readonly stopping?: AbortSignal | undefined;
  readonly logger: Logger;
}

/** A modal leaves no room for more, and what came twice was answered the first time. */
const WORDLESS: ReadonlySet<Reply['kind']> = new Set(['modal', 'answered', 'seen']);

/** What an interaction came to, and whether whoever sent it may use the bot here. */
interface Outcome {
  readonly reply: Reply;
  readonly isAdmitted: boolean;
}

/**
 * Hands an interaction to the command, button, menu or modal that it is for, and answers with what that
 * returns. The one place where a person is answered about an error.
 */
export class Dispatch<Services> {
  readonly #options: DispatchOptions<Services>;
  readonly #answers: Answers;
  readonly #autocompletes: Autocompletes<Services>;

  constructor(options: DispatchOptions<Services>) {
    this.#options = options;
    this.#autocompletes = new Autocompletes(options);
    this.#answers = new Answers(options);
  }

  /** Handles the payload of one INTERACTION_CREATE. Never rejects. */
  async handle(payload: unknown): Promise<void> {
    const { logger, turns } = this.#options;
    const typing = typingIn(payload);
    if (typing) return this.#autocompletes.handle(typing, payload);
    // Many may arrive at once, and each takes time.
    await turns.take('person');
    let interaction: Interaction;
    try {
      interaction = parseInteraction(payload);
    } catch (error) {
      logger.warn({ err: error }, 'an interaction that cannot be read');
      return;
    }
    try {
      if (interaction.kind !== 'autocomplete') await this.#answer(interaction);
    } catch (error) {
      logUnanswered(interaction.id, error, logger);
    }
  }

  async #answer(interaction: Answerable): Promise<void> {
    // Before anything else is touched: what is refused costs nothing but its answer.
    const hasty = this.#refuseHaste(interaction);
    if (hasty) return this.#answers.give(interaction, hasty);
    const release = this.#holdMessage(interaction);
    let outcome: Outcome;
    try {
      outcome = await this.#run(interaction);
      const { reply } = outcome;
      // Where the click changed nothing, the message is left to its edits again.
      if (reply.kind !== 'changed' && reply.kind !== 'job') release?.();
      await this.#answers.give(interaction, reply);
    } finally {
      release?.();
    }
    const { reply, isAdmitted } = outcome;
    if (!isAdmitted || WORDLESS.has(reply.kind)) return;
    await this.#addWord(interaction);
  }

  async #addWord(interaction: Interaction): Promise<void> {
    const { handlers, services, messages, logger, clock } = this.#options;
    // Where the answer itself took that long, a dead token would only count against the bot.
    if (clock.now() >= tokenExpiry(interaction.id)) return;
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
    if (!('customId' in interaction)) return undefined;
    const id = parseCustomId(interaction.customId);
    return id && 'job' in id ? this.#options.announcer.hold(id.job) : undefined;
  }

  async #run(interaction: Answerable): Promise<Outcome> {
    const { handlers, services } = this.#options;
    let isAdmitted = false;
    try {
      if (interaction.guildId === undefined && !isAboutJob(interaction)) {
        throw new BotError('servers_only');
      }
      await handlers.admit?.(interaction, services);
      isAdmitted = true;
      return { reply: await carryOut(interaction, handlers, services), isAdmitted };
    } catch (error) {
      // The newer request is answered.
      if (error instanceof Superseded) return { reply: { kind: 'seen' }, isAdmitted };
      return { reply: this.#refusal(interaction, error), isAdmitted };
    }
  }

  /** What somebody who sends more than they may is told. */
  #refuseHaste(interaction: Interaction): Reply | undefined {
    const { cooldown, clock } = this.#options;
    const waitMs = cooldown.take(interaction.user.id);
    if (waitMs === undefined) return undefined;
    const at = Math.ceil((clock.now() + waitMs) / 1000);
    return this.#refusal(interaction, new BotError('too_many_actions', { facts: { at } }));
  }

  #refusal(interaction: Interaction, error: unknown): Reply {
    return { kind: 'quiet', message: errorCard(interaction, error, this.#options.logger) };
  }
}

/** Whether something in a job's message was used, which may be a direct message. */
function isAboutJob(interaction: Interaction): boolean {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  return id !== undefined && 'job' in id;
}

import { Superseded } from '../../engines/member-reads.ts';
import { BotError } from '../../errors/errors.ts';
import type { DeferralKind } from '../../store/deferrals.ts';
import { errorCard } from '../cards/error-card.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import { atPlace } from '../interactions/at-place.ts';
import { tokenExpiry } from '../interactions/interaction-token.ts';
import { type Interaction, isFromMessage } from '../interactions/interaction.ts';
import type { Messages } from '../rest/messages.ts';
import { Answers, type AnswersOptions, logUnanswered } from './answers.ts';
import { Autocompletes, type AutocompletesOptions, typingIn } from './autocompletes.ts';
import { type Answerable, handlerOf, named, outgoing, type Reply } from './handlers.ts';
import { type Arrival, Intake, type IntakeOptions } from './intake.ts';

export interface DispatchOptions<Services>
  extends AnswersOptions, AutocompletesOptions<Services>, IntakeOptions {
  readonly messages: Messages;
  readonly deferrals: IntakeOptions['deferrals'];
  readonly cooldown: Cooldown;
  /** Records the entitlements that come with an interaction. Never rejects. Default: none count. */
  readonly noteEntitlements?:
    ((interaction: Pick<Interaction, 'id' | 'entitlements'>) => Promise<void>) | undefined;
  /** Whether people may use commands outside servers. */
  readonly worksOutside: boolean;
}

/** Limits how much each member does. */
export interface Cooldown {
  /** Counts an action, or returns the milliseconds until the next is allowed. */
  take(userId: string, interactionId: string): number | undefined;
}

/** A modal leaves no room for more, and a repeated delivery was answered the first time. */
const WORDLESS: ReadonlySet<Reply['kind']> = new Set(['modal', 'answered', 'seen']);

/** The result of an interaction, and whether its member may use the bot here. */
interface Outcome {
  readonly reply: Reply;
  readonly isAdmitted: boolean;
}

/**
 * Hands an interaction to its command, button, menu or modal, and answers with the reply. The only
 * place where members get error messages.
 */
export class Dispatch<Services> {
  readonly #options: DispatchOptions<Services>;
  readonly #answers: Answers;
  readonly #autocompletes: Autocompletes<Services>;
  readonly #intake: Intake;
  /** Whether each interaction is within the rate limit: the refusal if not. */
  readonly #rateLimited = new WeakMap<Arrival, Reply | 'admitted'>();

  constructor(options: DispatchOptions<Services>) {
    this.#options = options;
    this.#autocompletes = new Autocompletes(options);
    this.#answers = new Answers(options);
    this.#intake = new Intake(options, (arrival) => this.#deferralOf(arrival));
  }

  /** Handles the payload of one INTERACTION_CREATE. Never rejects. */
  async handle(payload: unknown): Promise<void> {
    const typing = typingIn(payload);
    if (typing) return this.#autocompletes.handle(typing, payload);
    const arrival = this.#intake.arrive(payload);
    if (!arrival) return;
    try {
      // Many may arrive at once, and each takes time.
      if (await this.#intake.turn(arrival)) await this.#handle(arrival);
    } finally {
      await this.#intake.end(arrival);
    }
  }

  async #handle(arrival: Arrival): Promise<void> {
    const { logger } = this.#options;
    let interaction: Interaction;
    try {
      ({ interaction } = arrival);
    } catch (error) {
      logger.warn({ err: error }, 'an interaction that cannot be read');
      return;
    }
    try {
      if (interaction.kind !== 'autocomplete') await this.#answer(interaction, arrival);
    } catch (error) {
      logUnanswered(interaction.id, error, logger);
    }
  }

  async #answer(interaction: Answerable, arrival: Arrival): Promise<void> {
    // Checked first: a refused interaction costs only its answer.
    const limited = this.#refuseRateLimited(interaction, arrival);
    if (limited) {
      await this.#answers.give(interaction, limited, await this.#intake.settle(arrival));
      arrival.isAnswered = true;
      return;
    }
    const release = this.#holdMessage(interaction);
    let outcome: Outcome;
    let isGiven: boolean;
    try {
      outcome = await this.#run(interaction);
      const { reply } = outcome;
      const deferral = await this.#intake.settle(arrival);
      // Where the click changed nothing, the message is left to its edits again.
      if (reply.kind !== 'changed' && reply.kind !== 'job') release?.();
      isGiven = await this.#answers.give(interaction, reply, deferral);
      arrival.isAnswered = true;
    } finally {
      release?.();
    }
    const { reply, isAdmitted } = outcome;
    if (!isGiven || !isAdmitted || WORDLESS.has(reply.kind)) return;
    // Moderators alone are told, in their servers. Elsewhere follow-ups are few.
    if (interaction.place !== 'user') await this.#addWord(interaction);
  }

  /** How to defer an interaction: public or ephemeral, as far as known before it runs. */
  async #deferralOf(arrival: Arrival): Promise<DeferralKind | undefined> {
    const { handlers, services } = this.#options;
    const { interaction } = arrival;
    // A rate limit refusal costs no more than its deferral would.
    if (interaction.kind === 'autocomplete' || this.#refuseRateLimited(interaction, arrival)) {
      return undefined;
    }
    if (isFromMessage(interaction)) return 'update';
    // In a place of the user's, every answer is private.
    if (interaction.kind !== 'command' || interaction.place === 'user') return 'ephemeral';
    const command = named(handlers.commands, interaction.name);
    const isPublic =
      command?.isPublic !== undefined &&
      (await this.#isAdmitted(interaction)) &&
      (await command.isPublic(interaction, services));
    return isPublic ? 'public' : 'ephemeral';
  }

  async #addWord(interaction: Interaction): Promise<void> {
    const { handlers, services, messages, logger, clock } = this.#options;
    // If the answer itself took that long, its dead token would only count against the bot.
    if (clock.now() >= tokenExpiry(interaction.id)) return;
    const word = await handlers.afterwards?.(interaction, services);
    if (!word) return;
    try {
      await messages.followUp(interaction.token, outgoing(word.message), { ephemeral: true });
    } catch (err) {
      logger.warn({ interaction: interaction.id, err }, 'a follow-up could not be sent');
      await word.onFailure();
    }
  }

  /** The answer to a click shows its effect, so edits are held back. */
  #holdMessage(interaction: Interaction): (() => void) | undefined {
    if (!('customId' in interaction)) return undefined;
    const id = parseCustomId(interaction.customId);
    return id && 'job' in id ? this.#options.announcer.hold(id.job) : undefined;
  }

  async #run(arrived: Answerable): Promise<Outcome> {
    const { handlers, services, isMemberOf } = this.#options;
    let isAdmitted = false;
    let interaction = arrived;
    try {
      interaction = await atPlace(arrived, isMemberOf);
      await this.#admit(interaction);
      isAdmitted = true;
      await this.#options.noteEntitlements?.(interaction);
      const handler = handlerOf(interaction, handlers);
      if (!handler) throw new BotError('unknown_action');
      return { reply: await handler.run(services), isAdmitted };
    } catch (error) {
      // The newer request is answered.
      if (error instanceof Superseded) return { reply: { kind: 'seen' }, isAdmitted };
      return { reply: this.#refusal(interaction, error), isAdmitted };
    }
  }

  /** @throws BotError for members who may not use the bot there. */
  async #admit(interaction: Answerable): Promise<void> {
    const { handlers, services, worksOutside } = this.#options;
    if (interaction.guildId === undefined && !worksOutside && !isAboutJob(interaction)) {
      throw new BotError('servers_only');
    }
    await handlers.admit?.(interaction, services, handlerOf(interaction, handlers)?.reach);
  }

  async #isAdmitted(interaction: Answerable): Promise<boolean> {
    try {
      await this.#admit(interaction);
      return true;
    } catch (error) {
      if (error instanceof BotError) return false;
      throw error;
    }
  }

  /** The refusal for a user over the rate limit. An interaction counts once, however often this is called. */
  #refuseRateLimited(interaction: Interaction, arrival: Arrival): Reply | undefined {
    const known = this.#rateLimited.get(arrival) ?? this.#countAction(interaction) ?? 'admitted';
    this.#rateLimited.set(arrival, known);
    return known === 'admitted' ? undefined : known;
  }

  #countAction(interaction: Interaction): Reply | undefined {
    const { cooldown, clock } = this.#options;
    const waitMs = cooldown.take(interaction.user.id, interaction.id);
    if (waitMs === undefined) return undefined;
    const at = Math.ceil((clock.now() + waitMs) / 1000);
    return this.#refusal(interaction, new BotError('too_many_actions', { facts: { at } }));
  }

  #refusal(interaction: Interaction, error: unknown): Reply {
    return { kind: 'quiet', message: errorCard(interaction, error, this.#options.logger) };
  }
}

/** Whether it came from a job's message, which may be a direct message. */
function isAboutJob(interaction: Interaction): boolean {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  return id !== undefined && 'job' in id;
}

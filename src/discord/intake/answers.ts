import { assertNever } from '../../errors/errors.ts';
import type { Logger } from '../../logger/logger.ts';
import type { DeferralKind, Deferrals } from '../../store/deferrals.ts';
import { tokenExpiry } from '../interactions/interaction-token.ts';
import {
  type Interaction,
  isFromMessage,
  requireFromMessage,
} from '../interactions/interaction.ts';
import { discordFailure, isBrokenOff, isDiscordsDoing } from '../rest/discord-failure.ts';
import type { InteractionRef } from '../rest/messages.ts';
import { DeferredAnswers, type DeferredAnswersOptions } from './deferred-answers.ts';
import { deferralOf } from './deferrals.ts';
import { inPlace, type OtherReply, outgoing, type Reply } from './handlers.ts';

export interface AnswersOptions extends DeferredAnswersOptions {
  readonly deferrals: Pick<Deferrals, 'note' | 'answered'>;
}

/** Answers interactions, each in the way that its reply calls for. */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #deferred: DeferredAnswers;
  /**
   * Interactions whose answer this process promised, oldest first, while their tokens are valid.
   */
  readonly #promised = new Set<string>();

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.#deferred = new DeferredAnswers(options);
  }

  /**
   * `deferral`: how the interaction was deferred, if it was. Returns whether the answer arrived.
   *
   * @throws what discord.js throws, and TypeError where nothing says which message is to change.
   */
  async give(interaction: Interaction, asked: Reply, deferral?: DeferralKind): Promise<boolean> {
    const reply = sparingOthers(interaction, asked);
    if (reply.kind === 'job') {
      const { job, question } = reply;
      return this.#options.announcer.answer(interaction, { ...job, deferral }, question);
    }
    if (deferral === undefined) await this.#giveFirst(interaction, reply);
    else await this.#deferred.give(interaction, reply, deferral);
    return true;
  }

  async #giveFirst(interaction: Interaction, reply: OtherReply): Promise<void> {
    const { announcer, messages } = this.#options;
    switch (reply.kind) {
      case 'changed':
        requireFromMessage(interaction);
        return announcer.answerClick(interaction, reply.job);
      case 'quiet':
        await this.#first(() =>
          messages.respond(interaction, outgoing(reply.message), { ephemeral: true }),
        );
        return;
      case 'later':
        return this.#workLater(interaction, reply, 'ephemeral');
      case 'replaced':
        requireFromMessage(interaction);
        return this.#first(() => messages.update(interaction, inPlace(reply.message)));
      case 'replaced-later':
        requireFromMessage(interaction);
        return this.#workLater(interaction, reply, 'update');
      case 'modal':
        return this.#first(() => messages.openModal(interaction, reply.modal));
      case 'seen': {
        // A command, or a form that it opened, has no message to update, so its "thinking…" is
        // deleted.
        const kind = isFromMessage(interaction) ? 'update' : 'ephemeral';
        return this.#giveLater(interaction, reply, kind);
      }
      case 'answered':
        return;
      default:
        return assertNever(reply);
    }
  }

  /** Stores the deferral while the work runs: the next start tells the member that it was cut off. */
  async #workLater(interaction: Interaction, reply: OtherReply, kind: DeferralKind): Promise<void> {
    const { deferrals, logger, stopping } = this.#options;
    const { id: interactionId } = interaction;
    const noted = await deferrals.note([deferralOf(interaction, kind)]).catch((err: unknown) => {
      logger.error({ interaction: interactionId, err }, 'a deferral could not be stored');
      return new Set<string>();
    });
    try {
      await this.#giveLater(interaction, reply, kind);
    } catch (error) {
      if (!stopping.aborted || error !== stopping.reason) throw error;
      logger.info({ interaction: interactionId }, 'the stop cut off a deferred answer');
      return;
    }
    // Keep it if an earlier delivery of the interaction stored it and is still working.
    if (noted.has(interactionId)) deferrals.answered(interactionId);
  }

  /** Defers first: the work takes longer than Discord waits, or there is nothing to show. */
  async #giveLater(interaction: Interaction, reply: OtherReply, kind: DeferralKind): Promise<void> {
    const { messages } = this.#options;
    const onEnd = reply.kind === 'later' ? reply.onEnd : undefined;
    const meanwhile = reply.kind === 'replaced-later' ? reply.meanwhile : undefined;
    const rest = reply.kind === 'replaced-later' ? { ...reply, meanwhile: undefined } : reply;
    let isPromised: boolean;
    try {
      isPromised = await this.#promise(interaction, () =>
        meanwhile
          ? messages.update(interaction, inPlace(meanwhile))
          : messages.defer(interaction, kind),
      );
    } catch (error) {
      await onEnd?.(false);
      throw error;
    }
    if (isPromised) await this.#deferred.give(interaction, rest, kind);
    else await onEnd?.(false);
  }

  /**
   * Gives the first answer, with one retry if the connection broke off. If the first try had succeeded,
   * Discord reports the second as already answered.
   *
   * @throws what discord.js throws.
   */
  async #first<T>(answer: () => Promise<T>): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      if (!isBrokenOff(error)) throw error;
      return answer();
    }
  }

  /**
   * Promises a later answer. Returns whether to make it here: false if an earlier delivery of the
   * interaction promised it. If the first try succeeded, the promise stands.
   *
   * @throws what discord.js throws.
   */
  async #promise({ id }: InteractionRef, answer: () => Promise<void>): Promise<boolean> {
    const now = this.#options.clock.now();
    for (const one of this.#promised) {
      if (tokenExpiry(one) > now) break;
      this.#promised.delete(one);
    }
    if (this.#promised.has(id)) return false;
    this.#promised.add(id);
    try {
      await this.#first(answer);
    } catch (error) {
      if (discordFailure(error) === 'acknowledged') return true;
      this.#promised.delete(id);
      throw error;
    }
    return true;
  }
}

/**
 * Sends the answer next to a message that others see, instead of replacing it. Custom ids can be
 * forged, so a click meant for a panel may come from any message of the bot.
 */
function sparingOthers(interaction: Interaction, reply: Reply): Reply {
  if (reply.kind !== 'replaced' && reply.kind !== 'replaced-later') return reply;
  if (!isFromMessage(interaction) || interaction.message?.isEphemeral === true) return reply;
  if (reply.kind === 'replaced-later') return { kind: 'later', message: reply.message };
  return reply.isShared === true ? reply : { kind: 'quiet', message: reply.message };
}

/** Logs why an interaction got no answer, unless it was answered before. */
export function logUnanswered(interaction: string, err: unknown, logger: Logger): void {
  if (discordFailure(err) === 'acknowledged') return;
  const line = { interaction, err };
  if (isDiscordsDoing(err)) logger.warn(line, 'the answer to an interaction was lost');
  else logger.error(line, 'answering an interaction failed');
}

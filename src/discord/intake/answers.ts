import type { Clock } from '../../engines/clock.ts';
import { Superseded } from '../../engines/member-reads.ts';
import { assertNever } from '../../errors/errors.ts';
import type { Logger } from '../../logger/logger.ts';
import { say } from '../../say/say.ts';
import type { DeferralKind, Deferrals } from '../../store/deferrals.ts';
import { errorCard } from '../cards/error-card.ts';
import { tokenExpiry } from '../interactions/interaction-token.ts';
import {
  type FromMessage,
  type Interaction,
  isFromMessage,
  requireFromMessage,
} from '../interactions/interaction.ts';
import {
  discordFailure,
  type DiscordFailure,
  isBrokenOff,
  isDiscordsDoing,
} from '../rest/discord-failure.ts';
import { type InteractionRef, type Messages, ORIGINAL } from '../rest/messages.ts';
import type { Announcer } from '../sync/announcer.ts';
import { deferralOf } from './deferrals.ts';
import { inPlace, type OtherReply, outgoing, type Reply, type ReplyMessage } from './handlers.ts';

export interface AnswersOptions {
  readonly announcer: Announcer;
  readonly messages: Messages;
  readonly deferrals: Pick<Deferrals, 'note' | 'answered'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Stops retries. */
  readonly stopping: AbortSignal;
}

/** Before each retry. Until it succeeds, the user sees an unanswered interaction. */
const PAUSES_MS = [1_000, 5_000, 30_000] as const;

/** The user may have dismissed the answer, or its token may have expired. */
const GONE: ReadonlySet<DiscordFailure> = new Set(['message_gone', 'token_dead']);

/** Answers interactions, each in the way that its reply calls for. */
export class Answers {
  readonly #options: AnswersOptions;
  /**
   * Interactions whose answer this process promised, oldest first, while their tokens are valid.
   */
  readonly #promised = new Set<string>();

  constructor(options: AnswersOptions) {
    this.#options = options;
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
    else await this.#giveDeferred(interaction, reply, deferral);
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
    if (isPromised) await this.#giveDeferred(interaction, rest, kind);
    else await onEnd?.(false);
  }

  /** Answers an interaction that was deferred. */
  async #giveDeferred(
    interaction: Interaction,
    reply: OtherReply,
    kind: DeferralKind,
  ): Promise<void> {
    const { announcer, messages } = this.#options;
    switch (reply.kind) {
      case 'changed':
        requireFromMessage(interaction);
        return this.#persist(() => announcer.answerClick(interaction, reply.job, true));
      case 'quiet':
        return this.#persist(() => this.#tell(interaction, kind, reply.message));
      case 'later': {
        let isShown = false;
        try {
          isShown = await this.#tellLater(interaction, kind, reply.message);
        } finally {
          await reply.onEnd?.(isShown);
        }
        return;
      }
      case 'replaced':
        requireFromMessage(interaction);
        return this.#persist(() => this.#replace(interaction, reply.message));
      case 'replaced-later':
        requireFromMessage(interaction);
        return this.#replaceLater(interaction, reply);
      case 'modal': {
        // A form can only be a first answer.
        const { pressAgain, runAgain } = say(interaction.locale).deferrals;
        const text = [isFromMessage(interaction) ? pressAgain : runAgain];
        return this.#persist(() => this.#tell(interaction, kind, { text }));
      }
      case 'seen':
        if (kind === 'update') return;
        return this.#persist(() => messages.endThinking(interaction.token));
      case 'answered':
        return;
      default:
        return assertNever(reply);
    }
  }

  /** Answers ephemerally. */
  async #tell({ token }: Interaction, kind: DeferralKind, message: ReplyMessage): Promise<void> {
    const { messages } = this.#options;
    if (kind === 'ephemeral') {
      await messages.editByToken(token, ORIGINAL, outgoing(message));
      return;
    }
    // Otherwise the follow-up would replace it, publicly.
    if (kind === 'public') await messages.endThinking(token);
    await messages.followUp(token, outgoing(message), { ephemeral: true });
  }

  /** Returns whether the reply was shown, rather than an error. */
  async #tellLater(
    interaction: Interaction,
    kind: DeferralKind,
    work: () => Promise<ReplyMessage>,
  ): Promise<boolean> {
    let isMade = false;
    try {
      const message = await work();
      isMade = true;
      await this.#tell(interaction, kind, message);
      return true;
    } catch (error) {
      this.#requireRunning(error);
      if (error instanceof Superseded) {
        if (kind !== 'update') await this.#options.messages.endThinking(interaction.token);
        return false;
      }
      // The answer is gone, so there is no place for an error either.
      if (isMade && GONE.has(discordFailure(error))) throw error;
      await this.#tell(interaction, kind, errorCard(interaction, error, this.#options.logger));
      return false;
    }
  }

  /** Work aborted by a stop stays unanswered: the next start answers it. @throws that error. */
  #requireRunning(error: unknown): void {
    const { stopping } = this.#options;
    if (stopping.aborted && error === stopping.reason) throw error;
  }

  async #replace({ token }: FromMessage, message: ReplyMessage): Promise<void> {
    await this.#options.messages.editByToken(token, ORIGINAL, inPlace(message));
  }

  /** Retries what fails in passing: the token is valid for minutes. */
  async #persist(send: () => Promise<void>): Promise<void> {
    const { clock, stopping } = this.#options;
    for (const pause of PAUSES_MS) {
      try {
        await send();
        return;
      } catch (error) {
        const isPassing = isDiscordsDoing(error) && discordFailure(error) === 'passing';
        if (!isPassing || stopping.aborted) throw error;
      }
      await clock.sleep(pause, stopping).catch(() => undefined);
    }
    await send();
  }

  /** The clicked message must stay, so a failure is shown in a separate one. */
  async #replaceLater(
    click: FromMessage,
    { meanwhile, message: work }: Extract<OtherReply, { readonly kind: 'replaced-later' }>,
  ): Promise<void> {
    // The work does not depend on whether this is shown.
    const isShown = meanwhile && this.#replace(click, meanwhile).catch(() => undefined);
    let message: ReplyMessage;
    try {
      message = await work();
      await isShown;
    } catch (error) {
      this.#requireRunning(error);
      // The newer request updates the message.
      if (error instanceof Superseded) return;
      return this.#tell(click, 'update', errorCard(click, error, this.#options.logger));
    }
    await this.#replace(click, message);
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

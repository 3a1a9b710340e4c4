import type { Clock } from '../../engines/clock.ts';
import { Superseded } from '../../engines/member-reads.ts';
import { assertNever } from '../../errors/errors.ts';
import type { Logger } from '../../logger/logger.ts';
import { say } from '../../say/say.ts';
import type { DeferralKind } from '../../store/deferrals.ts';
import { errorCard } from '../cards/error-card.ts';
import {
  type FromMessage,
  type Interaction,
  isFromMessage,
  requireFromMessage,
} from '../interactions/interaction.ts';
import { discordFailure, type DiscordFailure, isDiscordsDoing } from '../rest/discord-failure.ts';
import { type Messages, ORIGINAL } from '../rest/messages.ts';
import type { Announcer } from '../sync/announcer.ts';
import { inPlace, type OtherReply, outgoing, type ReplyMessage } from './handlers.ts';

export interface DeferredAnswersOptions {
  readonly announcer: Announcer;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Stops retries. */
  readonly stopping: AbortSignal;
}

/** Before each retry. Until it succeeds, the user sees an unanswered interaction. */
const PAUSES_MS = [1_000, 5_000, 30_000] as const;

/** The user may have dismissed the answer, or its token may have expired. */
const GONE: ReadonlySet<DiscordFailure> = new Set(['message_gone', 'token_dead']);

/** Answers interactions that were deferred. Jobs' own messages are the Announcer's. */
export class DeferredAnswers {
  readonly #options: DeferredAnswersOptions;

  constructor(options: DeferredAnswersOptions) {
    this.#options = options;
  }

  /** @throws what discord.js throws, and TypeError where nothing says which message is to change. */
  async give(interaction: Interaction, reply: OtherReply, kind: DeferralKind): Promise<void> {
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
}

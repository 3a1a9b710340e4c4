import type { Logger } from '../../logger/logger.ts';
import type { DeferralKind } from '../../record/deferrals.ts';
import type { Interaction } from '../interactions/interaction.ts';
import { discordFailure, isBrokenOff } from '../wire/discord-failure.ts';
import type { Messages } from '../wire/messages.ts';
import { isFromMessage } from './from-message.ts';

/**
 * Defers an interaction at Discord, with one retry if the connection broke off. Returns whether it is deferred now: not if
 * Discord refused, or another process has answered. Never rejects.
 */
export async function sendDeferral(
  interaction: Interaction,
  kind: DeferralKind,
  {
    messages,
    logger,
  }: { readonly messages: Pick<Messages, 'defer' | 'deferredTo'>; readonly logger: Logger },
): Promise<boolean> {
  const send = () => messages.defer(interaction, kind);
  try {
    await send().catch((error: unknown) => {
      if (!isBrokenOff(error)) throw error;
      return send();
    });
    return true;
  } catch (err) {
    const failure = discordFailure(err);
    // Where no answer came back, it may have taken effect all the same.
    const isInDoubt = failure === 'acknowledged' || failure === 'passing';
    if (isInDoubt && (await isOurs(interaction, messages))) return true;
    // The words alone: a thousand stacks at once would take seconds.
    const reason = err instanceof Error ? err.message : String(err);
    logger.warn({ interaction: interaction.id, reason }, 'an interaction could not be deferred');
    return false;
  }
}

/** Whether Discord has taken this very deferral, as when the first try had arrived. */
async function isOurs(
  interaction: Interaction,
  messages: Pick<Messages, 'deferredTo'>,
): Promise<boolean> {
  try {
    const original = await messages.deferredTo(interaction.token);
    if (!isFromMessage(interaction)) return original?.isThinking === true;
    return original?.id === interaction.message?.id;
  } catch (error) {
    // A dead token was never used. Else it is ours in doubt: another process's answer would be visible.
    return discordFailure(error) !== 'token_dead';
  }
}

import type { Logger } from '../../logger/logger.ts';
import type { DeferralKind } from '../../record/deferrals.ts';
import type { Interaction } from '../interactions/interaction.ts';
import { discordFailure, isBrokenOff } from '../wire/discord-failure.ts';
import type { Messages } from '../wire/messages.ts';
import { isFromMessage } from './from-message.ts';

/**
 * Defers an interaction at Discord, and once more where the connection broke off. Gives whether it is deferred now: not where
 * Discord did not take it, or somebody else has answered. Never rejects.
 */
export async function sendDeferral(
  interaction: Interaction,
  kind: DeferralKind,
  { messages, logger }: { readonly messages: Messages; readonly logger: Logger },
): Promise<boolean> {
  const send = () => messages.defer(interaction, kind);
  try {
    await send().catch((error: unknown) => {
      if (!isBrokenOff(error)) throw error;
      return send();
    });
    return true;
  } catch (err) {
    if (discordFailure(err) === 'acknowledged') return isOurs(interaction, messages);
    logger.warn({ interaction: interaction.id, err }, 'an interaction could not be deferred');
    return false;
  }
}

/** Whether what Discord has acknowledged is this deferral, as when its first try had got through. */
async function isOurs(interaction: Interaction, messages: Messages): Promise<boolean> {
  try {
    const original = await messages.deferredTo(interaction.token);
    if (!isFromMessage(interaction)) return original?.isThinking === true;
    return original?.id === interaction.message?.id;
  } catch {
    // In doubt it is: whoever else had answered would have shown something.
    return true;
  }
}

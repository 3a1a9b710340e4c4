import type { Logger } from '../../logger/logger.ts';
import type { DeferralKind } from '../../store/deferrals.ts';
import type { Interaction } from '../interactions/interaction.ts';
import { discordFailure, isBrokenOff, isUnsent } from '../wire/discord-failure.ts';
import type { Messages } from '../wire/messages.ts';
import { isFromMessage } from './from-message.ts';

/**
 * What came of a deferral.
 *
 * - `deferred`: Discord took it.
 * - `not_taken`: it had no effect, and neither had another process's.
 * - `elsewhere`: another process with the same bot token acknowledged the interaction before.
 * - `unknown`: this process or another one deferred the interaction. Discord does not say which.
 */
export type SentDeferral = 'deferred' | 'not_taken' | 'elsewhere' | 'unknown';

/** Defers an interaction at Discord, with one retry if the connection broke off. Never rejects. */
export async function sendDeferral(
  interaction: Interaction,
  kind: DeferralKind,
  {
    messages,
    logger,
  }: { readonly messages: Pick<Messages, 'defer' | 'deferredTo'>; readonly logger: Logger },
): Promise<SentDeferral> {
  /** Whether a request without an answer may have taken effect. */
  let isInDoubt = false;
  const send = () =>
    messages.defer(interaction, kind, () => {
      isInDoubt = true;
    });
  try {
    await send().catch((error: unknown) => {
      if (!isBrokenOff(error)) throw error;
      isInDoubt ||= !isUnsent(error);
      return send();
    });
    return 'deferred';
  } catch (err) {
    const failure = discordFailure(err);
    isInDoubt ||= failure === 'passing' && !isUnsent(err);
    const mayBeDeferred = failure === 'acknowledged' || failure === 'passing';
    let sent: SentDeferral = 'not_taken';
    if (isInDoubt && mayBeDeferred) sent = await lookAt(interaction, messages);
    // Discord took no other request of this process's, so it took another process's.
    else if (failure === 'acknowledged') sent = 'elsewhere';
    // The words alone: a thousand stacks at once would take seconds.
    const reason = err instanceof Error ? err.message : String(err);
    const facts = { interaction: interaction.id, sent, reason };
    logger.warn(facts, 'an interaction could not be deferred');
    return sent;
  }
}

/** What the interaction's answer says of a deferral that may have taken effect. */
async function lookAt(
  interaction: Interaction,
  messages: Pick<Messages, 'deferredTo'>,
): Promise<Exclude<SentDeferral, 'deferred'>> {
  try {
    const original = await messages.deferredTo(interaction.token);
    const isDeferred = isFromMessage(interaction)
      ? original?.id === interaction.message?.id
      : original?.isThinking === true;
    return isDeferred ? 'unknown' : 'elsewhere';
  } catch (error) {
    // The token of an interaction that was never acknowledged.
    return discordFailure(error) === 'token_dead' ? 'not_taken' : 'unknown';
  }
}

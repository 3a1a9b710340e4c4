import type { Logger } from '../../logger/logger.ts';
import { say } from '../../say/say.ts';
import type { Deferral, DeferralKind, Deferrals } from '../../store/deferrals.ts';
import { FIRST_ANSWER_MS, madeAt, tokenExpiry } from '../interactions/interaction-token.ts';
import { type Interaction, isFromMessage } from '../interactions/interaction.ts';
import { discordFailure, isBrokenOff, isUnsent } from '../rest/discord-failure.ts';
import { messageBody } from '../rest/message-payload.ts';
import { type InteractionRef, type Messages, ORIGINAL } from '../rest/messages.ts';
import type { SyncParts } from '../sync/message-state.ts';

/** The row of a deferral. */
export function deferralOf(
  { id: interactionId, token, locale }: InteractionRef & Pick<Interaction, 'locale'>,
  kind: DeferralKind,
): Deferral {
  return { interactionId, token, kind, expiresAt: tokenExpiry(interactionId), locale };
}

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
  }: { readonly messages: Pick<Messages, 'defer' | 'answerTo'>; readonly logger: Logger },
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
    if (isInDoubt && mayBeDeferred) sent = await checkDeferral(interaction, messages);
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
async function checkDeferral(
  interaction: Interaction,
  messages: Pick<Messages, 'answerTo'>,
): Promise<Exclude<SentDeferral, 'deferred'>> {
  try {
    const original = await messages.answerTo(interaction.token);
    const isDeferred = isFromMessage(interaction)
      ? original?.id === interaction.message?.id
      : original?.isThinking === true;
    return isDeferred ? 'unknown' : 'elsewhere';
  } catch (error) {
    // The token of an interaction that was never acknowledged.
    return discordFailure(error) === 'token_dead' ? 'not_taken' : 'unknown';
  }
}

/** Before each retry of a passing failure. */
const PAUSES_MS = [2_000, 10_000, 60_000] as const;
/** How long another process has to answer. One that is at work shows a job within seconds. */
const ANOTHER_ANSWERS_WITHIN_MS = 30_000;

/** Why a deferral must be ended: a restart, or doubt about which process made it. */
type Cause = 'restart' | 'doubt';

export interface DeferralRecoveryOptions extends Omit<SyncParts, 'log'> {
  readonly deferrals: Deferrals;
  /** Ends no more of them once it aborts: the next start does. */
  readonly stopping: AbortSignal;
}

/**
 * Answers what an earlier process deferred and never answered: tells the user to try again, while the token
 * is valid. A deferral whose job was recorded is not among them, since the job's own message answers it.
 */
export class DeferralRecovery {
  readonly #options: DeferralRecoveryOptions;
  readonly #work = new Set<Promise<void>>();

  constructor(options: DeferralRecoveryOptions) {
    this.#options = options;
  }

  /** `left`: read before this process deferred anything. */
  start(left: readonly Deferral[]): void {
    this.#keep(this.#endEach(left));
  }

  /**
   * Ends a deferral which another process with the same bot token may have made, and may answer: after a
   * while, and only if it has not.
   */
  endUnlessAnswered(deferral: Deferral): void {
    this.#keep(this.#endLater(deferral));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#work);
  }

  #keep(work: Promise<void>): void {
    const kept = work.finally(() => this.#work.delete(kept));
    this.#work.add(kept);
  }

  async #endLater(deferral: Deferral): Promise<void> {
    const { clock, stopping } = this.#options;
    await clock.sleep(ANOTHER_ANSWERS_WITHIN_MS, stopping).catch(() => undefined);
    await this.#end(deferral, 'doubt');
  }

  async #endEach(left: readonly Deferral[]): Promise<void> {
    const { turns, stopping } = this.#options;
    const ends: Promise<void>[] = [];
    for (const deferral of left) {
      // Ahead of jobs, and behind new interactions.
      await turns.take('read');
      if (stopping.aborted) break;
      ends.push(this.#end(deferral, 'restart'));
    }
    await Promise.all(ends);
  }

  /** Never rejects. */
  async #end(deferral: Deferral, cause: Cause): Promise<void> {
    const { deferrals, clock, logger, stopping } = this.#options;
    const interaction = deferral.interactionId;
    for (const pause of [...PAUSES_MS, undefined]) {
      if (stopping.aborted) return;
      try {
        if (clock.now() < deferral.expiresAt) await this.#tell(deferral, cause);
        break;
      } catch (err) {
        logger.warn({ interaction, err }, 'a deferred interaction could not be ended');
        if (discordFailure(err) !== 'passing') break;
      }
      if (pause !== undefined) await clock.sleep(pause, stopping).catch(() => undefined);
    }
    await deferrals.remove([interaction]).catch((err: unknown) => {
      logger.error({ interaction, err }, 'a deferral could not be removed');
    });
  }

  async #tell(deferral: Deferral, cause: Cause): Promise<void> {
    const { messages, clock } = this.#options;
    const { token, kind, interactionId: id } = deferral;
    const message = { body: messageBody({ content: wordsFor(deferral, cause) }) };
    try {
      if (kind !== 'update') {
        const shown = await messages.answerTo(token);
        // It was answered, and only the row was left.
        if (shown ? !shown.isThinking : cause === 'doubt') return;
        if (shown && kind === 'ephemeral') {
          await messages.editByToken(token, ORIGINAL, message);
          return;
        }
        await messages.endThinking(token);
      }
      await messages.followUp(token, message, { ephemeral: true });
    } catch (error) {
      if (discordFailure(error) !== 'token_dead') throw error;
      // The row was written but the deferral never sent: there may be time for a first answer.
      if (clock.now() >= madeAt(id) + FIRST_ANSWER_MS) return;
      await messages.respond({ id, token }, message, { ephemeral: true });
    }
  }
}

function wordsFor({ kind, locale }: Deferral, cause: Cause): string {
  const { restarted, restartedPress, unsure, unsurePress } = say(locale).deferrals;
  if (cause === 'restart') return kind === 'update' ? restartedPress : restarted;
  return kind === 'update' ? unsurePress : unsure;
}

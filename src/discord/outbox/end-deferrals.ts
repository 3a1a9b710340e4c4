import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Deferral, Deferrals } from '../../record/deferrals.ts';
import { say } from '../../say/say.ts';
import type { Turns } from '../../turns.ts';
import { FIRST_ANSWER_MS, madeAt } from '../interactions/interaction-token.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import { messageBody } from '../wire/message-payload.ts';
import { ORIGINAL, type Messages } from '../wire/messages.ts';

/** Before each retry of a passing failure. */
const PAUSES_MS = [2_000, 10_000, 60_000] as const;

export interface EndDeferralsOptions {
  readonly deferrals: Deferrals;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly turns: Turns;
  /** Ends no more of them once it aborts: the next start does. */
  readonly stopping: AbortSignal;
}

/**
 * Answers what an earlier process deferred and never answered: tells the user to try again, while the token
 * is valid. A deferral whose job was recorded is not among them, since the job's own message answers it.
 */
export class EndDeferrals {
  readonly #options: EndDeferralsOptions;
  readonly #work = new Set<Promise<void>>();

  constructor(options: EndDeferralsOptions) {
    this.#options = options;
  }

  /** `left`: read before this process deferred anything. */
  start(left: readonly Deferral[]): void {
    const work = this.#endEach(left).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#work);
  }

  async #endEach(left: readonly Deferral[]): Promise<void> {
    const { turns, stopping } = this.#options;
    const ends: Promise<void>[] = [];
    for (const deferral of left) {
      // Ahead of jobs, and behind new interactions.
      await turns.take('read');
      if (stopping.aborted) break;
      ends.push(this.#end(deferral));
    }
    await Promise.all(ends);
  }

  /** Never rejects. */
  async #end(deferral: Deferral): Promise<void> {
    const { deferrals, clock, logger, stopping } = this.#options;
    const interaction = deferral.interactionId;
    for (const pause of [...PAUSES_MS, undefined]) {
      if (stopping.aborted) return;
      try {
        if (clock.now() < deferral.expiresAt) await this.#tell(deferral);
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

  async #tell(deferral: Deferral): Promise<void> {
    const { messages, clock } = this.#options;
    const { token, kind, interactionId: id } = deferral;
    const { restarted, restartedPress } = say().deferrals;
    const message = {
      body: messageBody({ content: kind === 'update' ? restartedPress : restarted }),
    };
    try {
      if (kind !== 'update') {
        const shown = await messages.deferredTo(token);
        // It was answered, and only the row was left.
        if (shown && !shown.isThinking) return;
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

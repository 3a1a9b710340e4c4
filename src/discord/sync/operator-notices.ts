import { type Random, systemRandom } from '../../engines/env.ts';
import type { Job } from '../../jobs/job.ts';
import { forOperators, type Notice } from '../../say/say.ts';
import type { Processes } from '../../store/processes.ts';
import { payloadOf } from '../cards/card.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import type { InteractionRef } from '../rest/messages.ts';
import { isAnsweredWith } from './own-messages.ts';
import type { SyncParts } from './message-state.ts';

/** Backoff while Discord is unreachable: 15 minutes in all. */
const PAUSES_MS = [5_000, 30_000, 2 * 60_000, 12 * 60_000] as const;

export interface OperatorNoticesOptions extends Omit<SyncParts, 'log' | 'turns'> {
  /** No retry once it aborts. */
  readonly stopping: AbortSignal;
  /** `undefined`: log only. */
  readonly channelId: string | undefined;
  readonly processes: Pick<Processes, 'isLead'>;
  readonly random?: Random | undefined;
}

/**
 * Notifies the operator of problems to fix: in the log and, by one process for all, in their channel.
 */
export class OperatorNotices {
  readonly #options: OperatorNoticesOptions;

  constructor(options: OperatorNoticesOptions) {
    this.#options = options;
  }

  /** A problem that lasts until the operator fixes it. Never rejects. */
  async trouble(notice: Notice): Promise<void> {
    const text = notice(forOperators);
    this.#options.logger.error(text);
    await this.#post(text);
  }

  /** The problem is over. Never rejects. */
  async relief(notice: Notice): Promise<void> {
    const text = notice(forOperators);
    this.#options.logger.info(text);
    await this.#post(text);
  }

  async #post(content: string): Promise<void> {
    const { channelId, processes, messages, logger, clock, stopping } = this.#options;
    const { random = systemRandom } = this.#options;
    if (channelId === undefined || !processes.isLead) return;
    // An attempt without a response may have posted it.
    const nonce = random.bytes(12).toString('hex');
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        await messages.create(channelId, { body: payloadOf({ text: [content] }).body }, nonce);
        return;
      } catch (err) {
        logger.warn({ err }, 'the operator channel could not be notified');
        if (pause === undefined || discordFailure(err) !== 'passing') return;
      }
      await clock.sleep(pause, stopping).catch(() => undefined);
      if (stopping.aborted) return;
    }
  }
}

/** Minimum interval between notices. */
const BETWEEN_NOTICES_MS = 60 * 60_000;

export interface SharedTokenOptions extends Omit<SyncParts, 'turns'> {
  /** Notifies the operator. Never rejects. */
  readonly tellOperator: (notice: Notice) => Promise<void>;
}

/**
 * Detects another process with the same bot token and its own database. Discord sends every
 * interaction to both, both create a job, and only one can answer.
 */
export class SharedToken {
  readonly #options: SharedTokenOptions;
  #notifiedAt: number | undefined;

  constructor(options: SharedTokenOptions) {
    this.#options = options;
  }

  /**
   * Call when Discord says that an interaction is already answered. Possibly this process answered
   * it and the request only seemed to fail. If another one did, cancels the job and leaves its
   * message alone, since the other process owns it. Returns whether another one did.
   */
  async yieldJob(interaction: InteractionRef, job: Job): Promise<boolean> {
    const { log, messages, logger } = this.#options;
    let isOurs: boolean;
    try {
      isOurs = await isAnsweredWith(messages, interaction, job);
    } catch (err) {
      logger.warn({ job: job.id, err }, 'could not check who answered an interaction');
      return false;
    }
    if (isOurs) return false;
    await log.move(job.id, 'cancelled', 'another process answered its interaction');
    await log.note.undeliverable(job.id);
    logger.warn(
      { job: job.id },
      'another process answered an interaction, so its job is cancelled',
    );
    this.#notify();
    return true;
  }

  #notify(): void {
    const { clock, tellOperator } = this.#options;
    const now = clock.now();
    // Clock went backwards: do not delay notices for long.
    if (this.#notifiedAt !== undefined && Math.abs(now - this.#notifiedAt) < BETWEEN_NOTICES_MS)
      return;
    this.#notifiedAt = now;
    void tellOperator(({ tokenShared }) => tokenShared);
  }
}

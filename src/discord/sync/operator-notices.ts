import { randomBytes } from 'node:crypto';
import type { Clock } from '../../engines/clock.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Job } from '../../jobs/job.ts';
import type { Logger } from '../../logger/logger.ts';
import { type Notice, say } from '../../say/say.ts';
import { payloadOf } from '../cards/card.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import type { InteractionRef, Messages } from '../rest/messages.ts';
import { isAnsweredWith } from './own-messages.ts';

/** Before each further try where Discord cannot be reached: a quarter of an hour in all. */
const PAUSES_MS = [5_000, 30_000, 2 * 60_000, 12 * 60_000] as const;

export interface OperatorNoticesOptions {
  readonly logger: Logger;
  readonly messages: Messages;
  readonly clock: Clock;
  /** No further try is made once it aborts. */
  readonly stopping: AbortSignal;
  /** `undefined`: in the log only. */
  readonly channelId: string | undefined;
}

/** Tells whoever runs the bot what is theirs to mend: in the log, and in their channel. */
export class OperatorNotices {
  readonly #options: OperatorNoticesOptions;

  constructor(options: OperatorNoticesOptions) {
    this.#options = options;
  }

  /** Something does not work until the operator mends it. Never rejects. */
  async trouble(notice: Notice): Promise<void> {
    const text = notice(say().notices);
    this.#options.logger.error(text);
    await this.#post(text);
  }

  /** It works again. Never rejects. */
  async relief(notice: Notice): Promise<void> {
    const text = notice(say().notices);
    this.#options.logger.info(text);
    await this.#post(text);
  }

  async #post(content: string): Promise<void> {
    const { channelId, messages, logger, clock, stopping } = this.#options;
    if (channelId === undefined) return;
    // A try whose answer was lost may have posted it.
    const nonce = randomBytes(12).toString('hex');
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        await messages.create(channelId, { body: payloadOf({ text: [content] }).body }, nonce);
        return;
      } catch (err) {
        logger.warn({ err }, 'OPERATOR_CHANNEL_ID could not be told');
        if (pause === undefined || discordFailure(err) !== 'passing') return;
      }
      await clock.sleep(pause, stopping).catch(() => undefined);
      if (stopping.aborted) return;
    }
  }
}

/** The operator is told at most this often. */
const BETWEEN_NOTICES_MS = 60 * 60_000;

export interface SharedTokenOptions {
  readonly log: JobLog;
  readonly messages: Messages;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells whoever runs the bot. Never rejects. */
  readonly tellOperator: (notice: Notice) => Promise<void>;
}

/**
 * Notices that another process has this bot's token, and a database of its own: Discord gives every
 * interaction to both, each makes a job of it, and only one of them can answer.
 */
export class SharedToken {
  readonly #options: SharedTokenOptions;
  #toldAt: number | undefined;

  constructor(options: SharedTokenOptions) {
    this.#options = options;
  }

  /**
   * To be called where Discord says that an interaction is answered already. That may have been
   * this process, whose answer got through although it seemed to fail. Where it was another one,
   * the job is cancelled, and its message is never touched, since that is the other one's. Gives
   * whether it was.
   */
  async yieldJob(interaction: InteractionRef, job: Job): Promise<boolean> {
    const { log, messages, logger } = this.#options;
    let isOurs: boolean;
    try {
      isOurs = await isAnsweredWith(messages, interaction, job);
    } catch (err) {
      logger.warn({ job: job.id, err }, 'it is not known who answered an interaction');
      return false;
    }
    if (isOurs) return false;
    await log.move(job.id, 'cancelled', 'another process answered its interaction');
    await log.note.undeliverable(job.id);
    logger.warn(
      { job: job.id },
      'another process answered an interaction, so its job is cancelled',
    );
    this.#tell();
    return true;
  }

  #tell(): void {
    const { clock, tellOperator } = this.#options;
    const now = clock.now();
    // A clock that was set back delays no notice for long.
    if (this.#toldAt !== undefined && Math.abs(now - this.#toldAt) < BETWEEN_NOTICES_MS) return;
    this.#toldAt = now;
    void tellOperator(({ tokenShared }) => tokenShared);
  }
}

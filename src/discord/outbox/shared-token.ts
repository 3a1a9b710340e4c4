import type { Notice } from '../../say/notice.ts';
import type { Clock } from '../../clock.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Job } from '../../jobs/job.ts';
import type { Logger } from '../../logger/logger.ts';
import type { InteractionRef, Messages } from '../wire/messages.ts';
import { isAnsweredWith } from './own-messages.ts';

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

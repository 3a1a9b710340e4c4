import type { Clock } from '../../clock.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Logger } from '../../logger/logger.ts';
import { discordFailure, type DiscordFailure } from '../wire/discord-failure.ts';
import { PictureUnusable } from './picture-unusable.ts';
import type { ShownMessages } from './shown-messages.ts';

/** After failing this long, a finished job's message is no longer waited for by anybody. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** What people do to messages and channels every day, and to the bot: nothing for an operator to mend. */
const OF_PEOPLE: ReadonlySet<string> = new Set<DiscordFailure>(['message_gone', 'no_access']);

export interface FailedEditsOptions {
  readonly log: JobLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly shown: ShownMessages;
}

/** What becomes of a message after an edit of it failed: it shows less, is tried again, or given up. */
export class FailedEdits {
  readonly #options: FailedEditsOptions;

  constructor(options: FailedEditsOptions) {
    this.#options = options;
  }

  /** Whether the message is to be looked at again. */
  async isWorthAnother(jobId: string, error: unknown): Promise<boolean> {
    const { log, clock, shown } = this.#options;
    const failure = error instanceof PictureUnusable ? error.failure : discordFailure(error);
    switch (failure) {
      case 'message_gone':
      case 'no_access':
        await this.giveUp(jobId, failure);
        return false;
      case 'refused':
      case 'too_large':
      case 'picture_gone':
        if (shown.showLess(jobId, failure, clock.now())) return true;
        await this.giveUp(jobId, failure);
        return false;
      case 'token_dead': {
        const job = await log.jobs.find(jobId);
        if (job) await log.note.tokenDead(job);
        break;
      }
      case 'acknowledged':
      case 'too_late':
      case 'passing':
    }
    const failingSince = shown.noteFailure(jobId, clock.now());
    const finishedAt = (await log.jobs.find(jobId))?.finishedAt ?? Infinity;
    if (clock.now() < Math.max(finishedAt, failingSince) + GIVE_UP_AFTER_MS) return true;
    await this.giveUp(jobId, failure);
    return false;
  }

  /** Nobody can be told about this job any more, so one that is under way is stopped. */
  async giveUp(jobId: string, reason: string): Promise<void> {
    const { log, logger, shown } = this.#options;
    const line = { job: jobId, reason };
    if (OF_PEOPLE.has(reason)) logger.warn(line, 'nobody can be told about this job any more');
    else logger.error(line, 'nobody can be told about this job any more');
    // In this order: after a crash in between the next start comes to the second.
    await log.move(jobId, 'cancelled', `message: ${reason}`);
    await log.note.undeliverable(jobId);
    shown.forget(jobId);
  }
}

import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger/logger.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Job } from '../../jobs/job.ts';
import { liveToken } from '../interactions/interaction-token.ts';
import { wordsFor } from '../render/words-for.ts';
import { linkTo } from '../render/message-link.ts';
import { messageBody } from '../wire/message-payload.ts';
import type { Messages } from '../wire/messages.ts';
import { nameByToken } from './own-original.ts';
import type { ShownMessages } from './shown-messages.ts';

export interface GoneDirectOptions {
  readonly log: JobLog;
  readonly messages: Messages;
  readonly shown: ShownMessages;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Private jobs whose ephemeral message can no longer be edited go on as direct messages: the row says where before
 * one is posted, so that it is found or posted after a crash. Not those that have told their requester of their end.
 */
export class GoneDirect {
  readonly #options: GoneDirectOptions;

  constructor(options: GoneDirectOptions) {
    this.#options = options;
  }

  /**
   * A job as its message is reached from now on; `undefined` where nothing reaches it any more.
   *
   * @throws what discord.js throws.
   */
  async reachable(job: Job): Promise<Job | undefined> {
    const { log, messages, shown, clock } = this.#options;
    if (!job.ephemeral || liveToken(job, clock.now()) !== undefined) return job;
    if (!job.private || job.toldAt !== undefined) return undefined;
    const channelId = await messages.openDirect(job.userId);
    await log.note.goesDirect(job.id, channelId);
    // What was learnt of the message before is of another one.
    shown.unlearn(job.id);
    const row = await log.jobs.find(job.id);
    return row && { ...row, messageId: undefined };
  }

  /** Says in the ephemeral message, while its token still works, what became of the job. Never rejects. */
  async leave(before: Job, now?: Job): Promise<void> {
    const { messages, logger, clock } = this.#options;
    const { interactionToken: token, tokenExpiresAt } = before;
    const message = nameByToken(before);
    if (token === undefined || message === undefined || clock.now() >= tokenExpiresAt) return;
    const { goesOnDirect, cannotComeDirect } = wordsFor(before).result;
    const link = now && linkTo(now);
    const content = link === undefined ? cannotComeDirect : goesOnDirect(link);
    await messages
      .editByToken(token, message, { body: messageBody({ content }) })
      .catch((err: unknown) => {
        logger.debug({ job: before.id, err }, 'an ephemeral message was left as it was');
      });
  }
}

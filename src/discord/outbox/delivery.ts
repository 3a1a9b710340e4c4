import type { Clock } from '../../clock.ts';
import type { JobLog } from '../../record/job/job-log.ts';
import type { Job } from '../../record/job/job.ts';
import type { PictureStore } from '../../record/store/picture-store.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import { liveToken } from '../interactions/interaction-token.ts';
import type { MessagePayload } from '../wire/message-payload.ts';
import { findJobMessage } from './own-messages.ts';
import { pictureFiles, type ShrinkPicture } from './picture-files.ts';
import { ORIGINAL, type Messages, type OutgoingMessage } from '../wire/messages.ts';

export interface DeliveryOptions {
  readonly log: JobLog;
  readonly messages: Messages;
  readonly pictures: PictureStore;
  readonly shrinkPicture: ShrinkPicture;
  readonly clock: Clock;
}

/** Gets a payload into a job's message, by whichever way is open. */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Whether the interaction's token still serves; later edits are made as the bot. */
  usesToken(job: Job): boolean {
    return liveToken(job, this.#options.clock.now()) !== undefined;
  }

  /**
   * Edits the job's message, and gives its id. Where the id was never learnt, because the process
   * or the connection ended in between, the message is looked for, and only where there is none is
   * one posted. `undefined` where no way is open: an ephemeral message without a token.
   *
   * @throws what discord.js throws, and PictureUnusable.
   */
  async send(job: Job, payload: MessagePayload): Promise<string | undefined> {
    const { log, messages, clock, pictures, shrinkPicture } = this.#options;
    const { attachmentSizeLimit } = job;
    const files = await pictureFiles(payload, { pictures, shrinkPicture, attachmentSizeLimit });
    const message = { body: payload.body, files };
    const token = liveToken(job, clock.now());
    if (token !== undefined) {
      if (job.messageId !== undefined) return messages.editByToken(token, job.messageId, message);
      const edited = await this.#editOriginal(token, message, job);
      if (edited !== undefined) return edited;
    }
    if (job.ephemeral) return undefined;
    const messageId = job.messageId ?? (await findJobMessage(messages, job));
    if (messageId !== undefined) return messages.edit(job.channelId, messageId, message);
    await log.note.posting(job.id);
    return messages.create(job.channelId, message, job.id);
  }

  /** `undefined` where the interaction was never answered: its token edits no other message. */
  async #editOriginal(
    token: string,
    message: OutgoingMessage,
    job: Job,
  ): Promise<string | undefined> {
    const { messages, log } = this.#options;
    try {
      return await messages.editByToken(token, ORIGINAL, message);
    } catch (error) {
      const failure = discordFailure(error);
      if (failure !== 'message_gone' && failure !== 'token_dead') throw error;
      await log.note.tokenDead(job);
      return undefined;
    }
  }
}

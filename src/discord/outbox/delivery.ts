import type { Clock } from '../../clock.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { Job } from '../../jobs/job.ts';
import type { PictureStore } from '../../images/picture-store.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import { liveToken } from '../interactions/interaction-token.ts';
import type { MessagePayload } from '../wire/message-payload.ts';
import { findJobMessage } from './own-messages.ts';
import { leavesThinking, ownsOriginal } from './own-original.ts';
import { pictureFiles, type ShrinkPicture } from './picture-files.ts';
import type { PreviewedEdit } from './preview-uploads.ts';
import {
  ORIGINAL,
  type EditedMessage,
  type Messages,
  type OutgoingMessage,
} from '../wire/messages.ts';
import type { OutgoingFile } from '../wire/upload.ts';
import { PREVIEW_FILE } from '../render/payload.ts';

export interface DeliveryOptions {
  readonly log: JobLog;
  readonly messages: Messages;
  readonly pictures: PictureStore;
  readonly shrinkPicture: ShrinkPicture;
  /**
   * Makes spoilers of what a job's message shows, or takes them off, without posting it again. False where it shows
   * no picture.
   */
  readonly coverPosted: (job: Job) => Promise<boolean>;
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
   * Edits the job's message, and gives it as it is then. Where the id was never learnt, because the process
   * or the connection ended in between, the message is looked for, and only where there is none is
   * one posted. `undefined` where no way is open: an ephemeral message without a token.
   *
   * @throws what discord.js throws, and PictureUnusable.
   */
  async send(
    job: Job,
    { payload, keptPreview }: PreviewedEdit,
  ): Promise<EditedMessage | undefined> {
    const { log, messages, coverPosted, clock } = this.#options;
    // A report takes away no picture, not even one that is kept only in the message.
    if (isReportedHere(job, payload) && (await coverPosted(job))) {
      return { id: job.messageId, attachments: [] };
    }
    const message =
      keptPreview === undefined
        ? { body: payload.body, files: await this.#files(job, payload) }
        : { body: { ...payload.body, attachments: [{ id: keptPreview }] } };
    const token = liveToken(job, clock.now());
    if (token !== undefined) {
      if (job.messageId !== undefined) return messages.editByToken(token, job.messageId, message);
      const edited = await this.#answer(token, message, job);
      if (edited !== undefined) return edited;
    }
    if (job.ephemeral) return undefined;
    const messageId = job.messageId ?? (await findJobMessage(messages, job));
    if (messageId !== undefined) {
      return { id: await messages.edit(job.channelId, messageId, message), attachments: [] };
    }
    await log.note.posting(job.id);
    return { id: await messages.create(job.channelId, message, job.id), attachments: [] };
  }

  async #files({ attachmentSizeLimit }: Job, payload: MessagePayload): Promise<OutgoingFile[]> {
    const { pictures, shrinkPicture } = this.#options;
    const { preview, body } = payload;
    const name = body.attachments[0]?.filename ?? PREVIEW_FILE;
    if (preview) return [{ name, type: 'image/jpeg', data: preview }];
    return pictureFiles(payload, { pictures, shrinkPicture, attachmentSizeLimit });
  }

  /**
   * Makes the message that answers the interaction. `undefined` if the token cannot, since the interaction
   * was never answered, or if the message may exist and has to be searched for first.
   */
  async #answer(
    token: string,
    message: OutgoingMessage,
    job: Job,
  ): Promise<EditedMessage | undefined> {
    const { messages, log } = this.#options;
    try {
      if (ownsOriginal(job)) return await messages.editByToken(token, ORIGINAL, message);
      if (leavesThinking(job)) await messages.endThinking(token);
      // An ephemeral message cannot be searched for: if only its id was lost, it is posted again.
      if (!job.ephemeral) return undefined;
      return { id: await messages.followUp(token, message, job), attachments: [] };
    } catch (error) {
      const failure = discordFailure(error);
      if (failure !== 'message_gone' && failure !== 'token_dead') throw error;
      await log.note.tokenDead(job);
      return undefined;
    }
  }
}

/** Whether a report covers or covered a picture that the payload no longer has. */
function isReportedHere(
  job: Job,
  { pictures }: MessagePayload,
): job is Job & { readonly messageId: string } {
  const { state, visibility, coveredByReport, messageId } = job;
  if (coveredByReport === undefined || messageId === undefined) return false;
  return state === 'completed' && visibility === 'shown' && pictures.length === 0;
}

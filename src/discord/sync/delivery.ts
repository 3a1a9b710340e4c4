import type { PictureStore } from '../../images/picture-store.ts';
import type { Job } from '../../jobs/job.ts';
import { requireLease } from '../../store/processes.ts';
import { PREVIEW_FILE } from '../cards/card.ts';
import { wordsFor } from '../cards/job-lines.ts';
import { linkTo } from '../cards/text.ts';
import { liveToken } from '../interactions/interaction-token.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import { messageBody, type MessagePayload, type OutgoingFile } from '../rest/message-payload.ts';
import { type EditedMessage, ORIGINAL, type OutgoingMessage } from '../rest/messages.ts';
import type { PreviewedEdit } from './edit-queues.ts';
import type { SharedSync, ShownMessages } from './message-state.ts';
import {
  findJobMessage,
  leavesThinkingMessage,
  nameByToken,
  ownsOriginal,
} from './own-messages.ts';
import { pictureFiles, type ShrinkPicture } from './picture-files.ts';

export interface DeliveryOptions extends Omit<SharedSync, 'turns'> {
  readonly pictures: PictureStore;
  readonly shrinkPicture: ShrinkPicture;
  /**
   * Adds or removes spoilers on the posted pictures, without uploading again. False if the message
   * shows no picture.
   */
  readonly coverPosted: (job: Job) => Promise<boolean>;
  readonly shown: ShownMessages;
}

/** Delivers a payload to a job's message by whichever way is open. */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Whether the interaction's token is still valid; later edits are made as the bot. */
  usesToken(job: Job): boolean {
    return liveToken(job, this.#options.clock.now()) !== undefined;
  }

  /**
   * Edits the job's message and returns it. If its id was lost, as in a crash or broken connection,
   * searches for it, and posts a new one only if there is none. `undefined` if no way is open: an
   * ephemeral message without a token.
   *
   * @throws what discord.js throws, PictureUnusable and Unleased.
   */
  async send(
    job: Job,
    { payload, keptPreview }: PreviewedEdit,
  ): Promise<EditedMessage | undefined> {
    const { log, messages, coverPosted, clock } = this.#options;
    // A report must not lose the picture, even if only the message still has it.
    if (isReportedHere(job, payload) && (await coverPosted(job))) {
      return { id: job.messageId, attachments: [] };
    }
    const message =
      keptPreview === undefined
        ? { body: payload.body, files: await this.#files(job, payload) }
        : { body: { ...payload.body, attachments: [{ id: keptPreview }] } };
    const token = liveToken(job, clock.now());
    requireLease(this.#options.processes);
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
    requireLease(this.#options.processes);
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
   * Answers the interaction with the message. `undefined` if the token cannot, as the interaction
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
      if (leavesThinkingMessage(job)) await messages.endThinking(token);
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

  /**
   * A job with its current way of delivery; `undefined` if it has none. Private jobs continue as
   * direct messages once their ephemeral message can no longer be edited, unless their requester was
   * already notified of the end. The row is written before the post, so the message is found or
   * posted after a crash.
   *
   * @throws what discord.js throws.
   */
  async reachable(job: Job): Promise<Job | undefined> {
    const { log, messages, shown, clock } = this.#options;
    if (!job.ephemeral || liveToken(job, clock.now()) !== undefined) return job;
    if (!job.private || job.toldAt !== undefined) return undefined;
    const channelId = await messages.openDirect(job.userId);
    await log.note.movedToDm(job.id, channelId);
    // These facts concern the earlier message.
    shown.forgetLearnt(job.id);
    const row = await log.jobs.find(job.id);
    return row && { ...row, messageId: undefined };
  }

  /**
   * Shows in the ephemeral message, while its token is valid, where the job continues. Never
   * rejects.
   */
  async announceMove(before: Job, now?: Job): Promise<void> {
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
        logger.debug({ job: before.id, err }, 'an ephemeral message could not be updated');
      });
  }
}

/** Whether a report hides or covers a picture, or did, that the payload no longer has. */
function isReportedHere(
  job: Job,
  { pictures }: MessagePayload,
): job is Job & { readonly messageId: string } {
  const { state, visibility, coveredByReport, messageId } = job;
  if (coveredByReport === undefined || messageId === undefined) return false;
  return state === 'completed' && visibility === 'shown' && pictures.length === 0;
}

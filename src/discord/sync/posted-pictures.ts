import { RequestMethod, Routes } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import type { Semaphore } from '../../engines/semaphore.ts';
import { abortAfter } from '../../engines/time-limit.ts';
import { BotError } from '../../errors/errors.ts';
import type { PictureStore } from '../../images/picture-store.ts';
import { type Picture, pictureOf } from '../../images/picture.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import { isSpoiler, type Job } from '../../jobs/job.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Reports } from '../../moderation/sql/reports.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import type { RestCalls } from '../rest/rest.ts';
import { DEFAULT_SIZE_LIMIT, largestFile } from './picture-files.ts';

/** Timeout for each of memory, message and files: the picture stays visible meanwhile. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Memory limit of all downloads: one file each for a few jobs, however many are reported together.
 */
export const POSTED_ROOM = { weight: 4 * DEFAULT_SIZE_LIMIT, shares: 4 };

const messageAnswer = z.object({
  embeds: z
    .array(z.object({ image: z.object({ url: z.string().nullish() }).nullish() }))
    .max(10)
    .default([]),
  attachments: z
    .array(z.object({ id: z.string(), url: z.string(), size: z.number() }))
    .max(10)
    .default([]),
});

export interface PostedPicturesOptions {
  readonly calls: RestCalls;
  readonly log: JobLog;
  readonly pictures: PictureStore;
  readonly reports: Pick<Reports, 'keepPictures'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts downloads under way. */
  readonly halt: AbortSignal;
  /** Downloads a picture from Discord, within every limit, and marks it as generated. */
  readonly fetchPicture: (
    file: { readonly url: string; readonly size: number },
    options: { readonly largestBytes: number; readonly signal: AbortSignal },
  ) => Promise<Buffer>;
  /** The memory that all downloads share. */
  readonly room: Pick<Semaphore, 'take'>;
}

/**
 * Downloads a message's pictures if they are no longer stored: hidden pictures can only be shown
 * again from here.
 */
export class PostedPictures {
  readonly #options: PostedPicturesOptions;
  /** By job: two at once would write, or on failure delete, the same files. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: PostedPicturesOptions) {
    this.#options = options;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  /** Stores the pictures of this job's message. Failures are logged. Never rejects. */
  keep(jobId: string): Promise<void> {
    const before = this.#underWay.get(jobId);
    if (before) return before;
    const work = this.#keep(jobId)
      .catch((err: unknown) => {
        const { logger } = this.#options;
        logger.warn(
          { job: jobId, err },
          'a reported picture could not be stored, so it cannot be restored',
        );
      })
      .finally(() => this.#underWay.delete(jobId));
    this.#underWay.set(jobId, work);
    return work;
  }

  /**
   * A picture of a job's message, counted from 0; `undefined` if it shows fewer, is gone or out of
   * reach.
   *
   * @throws BotError as fetching does, `photo_unreachable` if Discord does not answer, and the
   * signal's reason.
   */
  async read(job: Job, picture: number, signal: AbortSignal): Promise<Buffer | undefined> {
    const { room, fetchPicture, halt } = this.#options;
    if (job.messageId === undefined) return undefined;
    const largestBytes = largestFile(job);
    // Pictures are downloaded one after another, each with its own timeout.
    const share = await room.take({
      weight: largestBytes,
      signal: AbortSignal.any([signal, halt]),
    });
    try {
      const files = await this.#filesIn(job.channelId, job.messageId);
      const file = files[picture];
      return (
        file &&
        (await fetchPicture(file, {
          largestBytes,
          signal: AbortSignal.any([signal, this.#soon()]),
        }))
      );
    } catch (cause) {
      if (cause instanceof BotError || signal.aborted || halt.aborted) throw cause;
      const failure = discordFailure(cause);
      if (failure === 'message_gone' || failure === 'no_access') return undefined;
      throw new BotError('photo_unreachable', { cause });
    } finally {
      share.release();
    }
  }

  /**
   * Adds or removes spoilers on the pictures of a job's message, as its row says. False if it shows
   * none. Pictures in embeds have no spoiler and stay as they are.
   *
   * @throws what discord.js throws.
   */
  async cover(job: Job): Promise<boolean> {
    const { calls } = this.#options;
    if (job.messageId === undefined || job.ephemeral) return false;
    const { embeds, attachments } = await this.#read(job.channelId, job.messageId);
    if (attachments.length === 0) return embeds.some(({ image }) => image?.url);
    const isCovered = isSpoiler(job);
    const body = { attachments: attachments.map(({ id }) => ({ id, is_spoiler: isCovered })) };
    const fullRoute = Routes.channelMessage(job.channelId, job.messageId);
    await calls.asBot({ method: RequestMethod.Patch, fullRoute, body }, LONGEST_WAIT_MS);
    return true;
  }

  /** Discord omits files shown in an embed from the attachments, and does not give their size. */
  async #filesIn(channelId: string, messageId: string) {
    const { embeds, attachments } = await this.#read(channelId, messageId);
    const urls = embeds.flatMap(({ image }) => (image?.url ? [image.url] : []));
    return urls.length > 0 ? urls.map((url) => ({ url, size: 0 })) : attachments;
  }

  async #read(channelId: string, messageId: string) {
    const fullRoute = Routes.channelMessage(channelId, messageId);
    const call = { method: RequestMethod.Get, fullRoute };
    return messageAnswer.parse(await this.#options.calls.asBot(call, LONGEST_WAIT_MS));
  }

  async #keep(jobId: string): Promise<void> {
    const { log, pictures, reports, room } = this.#options;
    const asked = await log.jobs.find(jobId);
    if (!asked) return;
    const largestBytes = largestFile(asked);
    const share = await room.take({ weight: largestBytes, signal: this.#soon() });
    try {
      const job = await log.jobs.find(jobId);
      if (job?.messageId === undefined || job.pictures.length > 0) return;
      const stored = await pictures.save(
        jobId,
        this.#fetch(job.channelId, job.messageId, largestBytes),
      );
      if (stored.length > 0 && !(await reports.keepPictures(jobId, stored))) {
        await pictures.remove(stored);
      }
    } finally {
      share.release();
    }
  }

  /** One at a time, so that only one is in memory. */
  async *#fetch(
    channelId: Job['channelId'],
    messageId: string,
    largestBytes: number,
  ): AsyncGenerator<Picture> {
    const { fetchPicture } = this.#options;
    const files = await this.#filesIn(channelId, messageId);
    const signal = this.#soon();
    for (const file of files) {
      const picture = pictureOf(await fetchPicture(file, { largestBytes, signal }));
      if (picture) yield picture;
    }
  }

  #soon(): AbortSignal {
    return abortAfter(LONGEST_WAIT_MS, this.#options.clock, this.#options.halt);
  }
}

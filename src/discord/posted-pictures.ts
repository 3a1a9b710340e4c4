import { RequestMethod, Routes } from 'discord.js';
import { z } from 'zod';
import { pictureOf } from '../comfy/picture.ts';
import type { JobLog } from '../jobs/job-log.ts';
import type { Job } from '../jobs/job.ts';
import type { PictureStore } from '../jobs/picture-store.ts';
import type { Logger } from '../logger.ts';
import type { RestCalls } from './rest-calls.ts';

/** Somebody waits for it. */
const LONGEST_WAIT_MS = 5_000;

const messageAnswer = z.object({
  embeds: z
    .array(z.object({ image: z.object({ url: z.string() }).optional() }))
    .max(10)
    .default([]),
  attachments: z
    .array(z.object({ url: z.string(), size: z.number() }))
    .max(10)
    .default([]),
});

export interface PostedPicturesOptions {
  readonly calls: RestCalls;
  readonly log: JobLog;
  readonly pictures: PictureStore;
  readonly logger: Logger;
  /** Fetches a picture of Discord's, with all caps, and marks it as generated. */
  readonly fetchPicture: (
    file: { readonly url: string; readonly size: number },
    signal: AbortSignal,
  ) => Promise<Buffer>;
}

/**
 * Keeps here what a finished job's message shows, where it is here no longer: a picture that is
 * hidden can be shown again only from here. What cannot be had is logged. Never rejects.
 */
export async function keepPosted(job: Job, options: PostedPicturesOptions): Promise<void> {
  const { calls, log, pictures, logger, fetchPicture } = options;
  const { id, channelId, messageId } = job;
  if (job.pictures.length > 0 || messageId === undefined) return;
  try {
    const fullRoute = Routes.channelMessage(channelId, messageId);
    const answer = await calls.asBot({ method: RequestMethod.Get, fullRoute }, LONGEST_WAIT_MS);
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    const posted = [];
    for (const file of filesOf(messageAnswer.parse(answer))) {
      const picture = pictureOf(await fetchPicture(file, signal));
      if (picture) posted.push(picture);
    }
    if (posted.length === 0) return;
    const stored = await pictures.save(id, posted);
    if (!(await log.notePictures(id, stored))) await pictures.remove(stored);
  } catch (err) {
    logger.warn({ job: id, err }, 'a reported picture could not be kept, so it cannot come back');
  }
}

/** Discord leaves a file that an embed shows out of the attachments, and does not say its size. */
function filesOf({ embeds, attachments }: z.infer<typeof messageAnswer>) {
  const embedded = embeds.flatMap(({ image }) => (image ? [{ url: image.url, size: 0 }] : []));
  return embedded.length > 0 ? embedded : attachments;
}

import { BotError } from '../errors/errors.ts';
import type { NormalisedPicture } from '../images/normalise-picture.ts';
import type { Photo } from '../images/photos.ts';
import type { Logger } from '../logger/logger.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import type { EndWatches } from './end-watches.ts';
import { fail } from './fail.ts';
import { AGAIN, type Next } from './next.ts';
import { isUnwritable } from '../record/store/unwritable.ts';

export interface PrepareContext {
  readonly ends: EndWatches;
  readonly log: JobLog;
  readonly logger: Logger;
  /** Fetches, checks and normalises a photo. @throws BotError for what a person is told. */
  readonly prepareFace: (photo: Photo, signal: AbortSignal) => Promise<NormalisedPicture>;
}

/** `accepted`: has a photo, which is prepared next. */
export async function begin(job: Job, { log }: Pick<PrepareContext, 'log'>): Promise<Next> {
  await log.move(job.id, 'preparing', 'has a photo');
  return AGAIN;
}

/** `preparing`: the photo is fetched, checked and normalised. A crash in between repeats it. */
export async function prepare(job: Job, context: PrepareContext): Promise<Next> {
  const { attachment, userId } = job;
  if (!attachment) return fail(job, context, 'photo_needed_again');
  const over = context.ends.watch(job);
  try {
    const face = await context.prepareFace({ attachment, userId }, over.signal);
    await context.log.keepFace(job.id, face);
  } catch (error) {
    if (over.signal.aborted) return AGAIN;
    // What cannot be written down now is no fault of the photo.
    if (!(error instanceof BotError) || isUnwritable(error)) throw error;
    context.logger.info({ job: job.id, code: error.code, err: error }, 'photo refused');
    return await fail(job, context, error.code, error.facts);
  } finally {
    over.unwatch();
  }
  return AGAIN;
}

import { BotError } from '../errors/errors.ts';
import { isUnwritable } from './persist.ts';
import { fail, type Step } from './steps.ts';
import { watchForEnd } from './watch-for-end.ts';

/** `accepted`: has a photo, which is prepared next. */
export const begin: Step = async (job, { log }) => {
  await log.move(job.id, 'preparing', 'has a photo');
  return 0;
};

/** `preparing`: the photo is fetched, checked and normalised. A crash in between repeats it. */
export const prepare: Step = async (job, context) => {
  const { attachment, userId } = job;
  if (!attachment) return fail(job, context, 'photo_needed_again');
  const over = watchForEnd(job, context);
  try {
    const face = await context.prepareFace({ attachment, userId }, over.signal);
    await context.log.keepFace(job.id, face);
  } catch (error) {
    if (over.signal.aborted) return 0;
    // What cannot be written down now is no fault of the photo.
    if (!(error instanceof BotError) || isUnwritable(error)) throw error;
    context.logger.info({ job: job.id, code: error.code, err: error }, 'photo refused');
    return await fail(job, context, error.code, error.facts);
  } finally {
    over.unwatch();
  }
  return 0;
};

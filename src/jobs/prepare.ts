import { BotError } from '../errors.ts';
import { fail, type Step } from './steps.ts';
import { watchForEnd } from './watch-for-end.ts';

/** `accepted`: a job without a photo is ready; one with a photo has it prepared first. */
export const begin: Step = async (job, { log }) => {
  await (job.usesFace
    ? log.move(job.id, 'preparing', 'has a photo')
    : log.move(job.id, 'ready', 'has no photo'));
  return 0;
};

/** `preparing`: the photo is fetched, checked and normalised. A crash in between repeats it. */
export const prepare: Step = async (job, context) => {
  if (!job.attachment) return fail(job, context, 'photo_needed_again');
  const over = watchForEnd(job, context);
  try {
    const face = await context.prepareFace(job.attachment, over.signal);
    await context.log.keepFace(job.id, face);
  } catch (error) {
    if (over.signal.aborted) return 0;
    if (!(error instanceof BotError)) throw error;
    context.logger.info({ job: job.id, code: error.code, err: error }, 'photo refused');
    return await fail(job, context, error.code, error.facts);
  } finally {
    over.unwatch();
  }
  return 0;
};

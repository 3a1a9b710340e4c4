import type { PictureSource } from '../comfy/job-input.ts';
import { pictureOptions, type PictureOption } from '../comfy/option.ts';
import { BotError } from '../errors/errors.ts';
import { MOST_INPUT_BYTES } from '../images/most-input-bytes.ts';
import type { NormalisedPicture } from '../images/normalise-picture.ts';
import type { Photo } from '../images/photos.ts';
import type { PictureUse } from '../images/picture-use.ts';
import type { Places } from '../images/places.ts';
import type { Logger } from '../logger/logger.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import type { HashedPicture } from '../record/job/prepared-pictures.ts';
import type { Destinations } from './destinations.ts';
import type { EndWatches } from './end-watches.ts';
import { fail } from './fail.ts';
import { AGAIN, type Next } from './next.ts';
import { isUnwritable } from '../store/unwritable.ts';
import { whyUnfit } from './why-unfit.ts';

/**
 * Of how many jobs the pictures are prepared at once. Each may take up the 10 MiB of a picture while it waits for
 * Discord, and the 7 MB of those that are done until they are written down.
 */
export const PREPARED_AT_ONCE = 8;

export interface PrepareContext {
  readonly ends: EndWatches;
  readonly log: JobLog;
  readonly logger: Logger;
  readonly destinations: Pick<Destinations, 'find'>;
  /** For {@link PREPARED_AT_ONCE} jobs, one per person. */
  readonly preparing: Places;
  /** Fetches, checks and normalises a picture. @throws BotError for what a person is told. */
  readonly preparePicture: (
    photo: Photo,
    use: PictureUse,
    signal: AbortSignal,
  ) => Promise<NormalisedPicture>;
  /** The same for a picture that a job of the bot made. */
  readonly prepareMade: (
    made: { readonly source: PictureSource; readonly userId: string },
    use: PictureUse,
    signal: AbortSignal,
  ) => Promise<NormalisedPicture>;
}

/** `accepted`: has pictures, which are prepared next. */
export async function begin(job: Job, { log }: Pick<PrepareContext, 'log'>): Promise<Next> {
  await log.move(job.id, 'preparing', 'has pictures');
  return AGAIN;
}

/**
 * `preparing`: the pictures are fetched, checked and normalised. A crash in between repeats all of it. A job has
 * one place for all of them until they are written down, so that what is here is bounded, whatever waits.
 */
export async function prepare(job: Job, context: PrepareContext): Promise<Next> {
  const over = context.ends.watch(job);
  let leave: (() => void) | undefined;
  try {
    leave = await context.preparing.take(job.userId, over.signal);
    await context.log.keepPictures(job.id, await prepared(job, context, over.signal));
  } catch (error) {
    if (over.signal.aborted) return AGAIN;
    // What cannot be written down now is no fault of the pictures.
    if (!(error instanceof BotError) || isUnwritable(error)) throw error;
    context.logger.info({ job: job.id, code: error.code, err: error }, 'picture refused');
    return await fail(job, context, error.code, error.facts);
  } finally {
    leave?.();
    over.unwatch();
  }
  return AGAIN;
}

/** One after the other: each may be large, and what they come to together is bounded. */
async function prepared(
  job: Job,
  { destinations, preparePicture, prepareMade }: PrepareContext,
  signal: AbortSignal,
): Promise<readonly HashedPicture[]> {
  const { attachments, userId, wanted } = job;
  // Not even fetched, where nothing can be made of them.
  const { recipe } = destinations.find(wanted.recipe) ?? {};
  if (!recipe) throw new BotError('workflow_gone');
  const unfit = whyUnfit(recipe, job);
  if (unfit) throw new BotError(unfit);
  const options = new Map(pictureOptions(recipe.options));
  const pictures: HashedPicture[] = [];
  let left = MOST_INPUT_BYTES;
  for (const { option: name, person, source } of wanted.inputs) {
    const option = options.get(name);
    const attachment = attachments.find((file) => file.option === name);
    if (!option) throw new BotError('photo_needed_again');
    const use = useOf(option);
    let picture: NormalisedPicture;
    if (source) picture = await prepareMade({ source, userId }, use, signal);
    else if (attachment) picture = await preparePicture({ attachment, userId }, use, signal);
    else throw new BotError('photo_needed_again');
    left -= picture.bytes.length;
    if (left < 0) throw new BotError('pictures_too_large');
    pictures.push({ ...picture, option: name, person, source });
  }
  return pictures;
}

function useOf({ use, maxSide, maxPixels }: PictureOption): PictureUse {
  switch (use) {
    case 'face':
      return { kind: 'face' };
    case 'image':
    case 'mask': {
      const bound = maxPixels === undefined ? {} : { maxPixels };
      return { kind: 'image', maxSide, ...bound, mask: use === 'mask' };
    }
  }
}

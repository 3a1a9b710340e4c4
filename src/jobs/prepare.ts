import type { Share } from '../engines/semaphore.ts';
import { BotError } from '../errors/errors.ts';
import { MOST_INPUT_BYTES, type NormalisedPicture, type PictureUse } from '../images/photos.ts';
import type { PictureStore } from '../images/picture-store.ts';
import { ratingRefusal } from '../policy/checkpoints.ts';
import { type PictureOption, pictureOptions } from '../recipes/option.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { hasRemovedOption } from '../recipes/request-notes.ts';
import { type PictureSource, takesInputs } from '../recipes/stored-request.ts';
import { isUnwritable } from '../store/unwritable.ts';
import type { JobLog } from './job-log.ts';
import type { Job } from './job.ts';
import { AGAIN, fail, type Next, type StepContext } from './step-context.ts';
import type { HashedPicture } from './sql/prepared-pictures.ts';

/**
 * Prepares the pictures of this many jobs at a time, one job per member. Each may hold a picture of
 * 10 MiB while it waits for Discord, and 7 MB of prepared ones until they are stored.
 */
export const PREPARING = { shares: 8, perKey: { shares: 1 } };

/**
 * Step of `preparing`: downloads, checks and normalises the pictures. Repeats all of it after a
 * crash. A job keeps one slot until all are stored, which bounds memory.
 */
export async function prepare(job: Job, context: StepContext): Promise<Next> {
  const over = context.ends.watch(job);
  let share: Share | undefined;
  try {
    share = await context.preparing.take({ key: job.userId, signal: over.signal });
    await context.log.keepPictures(job.id, await prepared(job, context, over.signal));
  } catch (error) {
    if (over.signal.aborted) return AGAIN;
    // A failed write is not the pictures' fault.
    if (!(error instanceof BotError) || isUnwritable(error)) throw error;
    context.logger.info({ job: job.id, code: error.code, err: error }, 'picture refused');
    return await fail(job, context, error.code, error.facts);
  } finally {
    share?.release();
    over.unwatch();
  }
  return AGAIN;
}

/** One by one: each may be large, and their total size is limited. */
async function prepared(
  job: Job,
  { destinations, preparePicture, prepareMade }: StepContext,
  signal: AbortSignal,
): Promise<readonly HashedPicture[]> {
  const { attachments, userId, wanted } = job;
  // Does not download them if no worker can use them.
  const { recipe } = destinations.find(wanted.recipe) ?? {};
  if (!recipe) throw new BotError('workflow_gone');
  const mismatch = recipeMismatch(recipe, job);
  if (mismatch) throw new BotError(mismatch);
  const options = new Map(pictureOptions(recipe.options));
  const pictures: HashedPicture[] = [];
  let left = MOST_INPUT_BYTES;
  for (const { option: name, person, source, fromFace } of wanted.inputs) {
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
    pictures.push({ ...picture, option: name, person, source, fromFace });
  }
  return pictures;
}

/** How a member's picture for this option is prepared. */
export function useOf({ use, maxSide, maxPixels }: PictureOption): PictureUse {
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

/** The largest of the bot's own pictures to use as input, in bytes. */
const LARGEST_BYTES = 24 * 1024 * 1024;

/**
 * Downloads a picture from a job's message if it is no longer stored here. `undefined` if the
 * message shows no such picture.
 */
export interface PostedSource {
  read(job: Job, picture: number, signal: AbortSignal): Promise<Buffer | undefined>;
}

export interface MadePicturesOptions {
  readonly log: Pick<JobLog, 'jobs'>;
  readonly pictures: Pick<PictureStore, 'read' | 'bytesOf'>;
}

/** Reads the bot's own pictures, wherever they are by now. */
export class MadePictures {
  readonly #options: MadePicturesOptions;
  #posted: PostedSource | undefined;

  constructor(options: MadePicturesOptions) {
    this.#options = options;
  }

  /**
   * Sets the source of pictures that are no longer on disk. Discord is connected after this is
   * created.
   */
  readPosted(posted: PostedSource): void {
    this.#posted = posted;
  }

  /**
   * A picture's file, from disk or else from its message.
   *
   * @throws BotError `source_withheld` if it may no longer be used, `source_gone` if it is nowhere
   * any more, `picture_too_large`, and download errors.
   */
  async read({ job: id, picture }: PictureSource, signal: AbortSignal): Promise<Buffer> {
    const job = await this.#options.log.jobs.find(id);
    if (!job) throw new BotError('source_gone');
    if (job.visibility !== 'shown' || job.erasedAt !== undefined) {
      throw new BotError('source_withheld');
    }
    const kept = await this.#kept(job, picture);
    const file = kept ?? (await this.#posted?.read(job, picture, signal).catch(undefinedIfGone));
    if (!file) throw new BotError('source_gone');
    return file;
  }

  async #kept({ pictures }: Job, picture: number): Promise<Buffer | undefined> {
    const stored = pictures[picture];
    if (!stored) return undefined;
    // If the file is missing, the message may still have it.
    const there = await this.#options.pictures.bytesOf(stored).catch(() => undefined);
    if (!there) return undefined;
    if (there.size > LARGEST_BYTES) throw new BotError('picture_too_large');
    return this.#options.pictures.read(stored);
  }
}

/** Download errors speak of photos, since most inputs are. */
function undefinedIfGone(error: unknown): undefined {
  if (
    error instanceof BotError &&
    (error.code === 'photo_gone' || error.code === 'not_a_picture')
  ) {
    return undefined;
  }
  throw error;
}

/**
 * Why a job is not prepared or sent: its recipe has changed since the request. `undefined` if it
 * still fits. Built-in recipes accept every value that they ever offered. A workflow is an
 * operator's file, and the values must be among those it offers now.
 */
export function recipeMismatch(
  recipe: Recipe,
  { wanted, ageRestricted, priceMicros }: Pick<Job, 'wanted' | 'ageRestricted' | 'priceMicros'>,
): 'other_version' | 'workflow_changed' | ReturnType<typeof ratingRefusal> {
  const { rating, known } = recipe;
  const takes = takesInputs(recipe, wanted.inputs);
  if (rating === 'by_checkpoint') return takes ? undefined : 'other_version';
  const fits = !hasRemovedOption(recipe, wanted.params) && known.safeParse(wanted.params).success;
  if (!takes || !fits) return 'workflow_changed';
  // No price was reserved for it.
  if (recipe.price && priceMicros === undefined) return 'workflow_changed';
  return ratingRefusal(rating, { face: wanted.person, ageRestricted });
}

import type { PictureSource } from '../comfy/job-input.ts';
import { BotError } from '../errors/errors.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import type { PictureStore } from '../images/picture-store.ts';

/** The largest picture of the bot's own that is worked on, in bytes. */
const LARGEST_BYTES = 24 * 1024 * 1024;

/**
 * Fetches one of the pictures that a job's message shows, where it is no longer kept here. `undefined` where
 * the message shows no such picture.
 */
export interface PostedSource {
  read(job: Job, picture: number, signal: AbortSignal): Promise<Buffer | undefined>;
}

export interface MadePicturesOptions {
  readonly log: Pick<JobLog, 'jobs'>;
  readonly pictures: Pick<PictureStore, 'read' | 'bytesOf'>;
}

/** The pictures that the bot made, wherever they are by now. */
export class MadePictures {
  readonly #options: MadePicturesOptions;
  #posted: PostedSource | undefined;

  constructor(options: MadePicturesOptions) {
    this.#options = options;
  }

  /** Takes what is no longer on the disk from there. Discord is reached later than this is made. */
  readPosted(posted: PostedSource): void {
    this.#posted = posted;
  }

  /**
   * The file of a picture: from the disk, and else from its message.
   *
   * @throws BotError `source_withheld` where nothing may be made from it any more, `source_gone` where it can
   * no longer be had, `picture_too_large`, and what fetching it throws.
   */
  async read({ job: id, picture }: PictureSource, signal: AbortSignal): Promise<Buffer> {
    const job = await this.#options.log.jobs.find(id);
    if (!job) throw new BotError('source_gone');
    if (job.visibility !== 'shown' || job.erasedAt !== undefined) {
      throw new BotError('source_withheld');
    }
    const kept = await this.#kept(job, picture);
    const file = kept ?? (await this.#posted?.read(job, picture, signal).catch(goneIfGone));
    if (!file) throw new BotError('source_gone');
    return file;
  }

  async #kept({ pictures }: Job, picture: number): Promise<Buffer | undefined> {
    const stored = pictures[picture];
    if (!stored) return undefined;
    // A file that is gone may still be in the message.
    const there = await this.#options.pictures.bytesOf(stored).catch(() => undefined);
    if (!there) return undefined;
    if (there.size > LARGEST_BYTES) throw new BotError('picture_too_large');
    return this.#options.pictures.read(stored);
  }
}

/** What cannot be fetched is called a photo, as most of it is. */
function goneIfGone(error: unknown): undefined {
  if (
    error instanceof BotError &&
    (error.code === 'photo_gone' || error.code === 'not_a_picture')
  ) {
    return undefined;
  }
  throw error;
}

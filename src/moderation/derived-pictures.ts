import type { Clock } from '../engines/clock.ts';
import { inSlices, type Slicing } from '../engines/slices.ts';
import { type PictureStore, removePictures, type StoredPicture } from '../images/picture-store.ts';
import type { JobLog } from '../jobs/job-log.ts';
import type { Job, JobState } from '../jobs/job.ts';
import type { FollowCursor } from '../jobs/sql/picture-sources.ts';
import type { Logger } from '../logger/logger.ts';
import type { Reports } from './sql/reports.ts';

/**
 * Applies all pending changes to derived pictures, slice by slice. Passes on the pictures whose
 * files are to be deleted.
 *
 * @throws the signal's reason, and database errors.
 */
export async function followAll(
  reports: Pick<Reports, 'follow'>,
  onGone: (pictures: readonly StoredPicture[]) => Promise<void>,
  slicing: Slicing,
): Promise<void> {
  let from: FollowCursor | undefined;
  await inSlices(async () => {
    const slice = await reports.follow(from);
    from = slice.from;
    if (slice.pictures.length > 0) await onGone(slice.pictures);
    return !slice.isLast;
  }, slicing);
}

/** After a database error. */
const PAUSE_AFTER_ERROR_MS = 60_000;

export interface FollowingOptions {
  readonly log: Pick<JobLog, 'events'>;
  readonly reports: Pick<Reports, 'follow'>;
  readonly pictures: Pick<PictureStore, 'remove'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly slicing: Slicing;
}

/**
 * Applies a picture's changes to the pictures derived from it: hidden, restored, removed, or
 * consent withdrawn. Pending work is stored, so it continues after a restart.
 */
export class Following {
  readonly #options: FollowingOptions;
  /** The walk under way and the next one. */
  #walk: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  readonly #onChanged = (_job: Job, from?: JobState | null) => {
    // A move to another message changes nothing here.
    if (from === undefined) void this.follow();
  };

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** Resumes what an earlier process left, and follows every change from then on. */
  start(): void {
    this.#options.log.events.on('changed', this.#onChanged);
    void this.follow();
  }

  /** Resolves when the slice under way is done; none starts once the signal has aborted. */
  async stop(): Promise<void> {
    this.#options.log.events.off('changed', this.#onChanged);
    await this.#walk;
  }

  /**
   * Applies all changes so far. Resolves when done, when the bot stops, or on a database error,
   * after which it is retried. Never rejects.
   */
  follow(): Promise<void> {
    this.#next ??= this.#walk.then(() => {
      this.#next = undefined;
      return (this.#walk = this.#followAll());
    });
    return this.#next;
  }

  async #followAll(): Promise<void> {
    const { reports, clock, logger, slicing } = this.#options;
    const { signal } = slicing;
    const onGone = (gone: readonly StoredPicture[]) => removePictures(gone, this.#options);
    try {
      await followAll(reports, onGone, slicing);
    } catch (err) {
      if (signal.aborted) return;
      logger.error({ err }, 'changes could not be applied to derived pictures');
      const followAgain = () => this.follow();
      void clock.sleep(PAUSE_AFTER_ERROR_MS, signal).then(followAgain, () => undefined);
    }
  }
}

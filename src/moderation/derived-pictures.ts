import type { Clock } from '../engines/clock.ts';
import { inSlices, type Slicing } from '../engines/slices.ts';
import { type PictureStore, removePictures, type StoredPicture } from '../images/picture-store.ts';
import type { JobLog } from '../jobs/job-log.ts';
import type { Job, JobState } from '../jobs/job.ts';
import type { FollowCursor } from '../jobs/sql/picture-sources.ts';
import type { Logger } from '../logger/logger.ts';
import type { Reports } from './sql/reports.ts';

/**
 * Follows everything that is to be followed, slice by slice. Hands on the pictures whose files are to go.
 *
 * @throws the signal's reason, and what the database says.
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

/** Where the database itself fails. */
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
 * Has what was made from a picture follow what becomes of it: hidden, shown again, removed, or of somebody who
 * takes back their consent. What is to be followed is on record, and so goes on where a stop of the bot cut it
 * short.
 */
export class Following {
  readonly #options: FollowingOptions;
  /** The walk under way, and the one after it. */
  #walk: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  readonly #onChanged = (_job: Job, from?: JobState | null) => {
    // A move is followed by nothing.
    if (from === undefined) void this.follow();
  };

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier run left, and follows every change from then on. */
  start(): void {
    this.#options.log.events.on('changed', this.#onChanged);
    void this.follow();
  }

  /** Resolves when the slice under way is done; nothing begins once the signal of its slices has aborted. */
  async stop(): Promise<void> {
    this.#options.log.events.off('changed', this.#onChanged);
    await this.#walk;
  }

  /**
   * Follows everything that has changed until now. Resolves when that is done, when the bot stops, or where the
   * database fails, after which it is tried again. Never rejects.
   */
  follow(): Promise<void> {
    this.#next ??= this.#walk.then(() => {
      this.#next = undefined;
      return (this.#walk = this.#followAll());
    });
    return this.#next;
  }

  async #followAll(): Promise<void> {
    const { reports, logger, slicing } = this.#options;
    const onGone = (gone: readonly StoredPicture[]) => removePictures(gone, this.#options);
    try {
      await followAll(reports, onGone, slicing);
    } catch (err) {
      if (slicing.signal.aborted) return;
      logger.error({ err }, 'what was made from a picture could not follow it');
      void this.#tryAgain();
    }
  }

  async #tryAgain(): Promise<void> {
    const { clock, slicing } = this.#options;
    await clock.sleep(PAUSE_AFTER_ERROR_MS, slicing.signal).then(
      () => this.follow(),
      () => undefined,
    );
  }
}

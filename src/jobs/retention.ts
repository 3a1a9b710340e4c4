import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Erasure } from './erasure.ts';
import type { Job } from './job.ts';
import type { JobLog } from './job-log.ts';
import type { PictureStore } from './picture-store.ts';
import type { Reports } from './reports.ts';

const HOUR_MS = 60 * 60_000;
/** What is erased counts toward the limits of a day, and for no longer. */
const ERASED_COUNT_MS = 24 * HOUR_MS;
/** While somebody reads the database. */
const LOOK_AGAIN_MS = 5_000;

export interface RetentionOptions {
  readonly log: JobLog;
  readonly reports: Reports;
  readonly erasure: Erasure;
  /** Sets out to delete the messages of jobs that were erased. */
  readonly deleteMessages: (jobs: readonly Job[]) => void;
  readonly pictures: PictureStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long pictures are kept after their job has ended, and rows; milliseconds. */
  readonly resultRetentionMs: number;
  readonly logRetentionMs: number;
}

/** Removes what has been kept for long enough: at once, and then hourly. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #stop = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#work = this.#repeat();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #repeat(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#stop.signal.aborted) {
      await this.#removeOld();
      await this.#leaveNoTrace();
      await clock.sleep(HOUR_MS, this.#stop.signal).catch(() => undefined);
    }
  }

  /** What was removed now, or before a crash, is in the database's files until it can be taken out. */
  async #leaveNoTrace(): Promise<void> {
    const { log, clock } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted && !(await log.checkpoint())) {
      await clock.sleep(LOOK_AGAIN_MS, signal).catch(() => undefined);
    }
  }

  async #removeOld(): Promise<void> {
    const {
      log,
      reports,
      erasure,
      deleteMessages,
      pictures,
      clock,
      logger,
      resultRetentionMs,
      logRetentionMs,
    } = this.#options;
    try {
      const now = clock.now();
      const lapsed = await reports.lapse(now - logRetentionMs);
      const erased = await erasure.takeUp();
      deleteMessages([...lapsed.flatMap((one) => one.erased), ...erased.jobs]);
      const forgotten = [
        ...lapsed.flatMap((one) => one.pictures),
        ...erased.pictures,
        ...(await log.forgetPictures(now - resultRetentionMs)),
      ];
      const jobs = await log.forgetJobs(now - logRetentionMs);
      await log.forgetErased(now - ERASED_COUNT_MS);
      await reports.forget(now - logRetentionMs);
      // Files last: one that no row names is swept at the next start.
      await pictures.remove(forgotten);
      if (forgotten.length + jobs > 0) {
        logger.info({ pictures: forgotten.length, jobs }, 'removed what was kept for long enough');
      }
    } catch (err) {
      logger.error({ err }, 'what was kept for long enough could not be removed');
    }
  }
}

import type { Clock } from '../engines/clock.ts';
import { followSlices, inSlices, type Slicing } from '../engines/slices.ts';
import type { Turns } from '../engines/turns.ts';
import { Watch } from '../engines/watch.ts';
import { removePictures } from '../images/picture-store.ts';
import { forgetPauses } from '../jobs/sql/pauses.ts';
import { BETWEEN_QUESTIONS_MS, forgetQuestions } from '../jobs/sql/poster-questions.ts';
import { lapseReports } from '../moderation/moderation.ts';
import type { Reports } from '../moderation/sql/reports.ts';
import { forgetEntitlements } from '../premium/sql/entitlements.ts';
import { FROM_THE_OLDEST, type TimeCursor } from '../store/queries.ts';
import type { Store } from '../store/store.ts';
import { clearsAway, type ClearsAwayOptions, type Erasure } from './erasure.ts';
import { BETWEEN_COPIES_MS, forgetCopies } from './sql/data-copies.ts';
import { forgetErasedPeople } from './sql/erasures.ts';
import { forgetRemovedInstalls } from './sql/removed-installs.ts';
import {
  forgetConsents,
  forgetDeadTokens,
  type ForgetEnded,
  forgetErased,
  forgetJobs,
  forgetPictures,
  forgetReports,
  inCommit,
} from './sql/retention.ts';

const HOUR_MS = 60 * 60_000;
/** Erased data counts toward daily limits for this long. */
const ERASED_COUNT_MS = 24 * HOUR_MS;

export interface RetentionOptions extends ClearsAwayOptions {
  readonly store: Store;
  readonly reports: Reports;
  readonly erasure: Erasure;
  /** Whether this machine's clock is right; otherwise nothing is removed. */
  readonly clockIsRight: () => Promise<boolean>;
  readonly clock: Clock;
  readonly turns: Turns;
  /** How long to keep pictures after their job's end, and rows; milliseconds. */
  readonly resultRetentionMs: number;
  readonly logRetentionMs: number;
  /** How long to keep refused prompts and pauses once they no longer count. */
  readonly safetyRecordMs: number;
}

/** Removes expired data: at once, then hourly, slice by slice. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #watch: Watch;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#watch = new Watch({ check: (signal) => this.#check(signal), clock: options.clock });
  }

  start(): void {
    this.#watch.wake();
  }

  /** Resolves when the slice under way is done. */
  async stop(): Promise<void> {
    await this.#watch.stop();
  }

  async #check(signal: AbortSignal): Promise<number> {
    const { store, turns, logger } = this.#options;
    await this.#removeOld({ turns, signal }).catch((err: unknown) => {
      if (!signal.aborted) logger.error({ err }, 'expired data could not be removed');
    });
    store.leaveNoTrace();
    return HOUR_MS;
  }

  async #removeOld(slicing: Slicing): Promise<void> {
    const { store, reports, erasure, pictures, clock, logger } = this.#options;
    const { resultRetentionMs, logRetentionMs, safetyRecordMs, clockIsRight } = this.#options;
    const mayRemove = await clockIsRight();
    const now = clock.now();
    const logBefore = now - logRetentionMs;
    const clearAway = clearsAway(this.#options);
    if (mayRemove) await lapseReports(reports, logBefore, clearAway, slicing);
    // Members' requests do not depend on the clock.
    await erasure.resume(clearAway);
    if (!mayRemove) return;
    /** Walks along jobs that ended before that time, oldest first. */
    const forgetEnded = <T>(
      forget: ForgetEnded<T>,
      before: number,
      onForgotten: (forgotten: T) => unknown,
    ) => {
      const forgetFrom = async (from: TimeCursor) => {
        const { forgotten, next } = await inCommit(store, forget, before, from);
        await onForgotten(forgotten);
        return next;
      };
      return followSlices(FROM_THE_OLDEST, forgetFrom, slicing);
    };
    let files = 0;
    let rows = 0;
    await forgetEnded(forgetPictures, now - resultRetentionMs, async (forgotten) => {
      // Files last: a sweep finds those without a row.
      await removePictures(forgotten, { pictures, logger });
      files += forgotten.length;
    });
    const count = (forgotten: number) => {
      rows += forgotten;
    };
    await forgetEnded(forgetJobs, logBefore, count);
    await forgetEnded(forgetErased, now - ERASED_COUNT_MS, count);
    const forgetConsentsFrom = (from: number) => inCommit(store, forgetConsents, logBefore, from);
    await followSlices(0, forgetConsentsFrom, slicing);
    const others = [
      () => inCommit(store, forgetReports, logBefore),
      () => inCommit(store, forgetDeadTokens, now),
      () => inCommit(store, forgetQuestions, now - BETWEEN_QUESTIONS_MS),
      () => inCommit(store, forgetCopies, now - BETWEEN_COPIES_MS),
      () => inCommit(store, forgetPauses, now, safetyRecordMs),
      () => inCommit(store, forgetErasedPeople, logBefore),
      () => inCommit(store, forgetEntitlements, logBefore),
      () => inCommit(store, forgetRemovedInstalls, logBefore),
    ];
    for (const forgetSome of others) await inSlices(async () => (await forgetSome()) > 0, slicing);
    if (files + rows > 0) {
      logger.info({ pictures: files, jobs: rows }, 'removed expired data');
    }
  }
}

import type { Clock } from '../engines/clock.ts';
import { followSlices, inSlices } from '../engines/slices.ts';
import type { Turns } from '../engines/turns.ts';
import { BETWEEN_QUESTIONS_MS } from '../jobs/sql/poster-questions.ts';
import { lapseReports } from '../moderation/moderation.ts';
import type { Reports } from '../moderation/sql/reports.ts';
import { FROM_THE_OLDEST, type TimeCursor } from '../store/queries.ts';
import type { Store } from '../store/store.ts';
import { clearsAway, type ClearsAwayOptions, type Erasure } from './erasure.ts';
import { BETWEEN_COPIES_MS } from './sql/data-copies.ts';
import { type Forgotten, OldRows } from './sql/retention.ts';

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
  readonly #old: OldRows;
  readonly #stop = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#old = new OldRows(options.store);
  }

  start(): void {
    this.#work = this.#repeat();
  }

  /** Resolves when the slice under way is done. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #repeat(): Promise<void> {
    const { store, clock, logger } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#removeOld().catch((err: unknown) => {
        if (signal.aborted) return;
        logger.error({ err }, 'expired data could not be removed');
      });
      store.leaveNoTrace();
      await clock.sleep(HOUR_MS, signal).catch(() => undefined);
    }
  }

  async #removeOld(): Promise<void> {
    const { reports, erasure, pictures, clock, logger } = this.#options;
    const old = this.#old;
    const { resultRetentionMs, logRetentionMs, safetyRecordMs, clockIsRight } = this.#options;
    const mayRemove = await clockIsRight();
    const now = clock.now();
    const clearAway = clearsAway(this.#options);
    if (mayRemove) await lapseReports(reports, now - logRetentionMs, clearAway, this.#slicing);
    // Members' requests do not depend on the clock.
    await erasure.resume(clearAway);
    if (!mayRemove) return;
    let files = 0;
    let rows = 0;
    const withoutPictures = (from: TimeCursor) => old.forgetPictures(now - resultRetentionMs, from);
    await this.#forgetAll(withoutPictures, async (forgotten) => {
      // Files last: the next start sweeps those without a row.
      await pictures.remove(forgotten);
      files += forgotten.length;
    });
    const count = (forgotten: number) => {
      rows += forgotten;
    };
    await this.#forgetAll((from) => old.forgetJobs(now - logRetentionMs, from), count);
    await this.#forgetAll((from) => old.forgetErased(now - ERASED_COUNT_MS, from), count);
    await followSlices(
      0,
      (from: number) => old.forgetConsents(now - logRetentionMs, from),
      this.#slicing,
    );
    await inSlices(() => old.forgetReports(now - logRetentionMs), this.#slicing);
    await inSlices(() => old.forgetDeadTokens(now), this.#slicing);
    await inSlices(() => old.forgetQuestions(now - BETWEEN_QUESTIONS_MS), this.#slicing);
    await inSlices(() => old.forgetCopies(now - BETWEEN_COPIES_MS), this.#slicing);
    await inSlices(() => old.forgetPauses(now, safetyRecordMs), this.#slicing);
    await inSlices(() => old.forgetErasedPeople(now - logRetentionMs), this.#slicing);
    if (files + rows > 0) {
      logger.info({ pictures: files, jobs: rows }, 'removed expired data');
    }
  }

  async #forgetAll<T>(
    forget: (from: TimeCursor) => Promise<Forgotten<T>>,
    onForgotten: (forgotten: T) => unknown,
  ): Promise<void> {
    const forgetFrom = async (from: TimeCursor) => {
      const { forgotten, next } = await forget(from);
      await onForgotten(forgotten);
      return next;
    };
    await followSlices(FROM_THE_OLDEST, forgetFrom, this.#slicing);
  }

  get #slicing() {
    return { turns: this.#options.turns, signal: this.#stop.signal };
  }
}

import type { Clock } from '../clock.ts';
import type { Logger } from '../logger/logger.ts';
import { followSlices, inSlices } from '../slices.ts';
import type { Turns } from '../turns.ts';
import { BETWEEN_COPIES_MS } from '../record/person/data-copies.ts';
import type { Database } from '../record/store/database.ts';
import { forgetErasedPeople } from '../record/person/erased-people.ts';
import type { Erasure } from './erasure.ts';
import {
  forgetConsents,
  forgetCopies,
  forgetErased,
  forgetJobs,
  forgetPictures,
  type Forgotten,
} from '../record/person/forget.ts';
import type { Job } from '../record/job/job.ts';
import type { PictureStore } from '../record/store/picture-store.ts';
import type { Decided, Reports } from './reports.ts';
import type { Store } from '../record/store/store.ts';
import { FROM_THE_OLDEST, type TimeCursor } from '../record/store/walk.ts';

const HOUR_MS = 60 * 60_000;
/** What is erased counts toward the limits of a day, and for no longer. */
const ERASED_COUNT_MS = 24 * HOUR_MS;

export interface RetentionOptions {
  readonly store: Store;
  readonly reports: Reports;
  readonly erasure: Erasure;
  /** Sets out to delete the messages of jobs that were erased. */
  readonly deleteMessages: (jobs: readonly Job[]) => void;
  /** Whether time is what this machine takes it for: by any other nothing is removed. */
  readonly clockIsRight: () => Promise<boolean>;
  readonly pictures: PictureStore;
  readonly clock: Clock;
  readonly turns: Turns;
  readonly logger: Logger;
  /** How long pictures are kept after their job has ended, and rows; milliseconds. */
  readonly resultRetentionMs: number;
  readonly logRetentionMs: number;
}

/** Removes what has been kept for long enough: at once, and then hourly, slice by slice. */
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
        logger.error({ err }, 'what was kept for long enough could not be removed');
      });
      store.leaveNoTrace();
      await clock.sleep(HOUR_MS, signal).catch(() => undefined);
    }
  }

  async #removeOld(): Promise<void> {
    const { store, reports, erasure, deleteMessages, pictures, clock, logger } = this.#options;
    const { resultRetentionMs, logRetentionMs, clockIsRight } = this.#options;
    const mayRemove = await clockIsRight();
    const now = clock.now();
    const onLapsed = async (lapsed: Decided) => {
      deleteMessages(lapsed.erased);
      await pictures.remove(lapsed.pictures);
    };
    if (mayRemove) await reports.lapse(now - logRetentionMs, onLapsed, this.#slicing);
    // What people ask for goes by no clock.
    const erased = await erasure.takeUp();
    deleteMessages(erased.jobs);
    await pictures.remove(erased.pictures);
    if (!mayRemove) return;
    let files = 0;
    let rows = 0;
    await this.#forgetAll(now - resultRetentionMs, forgetPictures, async (forgotten) => {
      // Files last: one that no row names is swept at the next start.
      await pictures.remove(forgotten);
      files += forgotten.length;
    });
    const count = (forgotten: number) => {
      rows += forgotten;
    };
    await this.#forgetAll(now - logRetentionMs, forgetJobs, count);
    await this.#forgetAll(now - ERASED_COUNT_MS, forgetErased, count);
    await this.#removeConsents(now - logRetentionMs);
    await inSlices(() => reports.forget(now - logRetentionMs), this.#slicing);
    await inSlices(async () => {
      const copies = await store.write((trx) => forgetCopies(trx, now - BETWEEN_COPIES_MS));
      return copies > 0;
    }, this.#slicing);
    await inSlices(async () => {
      const people = await store.write((trx) => forgetErasedPeople(trx, now - logRetentionMs));
      return people > 0;
    }, this.#slicing);
    if (files + rows > 0) {
      logger.info({ pictures: files, jobs: rows }, 'removed what was kept for long enough');
    }
  }

  async #forgetAll<T>(
    before: number,
    forget: (trx: Database, before: number, after: TimeCursor) => Promise<Forgotten<T>>,
    onForgotten: (forgotten: T) => unknown,
  ): Promise<void> {
    const { store } = this.#options;
    const forgetFrom = async (from: TimeCursor) => {
      const { forgotten, next } = await store.write((trx) => forget(trx, before, from));
      await onForgotten(forgotten);
      return next;
    };
    await followSlices(FROM_THE_OLDEST, forgetFrom, this.#slicing);
  }

  async #removeConsents(before: number): Promise<void> {
    const { store } = this.#options;
    const forgetFrom = (from: number) => store.write((trx) => forgetConsents(trx, before, from));
    await followSlices(0, forgetFrom, this.#slicing);
  }

  get #slicing() {
    return { turns: this.#options.turns, signal: this.#stop.signal };
  }
}

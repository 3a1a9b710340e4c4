import type { Clock } from '../engines/clock.ts';
import { followSlices, inSlices, type Slicing } from '../engines/slices.ts';
import { removePictures, type RemovePicturesOptions } from '../images/picture-store.ts';
import type { JobLog } from '../jobs/job-log.ts';
import type { Job } from '../jobs/job.ts';
import { type ConsentCounts, withdrawSomeConsents } from '../jobs/sql/consents.ts';
import {
  type ClearAway,
  eraseDecidedJobs,
  eraseOneJob,
  eraseSomeJobs,
  type JobsToErase,
  type ToClear,
  wasAllowedBefore,
} from '../jobs/sql/erase-jobs.ts';
import type { Following } from '../moderation/derived-pictures.ts';
import { FROM_THE_OLDEST } from '../store/queries.ts';
import type { Store } from '../store/store.ts';
import {
  askErasure,
  type AskedErasure,
  nameErasure,
  noteErased,
  timeOfRequest,
  unfinishedErasures,
} from './sql/erasures.ts';
import {
  askInstallErasure,
  noteInstallErased,
  type RemovedInstall,
  unfinishedInstallErasures,
} from './sql/removed-installs.ts';

/** The result of an erasure. */
export interface Erased {
  readonly jobs: number;
  /** How many jobs wait for the decision of a report. */
  readonly waiting: number;
}

export interface ErasureOptions {
  readonly store: Store;
  readonly log: JobLog;
  readonly following: Pick<Following, 'follow'>;
  readonly clock: Clock;
  readonly slicing: Slicing;
}

/**
 * Erases members' data. What rate limits need is kept, without prompts and under a pseudonym, until
 * it no longer counts. A block stays, since it is the server's.
 *
 * The request is stored until all of it is done, slice by slice, so it resumes after a restart.
 */
export class Erasure {
  readonly #store: Store;
  readonly #log: JobLog;
  readonly #underWay: UnderWay;
  readonly #following: Pick<Following, 'follow'>;
  readonly #clock: Clock;
  readonly #slicing: Slicing;

  constructor({ store, log, following, clock, slicing }: ErasureOptions) {
    this.#store = store;
    this.#log = log;
    this.#underWay = new UnderWay({ log, slicing });
    this.#following = following;
    this.#clock = clock;
    this.#slicing = slicing;
  }

  /**
   * Cancels a member's jobs with a photo of a person, and withdraws all their consents so far.
   * Other members' pictures based on these are removed. Returns how many there were.
   *
   * @throws the reason why the bot stops.
   */
  async withdrawConsents(userId: string): Promise<ConsentCounts> {
    const askedAt = await timeOfRequest(this.#store, userId, this.#clock);
    const isIncluded = (job: Job) => job.createdAt <= askedAt && job.wanted.person;
    await this.#underWay.cancel({ userId, askedAt }, 'consent withdrawn', isIncluded);
    return this.#takeBackConsents({ userId, askedAt });
  }

  async #takeBackConsents({ userId, askedAt }: AskedErasure): Promise<ConsentCounts> {
    let consents = 0;
    let statements = 0;
    await inSlices(async () => {
      const slice = await this.#log.change(
        (changing) => withdrawSomeConsents(changing, userId, askedAt),
        'person',
      );
      consents += slice.consents;
      statements += slice.statements;
      return slice.isMore;
    }, this.#slicing);
    await this.#following.follow();
    return { consents, statements };
  }

  /**
   * Cancels unfinished jobs and erases everything. A job hidden by an open report is marked and
   * waits for the decision. `clearAway` deletes files and messages, slice by slice.
   *
   * @throws the reason why the bot stops; the next start continues.
   */
  async erase(userId: string, clearAway: ClearAway): Promise<Erased> {
    const asked = await askErasure(this.#store, userId, this.#clock);
    return this.#carryOut(asked, clearAway);
  }

  /**
   * Stores that a user removed their own install of the bot. False if what it alone allowed until then is
   * erased.
   */
  noteInstallRemoved(removed: RemovedInstall): Promise<boolean> {
    return this.#log.change((changing) => askInstallErasure(changing, removed), 'person');
  }

  /** Erases what installs alone allowed that users have removed. @throws the first error, once it has tried all. */
  async eraseRemovedInstalls(clearAway: ClearAway): Promise<void> {
    const errors: unknown[] = [];
    for (const removed of await unfinishedInstallErasures(this.#store)) {
      this.#slicing.signal.throwIfAborted();
      await this.eraseRemovedInstall(removed, clearAway).catch((error: unknown) => {
        errors.push(error);
      });
    }
    if (errors.length > 0) throw errors[0];
  }

  /** Erases what an install alone allowed until its user removed it. Blocks, pauses and limits stay. */
  async eraseRemovedInstall(removed: RemovedInstall, clearAway: ClearAway): Promise<void> {
    const { userId, removedAt: askedAt } = removed;
    const asked = { userId, askedAt };
    try {
      await this.#underWay.cancel(asked, 'bot removed by its requester', (job) =>
        wasAllowedBefore(job, askedAt),
      );
      await this.#eraseJobs({ ...asked, byUserInstall: true }, clearAway);
      await this.#log.change((changing) => noteInstallErased(changing, removed));
    } finally {
      this.#store.leaveNoTrace();
    }
  }

  /** Erases one finished job; `undefined` if already erased, or held by a report. */
  async eraseJob(job: Pick<Job, 'id' | 'userId'>): Promise<ToClear | undefined> {
    const cleared = await this.#log.change((changing) => eraseOneJob(changing, job), 'person');
    this.#store.leaveNoTrace();
    return cleared;
  }

  /** Resumes erasures that a restart interrupted. */
  async resume(clearAway: ClearAway): Promise<void> {
    const unfinished = await unfinishedErasures(this.#store);
    for (const asked of unfinished) await this.#carryOut(asked, clearAway);
    await this.eraseRemovedInstalls(clearAway);
    await inSlices(async () => {
      const { isMore, ...slice } = await this.#log.change(eraseDecidedJobs, 'person');
      await clearAway(slice);
      return isMore;
    }, this.#slicing);
  }

  async #carryOut(asked: AskedErasure, clearAway: ClearAway): Promise<Erased> {
    try {
      await this.#underWay.cancel(asked, 'erased by its requester');
      // Before the rows lose their owner.
      await this.#takeBackConsents(asked);
      const erased = await this.#eraseJobs(asked, clearAway);
      for (const slice of nameErasure(asked.userId)) {
        await inSlices(() => this.#log.change(slice, 'person'), this.#slicing);
      }
      await this.#log.change((changing) => noteErased(changing, asked));
      return erased;
    } finally {
      // The request was stored with their id, even if there was no other row.
      this.#store.leaveNoTrace();
    }
  }

  async #eraseJobs(asked: JobsToErase, clearAway: ClearAway): Promise<Erased> {
    let jobs = 0;
    let waiting = 0;
    await followSlices(
      FROM_THE_OLDEST,
      async (from) => {
        const { next, ...slice } = await this.#log.change(
          (changing) => eraseSomeJobs(changing, { ...asked, from }),
          'person',
        );
        await clearAway(slice);
        jobs += slice.jobs.length;
        waiting += slice.waiting;
        return next;
      },
      this.#slicing,
    );
    return { jobs, waiting };
  }
}

/** Jobs cancelled per commit. Listeners hear of all of them in one turn of the event loop. */
const BATCH_JOBS = 25;

/** Cancels a member's unfinished jobs. */
export class UnderWay {
  readonly #log: JobLog;
  readonly #slicing: Slicing;

  constructor({ log, slicing }: { readonly log: JobLog; readonly slicing: Slicing }) {
    this.#log = log;
    this.#slicing = slicing;
  }

  /**
   * Cancels a member's jobs, by default those requested by then, in batches. Each batch is a commit, so a job that
   * completes meanwhile stays completed, and after a stop the rest stays unfinished. Returns how
   * many were cancelled.
   *
   * @throws the reason why the bot stops.
   */
  async cancel(
    { userId, askedAt }: AskedErasure,
    cause: string,
    isMeant: (job: Job) => boolean = (job) => job.createdAt <= askedAt,
  ): Promise<number> {
    const { turns, signal } = this.#slicing;
    let count = 0;
    for await (const jobs of this.#log.jobs.underWayOf(userId)) {
      signal.throwIfAborted();
      const meant = jobs.filter(isMeant);
      for (let start = 0; start < meant.length; start += BATCH_JOBS) {
        signal.throwIfAborted();
        await turns.take('read');
        const ids = meant.slice(start, start + BATCH_JOBS).map(({ id }) => id);
        count += (await this.#log.cancelEach(ids, cause, userId)).length;
      }
      await turns.take('person');
    }
    return count;
  }
}

export interface ClearsAwayOptions extends RemovePicturesOptions {
  /** Starts deleting the messages of erased jobs. */
  readonly deleteMessages: (jobs: readonly Job[]) => void;
}

/** Deletes files and messages of erased rows in the background. */
export function clearsAway({ deleteMessages, ...options }: ClearsAwayOptions): ClearAway {
  return async (slice) => {
    deleteMessages(slice.jobs);
    await removePictures(slice.pictures, options);
  };
}

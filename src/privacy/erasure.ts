import type { Clock } from '../engines/clock.ts';
import { followSlices, inSlices, type Slicing } from '../engines/slices.ts';
import { removePictures, type RemovePicturesOptions } from '../images/picture-store.ts';
import type { JobLog } from '../jobs/job-log.ts';
import type { Job } from '../jobs/job.ts';
import type { ClearAway, ToClear } from '../jobs/sql/erase-jobs.ts';
import type { Following } from '../moderation/derived-pictures.ts';
import { FROM_THE_OLDEST } from '../store/queries.ts';
import type { AskedErasure, Erasures } from './sql/erasures.ts';

/** What an erasure did. */
export interface Erased {
  readonly jobs: number;
  /** How many jobs wait for the decision about a report. */
  readonly waiting: number;
}

export interface ErasureOptions {
  readonly erasures: Erasures;
  readonly log: JobLog;
  readonly following: Pick<Following, 'follow'>;
  readonly clock: Clock;
  readonly slicing: Slicing;
}

/**
 * Takes back what people gave. What limits are counted from stays, without words and under a
 * pseudonym, until it is too old to count; a block stays, since it is the server's.
 *
 * That somebody asked is on record until all of it is done, slice by slice, so that it goes on
 * where a stop of the bot cut it short.
 */
export class Erasure {
  readonly #erasures: Erasures;
  readonly #underWay: UnderWay;
  readonly #following: Pick<Following, 'follow'>;
  readonly #clock: Clock;
  readonly #slicing: Slicing;

  constructor({ erasures, log, following, clock, slicing }: ErasureOptions) {
    this.#erasures = erasures;
    this.#underWay = new UnderWay({ log, slicing });
    this.#following = following;
    this.#clock = clock;
    this.#slicing = slicing;
  }

  /**
   * Cancels a person's jobs with a picture that may show somebody, and takes back every consent that they gave up to now.
   * What others made, or have made, with one of them goes. Gives how many consents those were.
   *
   * @throws the reason why the bot stops.
   */
  async withdrawConsents(userId: string): Promise<number> {
    const askedAt = this.#clock.now();
    const isMeant = (job: Job) => job.wanted.person;
    await this.#underWay.cancel({ userId, askedAt }, 'consent withdrawn', isMeant);
    return this.#takeBackConsents({ userId, askedAt });
  }

  async #takeBackConsents({ userId, askedAt }: AskedErasure): Promise<number> {
    let count = 0;
    await inSlices(async () => {
      const slice = await this.#erasures.withdrawConsents(userId, askedAt);
      count += slice.count;
      return slice.isMore;
    }, this.#slicing);
    await this.#following.follow();
    return count;
  }

  /**
   * Cancels what is under way and erases everything. What lies under an open report that hides it is
   * marked, and waits for the decision. Files and messages go by `clearAway`, slice by slice.
   *
   * @throws the reason why the bot stops, after which the next start goes on.
   */
  async erase(userId: string, clearAway: ClearAway): Promise<Erased> {
    const asked = { userId, askedAt: this.#clock.now() };
    await this.#erasures.ask(asked);
    return this.#carryOut(asked, clearAway);
  }

  /** Erases one finished job alone; `undefined` where it is erased already, or a report holds it. */
  async eraseJob(job: Pick<Job, 'id' | 'userId'>): Promise<ToClear | undefined> {
    const cleared = await this.#erasures.eraseJob(job);
    this.#erasures.leaveNoTrace();
    return cleared;
  }

  /** Cancels and erases what was asked for and is left, as where a stop of the bot cut it short. */
  async resume(clearAway: ClearAway): Promise<void> {
    for (const asked of await this.#erasures.asked()) await this.#carryOut(asked, clearAway);
    await inSlices(async () => {
      const { isMore, ...slice } = await this.#erasures.eraseDecidedJobs();
      await clearAway(slice);
      return isMore;
    }, this.#slicing);
  }

  async #carryOut(asked: AskedErasure, clearAway: ClearAway): Promise<Erased> {
    try {
      await this.#underWay.cancel(asked, 'erased by its requester');
      // Before their rows no longer say whose they are.
      await this.#takeBackConsents(asked);
      const erased = await this.#eraseJobs(asked, clearAway);
      for (const slice of this.#erasures.nameSlices(asked.userId)) {
        await inSlices(slice, this.#slicing);
      }
      await this.#erasures.noteDone(asked);
      return erased;
    } finally {
      // That they asked was written down with their name, even where there was no row.
      this.#erasures.leaveNoTrace();
    }
  }

  async #eraseJobs(asked: AskedErasure, clearAway: ClearAway): Promise<Erased> {
    let jobs = 0;
    let waiting = 0;
    await followSlices(
      FROM_THE_OLDEST,
      async (from) => {
        const { next, ...slice } = await this.#erasures.eraseJobs(asked, from);
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

/** How many jobs one commit ends. Listeners hear of all of them in one turn of the event loop. */
const BATCH_JOBS = 25;

const any = () => true;

/** Cancels what a member has under way. */
export class UnderWay {
  readonly #log: JobLog;
  readonly #slicing: Slicing;

  constructor({ log, slicing }: { readonly log: JobLog; readonly slicing: Slicing }) {
    this.#log = log;
    this.#slicing = slicing;
  }

  /**
   * Ends what a person had asked for by then, batch by batch. Each batch is a commit, so a job that
   * completes meanwhile stays completed, and a stop leaves the rest under way. Returns how many were ended.
   *
   * @throws the reason why the bot stops.
   */
  async cancel(
    { userId, askedAt }: AskedErasure,
    cause: string,
    isMeant: (job: Job) => boolean = any,
  ): Promise<number> {
    const { turns, signal } = this.#slicing;
    let count = 0;
    for await (const jobs of this.#slices(userId)) {
      const meant = jobs.filter((job) => job.createdAt <= askedAt && isMeant(job));
      for (let start = 0; start < meant.length; start += BATCH_JOBS) {
        signal.throwIfAborted();
        await turns.take('read');
        const ids = meant.slice(start, start + BATCH_JOBS).map(({ id }) => id);
        count += (await this.#log.cancelEach(ids, cause, userId)).length;
      }
    }
    return count;
  }

  async *#slices(userId: string): AsyncGenerator<readonly Job[]> {
    const { turns, signal } = this.#slicing;
    for await (const jobs of this.#log.jobs.underWayOf(userId)) {
      signal.throwIfAborted();
      yield jobs;
      await turns.take('person');
    }
  }
}

export interface ClearsAwayOptions extends RemovePicturesOptions {
  /** Sets out to delete the messages of jobs that were erased. */
  readonly deleteMessages: (jobs: readonly Job[]) => void;
}

/** Clears away what rows leave behind that nobody waits for. */
export function clearsAway({ deleteMessages, ...options }: ClearsAwayOptions): ClearAway {
  return async (slice) => {
    deleteMessages(slice.jobs);
    await removePictures(slice.pictures, options);
  };
}

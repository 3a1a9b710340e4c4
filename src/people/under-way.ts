import type { JobLog } from '../jobs/job-log.ts';
import type { Job } from '../jobs/job.ts';
import type { AskedErasure } from '../record/person/erasures.ts';
import type { Slicing } from '../slices.ts';

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

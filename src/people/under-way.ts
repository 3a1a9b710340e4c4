import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import type { AskedErasure } from '../record/person/erasures.ts';
import type { Slicing } from '../slices.ts';

const any = () => true;

/** What a person has under way: counted, and ended for them. */
export class UnderWay {
  readonly #log: JobLog;
  readonly #slicing: Slicing;

  constructor({ log, slicing }: { readonly log: JobLog; readonly slicing: Slicing }) {
    this.#log = log;
    this.#slicing = slicing;
  }

  /** @throws the reason why the bot stops. */
  async count(userId: string, isMeant: (job: Job) => boolean = any): Promise<number> {
    let count = 0;
    for await (const jobs of this.#slices(userId)) count += jobs.filter(isMeant).length;
    return count;
  }

  /**
   * Ends what a person had asked for by then, one by one, since each is a commit of its own that others are
   * told of. Gives how many those were.
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
      for (const job of jobs) {
        if (job.createdAt > askedAt || !isMeant(job)) continue;
        signal.throwIfAborted();
        await turns.take('person');
        if (await this.#log.cancel(job.id, cause, userId)) count += 1;
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

import type { JobLog } from '../../jobs/job-log.ts';
import type { Job } from '../../jobs/job.ts';
import type { Store } from '../../store/store.ts';
import type { TimeCursor } from '../../store/queries.ts';
import {
  eraseDecidedJobs,
  type ErasedJobs,
  eraseOneJob,
  eraseSomeJobs,
  type ToClear,
} from '../../jobs/sql/erase-jobs.ts';
import { nameErasure } from './erase-name.ts';
import { noteErasedPerson } from './erased-people.ts';
import { type WithdrawnConsents, withdrawSomeConsents } from '../../jobs/sql/consents.ts';

/**
 * Somebody's wish to have everything erased that they gave up to then, in milliseconds since the
 * epoch.
 */
export interface AskedErasure {
  readonly userId: string;
  readonly askedAt: number;
}

export interface ErasuresOptions {
  readonly store: Store;
  readonly log: JobLog;
}

/**
 * Who asked to be erased, and how far that has come. Everything goes slice by slice, each in a
 * commit of its own, so that it can go on where a stop of the bot cut it short.
 */
export class Erasures {
  readonly #store: Store;
  readonly #log: JobLog;

  constructor({ store, log }: ErasuresOptions) {
    this.#store = store;
    this.#log = log;
  }

  /** Puts on record that somebody asked, until {@link noteDone}. */
  async ask(asked: AskedErasure): Promise<void> {
    const { askedAt } = asked;
    await this.#store.write(
      (trx) =>
        trx
          .insertInto('erasures')
          .values(asked)
          .onConflict((conflict) => conflict.column('userId').doUpdateSet({ askedAt }))
          .execute(),
      'person',
    );
  }

  /** What was asked for and is not done yet. */
  asked(): Promise<readonly AskedErasure[]> {
    return this.#store.read.selectFrom('erasures').selectAll().execute();
  }

  /** Erases some of a person's jobs that are over, and marks those under a report that holds them. */
  eraseJobs(asked: AskedErasure, from: TimeCursor): Promise<ErasedJobs> {
    const { userId, askedAt } = asked;
    return this.#log.change(
      (changing) => eraseSomeJobs(changing, { userId, askedAt, from }),
      'person',
    );
  }

  /** Erases one of them alone; `undefined` where it is erased already, or a report holds it. */
  eraseJob(job: Pick<Job, 'id' | 'userId'>): Promise<ToClear | undefined> {
    return this.#log.change((changing) => eraseOneJob(changing, job), 'person');
  }

  /** Erases some jobs that waited for a decision which was made before the bot ended. */
  eraseDecidedJobs(): Promise<ToClear & { readonly isMore: boolean }> {
    return this.#log.change(eraseDecidedJobs, 'person');
  }

  /**
   * Pieces of work that take somebody's name out of all else, one after another. Each erases some,
   * and says whether there may be more.
   */
  nameSlices(userId: string): readonly (() => Promise<boolean>)[] {
    return nameErasure(userId).map((slice) => () => this.#log.change(slice, 'person'));
  }

  /**
   * All of it is done: from now on their pseudonym alone says that they asked. Not so where a job
   * could not be cancelled: that is taken up again.
   */
  async noteDone({ userId, askedAt }: AskedErasure): Promise<void> {
    await this.#log.change(async ({ trx, pseudonym }) => {
      const { numDeletedRows } = await trx
        .deleteFrom('erasures')
        .where('userId', '=', userId)
        .where('askedAt', '=', askedAt)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('jobs')
                .select('jobs.id')
                .where('jobs.userId', '=', userId)
                .where('jobs.finishedAt', 'is', null)
                .where('jobs.createdAt', '<=', askedAt),
            ),
          ),
        )
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await noteErasedPerson(trx, pseudonym(userId), askedAt);
    });
  }

  /** Takes back some of the consents that somebody gave up to then. See {@link withdrawSomeConsents}. */
  withdrawConsents(userId: string, withdrawnAt: number): Promise<WithdrawnConsents> {
    return this.#store.write((trx) => withdrawSomeConsents(trx, userId, withdrawnAt), 'person');
  }

  /** To be called once something was erased: the write-ahead log still holds it. */
  leaveNoTrace(): void {
    this.#store.leaveNoTrace();
  }
}

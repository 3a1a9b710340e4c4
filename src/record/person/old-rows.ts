import type { StoredPicture } from '../../images/picture-store.ts';
import { forgetQuestions } from '../../jobs/sql/poster-questions.ts';
import { forgetActs, forgetDecided } from '../report/forget-reports.ts';
import { forgetLifted } from '../../operator/kept-out.ts';
import type { Database } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { TimeCursor } from '../../store/queries.ts';
import { forgetExpired } from '../../store/deferrals.ts';
import { forgetErasedPeople } from './erased-people.ts';
import { forgetPauses } from '../../jobs/sql/pauses.ts';
import {
  forgetConsents,
  forgetCopies,
  forgetDeadTokens,
  forgetErased,
  forgetJobs,
  forgetPictures,
  type Forgotten,
} from './forget.ts';

/**
 * What has been kept for long enough. Each method removes some of what is older than that time,
 * in milliseconds since the epoch, in a commit of its own.
 */
export class OldRows {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Gives the pictures, whose files are to go. */
  forgetPictures(before: number, from: TimeCursor): Promise<Forgotten<StoredPicture[]>> {
    return this.#store.write((trx) => forgetPictures(trx, before, from));
  }

  /** Gives how many. */
  forgetJobs(before: number, from: TimeCursor): Promise<Forgotten<number>> {
    return this.#store.write((trx) => forgetJobs(trx, before, from));
  }

  /** Rows of jobs that were erased, whose number by state is kept. Gives how many. */
  forgetErased(before: number, from: TimeCursor): Promise<Forgotten<number>> {
    return this.#store.write((trx) => forgetErased(trx, before, from));
  }

  /** Consents to jobs that are gone, from that one on. Gives where the next slice begins. */
  forgetConsents(before: number, afterId: number): Promise<number | undefined> {
    return this.#store.write((trx) => forgetConsents(trx, before, afterId));
  }

  /** When people were sent copies of their data. Whether there were any. */
  forgetCopies(before: number): Promise<boolean> {
    return this.#some((trx) => forgetCopies(trx, before));
  }

  /** Questions to posters without a no. Whether there were any. */
  forgetQuestions(before: number): Promise<boolean> {
    return this.#some((trx) => forgetQuestions(trx, before));
  }

  /** Expired tokens of private jobs that are over and of interactions that were never answered. Whether there were any. */
  forgetDeadTokens(now: number): Promise<boolean> {
    return this.#some(
      async (trx) => (await forgetDeadTokens(trx, now)) + (await forgetExpired(trx, now)),
    );
  }

  /** Tries and pauses that have not counted for so long. Whether there were any. */
  forgetPauses(now: number, keepMs: number): Promise<boolean> {
    return this.#some((trx) => forgetPauses(trx, now, keepMs));
  }

  /** Who was erased. Whether there was anybody. */
  forgetErasedPeople(before: number): Promise<boolean> {
    return this.#some((trx) => forgetErasedPeople(trx, before));
  }

  /** Decided reports, what moderators did, and whom the operator lets in again. Whether there were any. */
  forgetReports(before: number): Promise<boolean> {
    return this.#some(async (trx) => {
      const decided = await forgetDecided(trx, before);
      return decided + (await forgetActs(trx, before)) + (await forgetLifted(trx, before));
    });
  }

  /** Whether a slice removed anything. */
  async #some(slice: (trx: Database) => Promise<number>): Promise<boolean> {
    return (await this.#store.write(slice)) > 0;
  }
}

import type { Clock } from '../clock.ts';
import type { Slicing } from '../slices.ts';
import { openDatabase } from '../store/database.ts';
import { Erasures } from '../record/person/erasures.ts';
import type { TakenBack } from '../record/person/erasures-since.ts';
import { noteTakenBack, type TakenBackAgain } from '../record/person/note-taken-back.ts';
import { Erasure } from './erasure.ts';
import { followAll } from './following.ts';
import { JobLog } from '../jobs/job-log.ts';
import { NO_LIMITS } from '../jobs/sql/limits.ts';
import type { Pseudonym } from '../store/pseudonym.ts';
import { Reports } from '../record/report/reports.ts';

export interface TakeBackOptions {
  readonly pseudonym: Pseudonym;
  readonly clock: Clock;
  readonly slicing: Slicing;
}

/**
 * Does in a copy with this version's schema what people have asked for since it was made: it erases
 * them, and withdraws their consents; and whom the operator has kept out since then is kept out of it.
 */
export async function takeBackAgain(
  path: string,
  takenBack: TakenBack,
  { pseudonym, clock, slicing }: TakeBackOptions,
): Promise<TakenBackAgain> {
  const done = noteTakenBack(path, takenBack, pseudonym);
  const database = openDatabase(path);
  try {
    const { store } = database;
    const log = new JobLog(store, clock, NO_LIMITS, pseudonym);
    const erasures = new Erasures({ store, log });
    const reports = new Reports({ store, log, clock });
    // The files are not the copy's: what no row of it names is swept by the start that comes.
    const nothing = () => Promise.resolve();
    const following = { follow: () => followAll(reports, nothing, slicing) };
    await new Erasure({ erasures, log, following, clock, slicing }).takeUp(nothing);
  } finally {
    await database.close();
  }
  return done;
}

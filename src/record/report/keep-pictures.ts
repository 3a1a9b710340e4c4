import { keepFetched } from '../job/fetched-pictures.ts';
import type { Database } from '../store/database.ts';
import type { StoredPicture } from '../store/picture-store.ts';

/**
 * Keeps what was fetched back of a finished job: see {@link keepFetched}. Gives the rows of the reports that moderators
 * are to see otherwise, since they can look at it from now on; `undefined` where the pictures may not be kept.
 */
export async function keepPictures(
  trx: Database,
  jobId: string,
  pictures: readonly StoredPicture[],
) {
  if (!(await keepFetched(trx, jobId, pictures))) return undefined;
  return trx
    .updateTable('reports')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('jobId', '=', jobId)
    .where('decidedAt', 'is', null)
    .returningAll()
    .execute();
}

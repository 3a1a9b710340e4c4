import type { Database } from '../store/database.ts';
import type { StoredPicture } from '../store/picture-store.ts';

/**
 * The pictures that a finished job's message shows were fetched back, as they were no longer here. Gives the rows of the
 * reports that moderators are to see otherwise, since they can look at it from now on; `undefined` where the pictures
 * may not be kept.
 */
export async function keepPictures(
  trx: Database,
  jobId: string,
  pictures: readonly StoredPicture[],
) {
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ pictures: JSON.stringify(pictures) })
    .where('id', '=', jobId)
    .where('visibility', '!=', 'removed')
    .where('erasedAt', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return undefined;
  return trx
    .updateTable('reports')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('jobId', '=', jobId)
    .where('decidedAt', 'is', null)
    .returningAll()
    .execute();
}

import type { Database } from '../../store/database.ts';
import type { StoredPicture } from '../../images/picture-store.ts';

/**
 * A finished job has its pictures again, fetched back from its message as they were no longer here. False where they
 * may not be kept. Nothing that people see of the job changes with it.
 */
export async function keepFetched(
  trx: Database,
  jobId: string,
  pictures: readonly StoredPicture[],
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ pictures: JSON.stringify(pictures) })
    .where('id', '=', jobId)
    .where('visibility', '!=', 'removed')
    .where('erasedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

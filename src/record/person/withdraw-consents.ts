import { takeBackFromSome } from '../job/take-back-consent.ts';
import type { Database } from '../../store/database.ts';

/** Rows changed in one transaction: each may change pictures that were made by it. */
const SLICE_ROWS = 5;

/** What became of a slice. */
export interface WithdrawnConsents {
  readonly count: number;
  readonly isMore: boolean;
}

/**
 * Takes back some of the consents that somebody gave up to then. Where very much was made with one of them, it goes piece by
 * piece, and the consent itself with the last: whoever is cut short finds it standing.
 */
export async function withdrawSomeConsents(
  trx: Database,
  userId: string,
  withdrawnAt: number,
): Promise<WithdrawnConsents> {
  const standing = await trx
    .selectFrom('consents')
    .select(['id', 'jobId'])
    .where('userId', '=', userId)
    .where('withdrawnAt', 'is', null)
    // One that is given meanwhile is another wish of theirs.
    .where('givenAt', '<=', withdrawnAt)
    .limit(SLICE_ROWS)
    .execute();
  for (const { jobId } of standing) {
    if (await takeBackFromSome(trx, { jobId, userId })) return { count: 0, isMore: true };
  }
  const ids = standing.map(({ id }) => id);
  await trx.updateTable('consents').set({ withdrawnAt }).where('id', 'in', ids).execute();
  return { count: ids.length, isMore: ids.length > 0 };
}

import type { Database } from '../store/database.ts';

/** Rows changed in one transaction: each may change every picture that was made by it. */
const SLICE_ROWS = 5;

/** Takes back some of the consents that somebody gave up to then. Gives how many. */
export async function withdrawSomeConsents(
  trx: Database,
  userId: string,
  withdrawnAt: number,
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('consents')
    .set({ withdrawnAt })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('consents')
        .select('id')
        .where('userId', '=', userId)
        .where('withdrawnAt', 'is', null)
        // One that is given meanwhile is another wish of theirs.
        .where('givenAt', '<=', withdrawnAt)
        .limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

import { sql, type RawBuilder } from 'kysely';
import type { Database } from './database.ts';
import { TELL_AGAIN } from './tell-again.ts';

/** So many rows are changed in one transaction. */
const SLICE_ROWS = 25;

/** Writes slice by slice, until one says that there is nothing left. */
export type WriteSlices = (slice: (trx: Database) => Promise<boolean>) => Promise<void>;

/** Takes somebody's id out of everything but their own jobs. What has to name somebody names the pseudonym. */
export async function eraseName(
  userId: string,
  pseudonym: string,
  inSlices: WriteSlices,
): Promise<void> {
  await inSlices(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('consents')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('consents')
          .leftJoin('jobs', (join) =>
            join
              .onRef('jobs.id', '=', 'consents.jobId')
              .onRef('jobs.userId', '=', 'consents.userId'),
          )
          .select('consents.id')
          .where('consents.userId', '=', userId)
          .where('jobs.id', 'is', null)
          .limit(SLICE_ROWS),
      )
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  });
  await inSlices(async (trx) => {
    await trx.deleteFrom('dataCopies').where('userId', '=', userId).execute();
    return false;
  });
  // No pseudonym: who reports a picture again, and erases again, would be there twice.
  const reporter = sql`'erased-' || id, shown_revision = ${TELL_AGAIN}, undeliverable_at = NULL`;
  const decider = sql`${pseudonym}, shown_revision = ${TELL_AGAIN}, undeliverable_at = NULL`;
  for (const [column, instead] of [
    ['reports.reporterId', reporter],
    ['reports.decidedBy', decider],
    ['jobs.cancelledBy', sql`${pseudonym}`],
    ['moderationEvents.byUser', sql`${pseudonym}`],
    ['moderationEvents.userId', sql`${pseudonym}`],
  ] as const) {
    await inSlices((trx) => replaceSome(trx, column, userId, instead));
  }
  await inSlices(async (trx) => {
    const { numAffectedRows } = await sql`UPDATE blocks SET blocked_by = ${pseudonym}
      WHERE (guild_id, user_id) IN (
        SELECT guild_id, user_id FROM blocks WHERE blocked_by = ${userId} LIMIT ${SLICE_ROWS}
      )`.execute(trx);
    return (numAffectedRows ?? 0n) > 0n;
  });
}

/** Puts something else where somebody's id stands in that column, in some rows. Whether it stood there. */
async function replaceSome(
  trx: Database,
  place: string,
  userId: string,
  instead: RawBuilder<unknown>,
): Promise<boolean> {
  const [table = '', column = ''] = place.split('.');
  const { numAffectedRows } = await sql`UPDATE ${sql.table(table)}
    SET ${sql.ref(column)} = ${instead}
    WHERE rowid IN (
      SELECT rowid FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${userId} LIMIT ${SLICE_ROWS}
    )`.execute(trx);
  return (numAffectedRows ?? 0n) > 0n;
}

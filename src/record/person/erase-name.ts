import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../store/database.ts';

/** Rows changed in one transaction. */
const SLICE_ROWS = 25;

/** Writes slice by slice, until one says that there is nothing left. */
export type WriteSlices = (slice: (trx: Database) => Promise<boolean>) => Promise<void>;

/** Takes somebody's id out of everything but their own jobs. What has to name somebody names the pseudonym. */
export async function eraseName(
  userId: string,
  pseudonym: string,
  writeSlices: WriteSlices,
): Promise<void> {
  await writeSlices(async (trx) => {
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
  await writeSlices(async (trx) => {
    await trx.deleteFrom('dataCopies').where('userId', '=', userId).execute();
    return false;
  });
  const byPseudonym = sql`${pseudonym}`;
  const columns: readonly Naming[] = [
    // No pseudonym: who reports a picture again, and erases again, would be there twice.
    { table: 'reports', column: 'reporterId', instead: sql`'erased-' || id`, tellAgain: true },
    { table: 'reports', column: 'decidedBy', instead: byPseudonym, tellAgain: true },
    { table: 'jobs', column: 'cancelledBy', instead: byPseudonym },
    { table: 'moderationEvents', column: 'byUser', instead: byPseudonym },
    { table: 'moderationEvents', column: 'userId', instead: byPseudonym },
  ];
  for (const naming of columns) {
    await writeSlices((trx) => replaceSome(trx, userId, naming));
  }
  await writeSlices(async (trx) => {
    const { numAffectedRows } = await sql`UPDATE blocks SET blocked_by = ${pseudonym}
      WHERE (guild_id, user_id) IN (
        SELECT guild_id, user_id FROM blocks WHERE blocked_by = ${userId} LIMIT ${SLICE_ROWS}
      )`.execute(trx);
    return (numAffectedRows ?? 0n) > 0n;
  });
}

/** A column in which somebody's id may stand, and what is to stand there instead. */
interface Naming {
  readonly table: 'reports' | 'jobs' | 'moderationEvents';
  readonly column: string;
  readonly instead: RawBuilder<unknown>;
  /** Moderators are to see the report as it is then. */
  readonly tellAgain?: boolean;
}

/** Takes somebody's id out of a column of some rows. Whether it stood there. */
async function replaceSome(
  trx: Database,
  userId: string,
  { table, column, instead, tellAgain = false }: Naming,
): Promise<boolean> {
  const also = tellAgain ? sql`, revision = revision + 1, undeliverable_at = NULL` : sql.raw('');
  const { numAffectedRows } = await sql`UPDATE ${sql.table(table)}
    SET ${sql.ref(column)} = ${instead}${also}
    WHERE rowid IN (
      SELECT rowid FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${userId} LIMIT ${SLICE_ROWS}
    )`.execute(trx);
  return (numAffectedRows ?? 0n) > 0n;
}

import { sql, type RawBuilder } from 'kysely';
import { renameInQuestions } from '../../jobs/sql/poster-questions.ts';
import { renameAsked, renameCanceller } from '../../jobs/sql/erase-jobs.ts';
import { eraseLifted } from '../../operator/kept-out.ts';
import { eraseOwnThings } from './erase-own-things.ts';
import { erasePauses } from '../../jobs/sql/pauses.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import type { Database } from '../../store/database.ts';

/** Rows changed in one transaction. */
const SLICE_ROWS = 25;

/** Changes some rows. Whether there may be more. */
type Slice = (changing: Changing) => Promise<boolean>;

/**
 * Takes somebody's id out of everything but their own jobs, one slice after another. Where somebody
 * has to be named, the pseudonym is.
 */
export function nameErasure(userId: string): readonly Slice[] {
  const itsPseudonym = ({ pseudonym }: Changing) => sql`${pseudonym(userId)}`;
  const columns: readonly Naming[] = [
    // No pseudonym: whoever reports a picture again, and erases again, would be there twice.
    {
      table: 'reports',
      column: 'reporterId',
      instead: () => sql`'erased-' || id`,
      tellAgain: true,
    },
    { table: 'reports', column: 'decidedBy', instead: itsPseudonym, tellAgain: true },
    { table: 'moderationEvents', column: 'byUser', instead: itsPseudonym },
    { table: 'moderationEvents', column: 'userId', instead: itsPseudonym },
  ];
  return [
    ({ trx }) => removeConsents(trx, userId),
    ({ trx }) => removeCopies(trx, userId),
    ({ trx }) => eraseOwnThings(trx, userId),
    ({ trx }) => eraseLifted(trx, userId),
    (changing) => erasePauses(changing, userId),
    ({ trx, pseudonym }) =>
      renameCanceller(trx, { from: userId, to: pseudonym(userId), limit: SLICE_ROWS }),
    ({ trx, pseudonym }) =>
      renameAsked(trx, { from: userId, to: pseudonym(userId), limit: SLICE_ROWS }),
    ...(['askerId', 'posterId'] as const).map<Slice>(
      (column) =>
        ({ trx, pseudonym }) =>
          renameInQuestions(trx, column, { from: userId, to: pseudonym(userId) }),
    ),
    ...columns.map<Slice>((naming) => (changing) => replaceSome(changing, userId, naming)),
    ({ trx, pseudonym }) => replaceBlocker(trx, userId, pseudonym(userId)),
  ];
}

/** Consents whose job is gone, or is not theirs any more. One to somebody else's is taken back before. */
async function removeConsents(trx: Database, userId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('consents')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('consents')
        .leftJoin('jobs', (join) =>
          join.onRef('jobs.id', '=', 'consents.jobId').onRef('jobs.userId', '=', 'consents.userId'),
        )
        .select('consents.id')
        .where('consents.userId', '=', userId)
        .where('jobs.id', 'is', null)
        .where((eb) =>
          eb.or([
            eb('withdrawnAt', 'is not', null),
            eb('consents.jobId', 'not in', eb.selectFrom('jobs').select('jobs.id')),
          ]),
        )
        .limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

async function removeCopies(trx: Database, userId: string): Promise<boolean> {
  await trx.deleteFrom('dataCopies').where('userId', '=', userId).execute();
  return false;
}

/** A block itself is the server's. */
async function replaceBlocker(trx: Database, userId: string, pseudonym: string): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE blocks SET blocked_by = ${pseudonym}
    WHERE (guild_id, user_id) IN (
      SELECT guild_id, user_id FROM blocks WHERE blocked_by = ${userId} LIMIT ${SLICE_ROWS}
    )`.execute(trx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** A column in which somebody's id may stand, and what is to stand there instead. */
interface Naming {
  readonly table: 'reports' | 'moderationEvents';
  readonly column: string;
  readonly instead: (changing: Changing) => RawBuilder<unknown>;
  /** Moderators are to see the report as it is then. */
  readonly tellAgain?: boolean;
}

/** Takes somebody's id out of a column of some rows. Whether it stood there. */
async function replaceSome(
  changing: Changing,
  userId: string,
  { table, column, instead, tellAgain = false }: Naming,
): Promise<boolean> {
  const also = tellAgain ? sql`, revision = revision + 1, undeliverable_at = NULL` : sql.raw('');
  const { rows } = await sql<{ readonly id: string }>`UPDATE ${sql.table(table)}
    SET ${sql.ref(column)} = ${instead(changing)}${also}
    WHERE id IN (
      SELECT id FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${userId} LIMIT ${SLICE_ROWS}
    ) RETURNING id`.execute(changing.trx);
  if (tellAgain) for (const { id } of rows) changing.reportChanged(id);
  return rows.length > 0;
}

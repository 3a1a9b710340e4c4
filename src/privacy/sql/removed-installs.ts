import { sql } from 'kysely';
import type { Changing } from '../../jobs/sql/changing.ts';
import { unfinishedToErase } from '../../jobs/sql/erase-jobs.ts';
import { personLock } from '../../store/locks.ts';
import { deleteSome, later } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/** A user who removed their own install of the bot, at a time in milliseconds since the epoch. */
export interface RemovedInstall {
  readonly userId: string;
  readonly removedAt: number;
}

const LATER = later('removedInstalls', 'removedAt');

/**
 * Stores until {@link noteInstallErased} that what the install allowed is to be erased. False if that, or a
 * later removal, is done: Discord may tell of one several times, and in any order.
 */
export async function askInstallErasure(
  { trx, locks, pseudonym }: Changing,
  { userId, removedAt }: RemovedInstall,
): Promise<boolean> {
  await locks.hold(personLock(userId));
  const done = await trx
    .selectFrom('removedInstalls')
    .select('removedAt')
    .where('person', '=', pseudonym(userId))
    .executeTakeFirst();
  if (done && done.removedAt >= removedAt) return false;
  await trx
    .insertInto('removedInstalls')
    .values({ person: userId, removedAt, isDone: 0 })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ removedAt: LATER }))
    .execute();
  return true;
}

/** Removals whose erasure is not done. */
export async function unfinishedInstallErasures({
  read,
}: Pick<Store, 'read'>): Promise<readonly RemovedInstall[]> {
  const rows = await read
    .selectFrom('removedInstalls')
    .select(['person', 'removedAt'])
    .where('isDone', '=', 0)
    .execute();
  return rows.map(({ person: userId, removedAt }) => ({ userId, removedAt }));
}

/**
 * The erasure is done: from now on only a pseudonym records it. Not if a job could not be cancelled: then it is
 * resumed.
 */
export async function noteInstallErased(
  { trx, locks, pseudonym }: Changing,
  { userId, removedAt }: RemovedInstall,
): Promise<void> {
  await locks.hold(personLock(userId));
  const allowed = { userId, askedAt: removedAt, byUserInstall: true };
  const { numDeletedRows } = await trx
    .deleteFrom('removedInstalls')
    .where('person', '=', userId)
    .where('removedAt', '=', removedAt)
    .where((eb) => eb.not(eb.exists(unfinishedToErase(trx, allowed))))
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return;
  await trx
    .insertInto('removedInstalls')
    .values({ person: pseudonym(userId), removedAt, isDone: 1 })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ removedAt: LATER }))
    .execute();
}

/** Forgets some removals from before that time that are done. Returns how many. */
export function forgetRemovedInstalls(
  { trx }: Pick<Changing, 'trx'>,
  before: number,
): Promise<number> {
  return deleteSome(
    trx,
    ['removedInstalls', 'person'],
    sql`removed_at < ${before} AND is_done = 1`,
  );
}

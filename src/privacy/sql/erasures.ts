import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import { unfinishedToErase } from '../../jobs/sql/erase-jobs.ts';
import { erasePauses } from '../../jobs/sql/pauses.ts';
import { eraseLifted } from '../../operator/kept-out.ts';
import type { Database } from '../../store/database.ts';
import { personLock } from '../../store/locks.ts';
import {
  argument,
  deleteSome,
  type Keyed,
  later,
  PreparedQuery,
  repeated,
  replaceSome,
} from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/** A member's request to erase everything up to a time, in milliseconds since the epoch. */
export interface AskedErasure {
  readonly userId: string;
  readonly askedAt: number;
}

/**
 * Stores a member's request until {@link noteErased}. Its time is read under their lock, so what
 * they did until then is committed.
 */
export function askErasure(store: Store, userId: string, clock: Clock): Promise<AskedErasure> {
  return store.write(async (trx, locks) => {
    await locks.hold(personLock(userId));
    return trx
      .insertInto('erasures')
      .values({ userId, askedAt: await timeAfterActs(trx, userId, clock) })
      .onConflict((conflict) =>
        conflict.column('userId').doUpdateSet({ askedAt: later('erasures', 'askedAt') }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
  }, 'person');
}

const LATEST_ACT = new PreparedQuery<{ readonly at: number | null }>(
  () => sql`SELECT max(at) AS at FROM (
    SELECT max(created_at) AS at FROM jobs WHERE user_id = ${argument('userId')}
    UNION ALL SELECT max(given_at) FROM consents WHERE user_id = ${argument('userId')}) AS acts`,
);

/** The time of a member's request, once everything that the member did until then is committed. */
export function timeOfRequest(store: Store, userId: string, clock: Clock): Promise<number> {
  return store.write(async (trx, locks) => {
    await locks.hold(personLock(userId));
    return timeAfterActs(trx, userId, clock);
  }, 'person');
}

/**
 * A time that covers all that a member did before, even if the clock was set back since. The
 * member's lock must be held.
 */
async function timeAfterActs(trx: Database, userId: string, clock: Clock): Promise<number> {
  const { at } = await LATEST_ACT.one(trx, { userId });
  return Math.max(clock.now(), at ?? 0);
}

/** Unfinished requests. */
export function unfinishedErasures({ read }: Store): Promise<readonly AskedErasure[]> {
  return read.selectFrom('erasures').selectAll().execute();
}

/**
 * The erasure is done: from now on only a pseudonym records it. Not if a job could not be
 * cancelled: then it is resumed.
 */
export async function noteErased(
  { trx, locks, pseudonym }: Changing,
  { userId, askedAt }: AskedErasure,
): Promise<void> {
  await locks.hold(personLock(userId));
  const { numDeletedRows } = await trx
    .deleteFrom('erasures')
    .where('userId', '=', userId)
    .where('askedAt', '=', askedAt)
    .where((eb) => eb.not(eb.exists(unfinishedToErase(trx, { userId, askedAt }))))
    .executeTakeFirstOrThrow();
  if (numDeletedRows > 0n) await noteErasedPerson(trx, pseudonym(userId), askedAt);
}

/** Rows changed in one transaction. */
const SLICE_ROWS = 25;

/** Changes some rows. Returns whether there may be more. */
type Slice = (changing: Changing) => Promise<boolean>;

/**
 * Slices that remove a member's id from everything but their own jobs, one after another. Where an
 * id is needed, the pseudonym replaces it.
 */
export function nameErasure(userId: string): readonly Slice[] {
  const renaming: readonly (readonly [Keyed, column: string])[] = [
    [['jobs', 'id'], 'cancelledBy'],
    // A poster who is asked for consent: they can then no longer agree.
    [['jobs', 'id'], 'asksUserId'],
    [['posterQuestions', 'jobId'], 'askerId'],
    [['posterQuestions', 'jobId'], 'posterId'],
    [['moderationEvents', 'id'], 'byUser'],
    [['moderationEvents', 'id'], 'userId'],
    [['ruleChanges', 'id'], 'byUser'],
    [['ruleChanges', 'id'], 'subjectId'],
    // The block itself belongs to the server, as does a limit.
    [['blocks', 'guildId', 'userId'], 'blockedBy'],
    // Or it would be credited again.
    [['entitlements', 'id'], 'userId'],
  ];
  return [
    (changing) => removeConsents(changing, userId),
    ({ trx }) => removeCopies(trx, userId),
    (changing) => eraseSettings(changing, userId),
    ({ trx }) => eraseLifted(trx, userId),
    (changing) => erasePauses(changing, userId),
    // No pseudonym: a member who reports the picture again and erases again would conflict.
    (changing) => renameInReports(changing, 'reporterId', userId, sql`'erased-' || id`),
    (changing) =>
      renameInReports(changing, 'decidedBy', userId, sql`${changing.pseudonym(userId)}`),
    ...renaming.map<Slice>(
      ([keyed, column]) =>
        ({ trx, pseudonym }) =>
          replaceSome(trx, keyed, { column, from: userId, to: pseudonym(userId) }),
    ),
  ];
}

/**
 * Removes consents whose job is gone or belongs to another member. The latter were withdrawn
 * before.
 */
async function removeConsents({ trx, locks }: Changing, userId: string): Promise<boolean> {
  await locks.hold(personLock(userId));
  const { numDeletedRows } = await trx
    .deleteFrom('consents')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('consents')
        .leftJoin('jobs', 'jobs.id', 'consents.jobId')
        .select('consents.id')
        .where('consents.userId', '=', userId)
        .where((eb) =>
          eb.or([
            eb('jobs.id', 'is', null),
            eb.and([eb('jobs.userId', '<>', userId), eb('withdrawnAt', 'is not', null)]),
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

/** Replaces a member's id in some reports, and updates their posts. Returns whether it was there. */
async function renameInReports(
  changing: Changing,
  column: 'reporterId' | 'decidedBy',
  userId: string,
  to: RawBuilder<string>,
): Promise<boolean> {
  const rows = await changing.trx
    .updateTable('reports')
    .set((eb) => ({ [column]: to, revision: eb('revision', '+', 1), undeliverableAt: null }))
    .where('id', 'in', (eb) =>
      eb.selectFrom('reports').select('id').where(column, '=', userId).limit(SLICE_ROWS),
    )
    .where(repeated(sql`${sql.ref(column)} = ${userId}`))
    .returning('id')
    .execute();
  for (const { id } of rows) changing.reportChanged(id);
  return rows.length > 0;
}

/**
 * Erases a member's settings and presets. Server presets stay with the server, without their
 * author. Always returns false: there are few rows.
 */
async function eraseSettings({ trx, locks }: Changing, userId: string): Promise<boolean> {
  await locks.hold(personLock(userId));
  await trx.deleteFrom('personSettings').where('userId', '=', userId).execute();
  await trx.deleteFrom('personDefaults').where('userId', '=', userId).execute();
  await trx
    .deleteFrom('presets')
    .where('ownerKind', '=', 'person')
    .where('ownerId', '=', userId)
    .execute();
  await trx.updateTable('presets').set({ madeBy: null }).where('madeBy', '=', userId).execute();
  return false;
}

/** Records that the member's data up to then is erased, to repeat it in a restored backup. */
async function noteErasedPerson(trx: Database, pseudonym: string, askedAt: number): Promise<void> {
  await trx
    .insertInto('erasedPeople')
    .values({ pseudonym, askedAt })
    .onConflict((conflict) =>
      conflict.column('pseudonym').doUpdateSet({ askedAt: later('erasedPeople', 'askedAt') }),
    )
    .execute();
}

/** Forgets some erasures from before that time. Returns how many. */
export function forgetErasedPeople(
  { trx }: Pick<Changing, 'trx'>,
  before: number,
): Promise<number> {
  return deleteSome(trx, ['erasedPeople', 'pseudonym'], sql`asked_at < ${before}`);
}

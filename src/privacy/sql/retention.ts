import { type ExpressionBuilder, type ExpressionWrapper, sql, type SqlBool } from 'kysely';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import { deleteRows, dropPictures, dropTokens, openReportOf } from '../../jobs/sql/erase-jobs.ts';
import { storedPictures } from '../../jobs/sql/job-row.ts';
import { lockJobs, relinkDerived, sourcesOfAll } from '../../jobs/sql/picture-sources.ts';
import type { Database } from '../../store/database.ts';
import { forgetExpired } from '../../store/deferrals.ts';
import { byTime, deleteSome, nextAfter, type TimeCursor } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../../store/tables.ts';

/*
 * Expired rows. Each function removes some older than a time, in milliseconds since the epoch.
 */

/** A transaction and its locks. */
type Forgetting = Pick<Changing, 'trx' | 'locks'>;

/** Runs one of these functions in a commit of its own. */
export function inCommit<Args extends readonly unknown[], T>(
  store: Store,
  forget: (forgetting: Forgetting, ...args: Args) => Promise<T>,
  ...args: Args
): Promise<T> {
  return store.write((trx, locks) => forget({ trx, locks }, ...args));
}

/** Rows examined in one transaction. */
const SLICE_ROWS = 50;

/** The result of one slice. `next` is where the next one begins, unless this was the last. */
export interface Forgotten<T> {
  readonly forgotten: T;
  readonly next: TimeCursor | undefined;
}

/** Removes a slice of jobs that ended before a time, from that one on. */
export type ForgetEnded<T> = (
  forgetting: Forgetting,
  before: number,
  after: TimeCursor,
) => Promise<Forgotten<T>>;

/**
 * Removes the pictures from rows of jobs that ended before that time and are shown, or were given
 * up before it. Returns the pictures whose files are to be deleted.
 */
export async function forgetPictures(
  { trx, locks }: Forgetting,
  before: number,
  after: TimeCursor,
): Promise<Forgotten<StoredPicture[]>> {
  const isOver = (eb: OfJobs) =>
    eb.and([
      eb('pictures', '<>', sql.lit('[]')),
      // The operator knows of it since then, and may fetch it.
      eb(eb.fn.coalesce('undeliverableAt', 'finishedAt'), '<', before),
      isSettled(eb),
    ]);
  const some = endedBefore(trx, before, after).where('pictures', '<>', sql.lit('[]'));
  const { ids, next } = await chosenIn(some, isOver);
  await locks.rows('jobs', ids);
  const over = await stillOver(trx, ids, isOver);
  const dropped = over.map(({ id, pictures }) => ({ id, stored: storedPictures(pictures) ?? [] }));
  await dropPictures(
    trx,
    dropped.map(({ id, stored }) => ({ id, pictures: stored.length })),
  );
  return { forgotten: dropped.flatMap(({ stored }) => stored), next };
}

/**
 * Deletes rows of jobs that ended before that time, with their events, if nothing is left to do
 * about them. An erased job whose message still exists goes if it was erased before then. Returns
 * how many.
 */
export async function forgetJobs(
  forgetting: Forgetting,
  before: number,
  after: TimeCursor,
): Promise<Forgotten<number>> {
  const { trx } = forgetting;
  const isOver = (eb: OfJobs) =>
    eb.and([
      eb('remoteOpen', '=', 0),
      eb('pictures', '=', '[]'),
      isSettled(eb),
      // Only this row knows of a message that is still to be deleted. Deletion is retried for
      // as long again.
      eb.or([
        eb('erasedAt', 'is', null),
        eb('messageGoneAt', 'is not', null),
        eb('erasedAt', '<', before),
      ]),
    ]);
  const { ids, next } = await chosenIn(endedBefore(trx, before, after), isOver);
  const states = await deleteOver(forgetting, ids, isOver);
  return states ? { forgotten: states.length, next } : { forgotten: 0, next: after };
}

/**
 * Deletes consents given before that time whose job and derived jobs are gone. Returns the last id
 * examined, if there may be more.
 */
export async function forgetConsents(
  { trx }: Pick<Forgetting, 'trx'>,
  before: number,
  afterId: number,
): Promise<number | undefined> {
  const rows = await trx
    .selectFrom('consents')
    .select(['id', 'givenAt'])
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(SLICE_ROWS)
    .execute();
  const old = idsOf(rows.filter(({ givenAt }) => givenAt < before));
  if (old.length > 0) {
    await trx
      .deleteFrom('consents')
      .where('id', 'in', old)
      .where((eb) => eb.not(eb.exists(jobOf(eb))))
      .where((eb) => eb.not(eb.exists(derivedFrom(eb))))
      .execute();
  }
  const last = rows.at(-1);
  // They are ordered by when they were given.
  return last && rows.length === SLICE_ROWS && last.givenAt < before ? last.id : undefined;
}

function jobOf(eb: ExpressionBuilder<Tables, 'consents'>) {
  return eb.selectFrom('jobs').select('jobs.id').whereRef('jobs.id', '=', 'consents.jobId');
}

function derivedFrom(eb: ExpressionBuilder<Tables, 'consents'>) {
  return eb
    .selectFrom('pictureSources')
    .select('sourceId')
    .whereRef('sourceId', '=', 'consents.jobId');
}

/**
 * Deletes rows of erased jobs that ended before that time and whose message is gone, and keeps
 * their count by state. Returns how many.
 */
export async function forgetErased(
  forgetting: Forgetting,
  before: number,
  after: TimeCursor,
): Promise<Forgotten<number>> {
  const { trx } = forgetting;
  const isOver = (eb: OfJobs) =>
    eb.and([
      eb('erasedAt', 'is not', null),
      eb('remoteOpen', '=', 0),
      eb('messageGoneAt', 'is not', null),
      eb('followDue', '=', 0),
    ]);
  const some = endedBefore(trx, before, after).where('erasedAt', 'is not', null);
  const { ids, next } = await chosenIn(some, isOver);
  const states = await deleteOver(forgetting, ids, isOver);
  if (!states) return { forgotten: 0, next: after };
  await countErased(trx, states);
  return { forgotten: states.length, next };
}

async function countErased(trx: Database, states: readonly string[]): Promise<void> {
  // Sorted, so that two transactions do not wait for each other.
  for (const state of states.toSorted()) {
    await trx
      .insertInto('erasedCounts')
      .values({ state, count: 1 })
      .onConflict((conflict) =>
        conflict.column('state').doUpdateSet((eb) => ({ count: eb('erasedCounts.count', '+', 1) })),
      )
      .execute();
  }
}

/**
 * Blanks the tokens of some finished private jobs once expired: until then, only they reach the
 * message. Removes expired ones of unanswered interactions. Returns how many.
 */
export async function forgetDeadTokens(
  { trx }: Pick<Forgetting, 'trx'>,
  now: number,
): Promise<number> {
  const dead = await trx
    .selectFrom('jobs')
    .select('id')
    .where('tokenExpiresAt', '<', now)
    // Worded like the index's condition.
    .where('private', '=', sql.lit(1))
    .where('interactionToken', 'is not', null)
    .where('finishedAt', 'is not', null)
    .limit(SLICE_ROWS)
    .execute();
  const dropped = await dropTokens(trx, idsOf(dead));
  return dropped + (await forgetExpired(trx, now));
}

/** Removes some decided reports, moderation log entries, changes of limits and lifted operator blocks. Returns how many. */
export async function forgetReports(
  { trx }: Pick<Forgetting, 'trx'>,
  before: number,
): Promise<number> {
  const decided = await deleteSome(trx, ['reports', 'id'], sql`decided_at < ${before}`);
  const acts = await deleteSome(trx, ['moderationEvents', 'id'], sql`at < ${before}`);
  const changes = await deleteSome(trx, ['ruleChanges', 'id'], sql`at < ${before}`);
  const lifted = await deleteSome(trx, ['keptOut', 'id'], sql`lifted_at < ${before}`);
  return decided + acts + changes + lifted;
}

type OfJobs = ExpressionBuilder<Tables, 'jobs'>;
/** When a row may be changed or deleted. */
type Condition = (eb: OfJobs) => ExpressionWrapper<Tables, 'jobs', SqlBool>;

function endedBefore(trx: Database, before: number, after: TimeCursor) {
  const ended = trx.selectFrom('jobs').select('id').where('finishedAt', '<', before);
  return byTime(ended, 'jobs.finishedAt', after, SLICE_ROWS);
}

/** Those of a slice that meet a condition. Lock them, and then check it again. */
async function chosenIn(slice: ReturnType<typeof endedBefore>, isOver: Condition) {
  const rows = await slice.select((eb) => isOver(eb).as('isOver')).execute();
  const over = rows.filter(({ isOver: meets }) => Number(meets) === 1);
  return { ids: idsOf(over), next: nextAfter(rows, SLICE_ROWS) };
}

/** Those of the locked rows that still meet their condition. */
async function stillOver(trx: Database, ids: readonly string[], isOver: Condition) {
  if (ids.length === 0) return [];
  const rows = trx.selectFrom('jobs').select(['id', 'pictures']).where('id', 'in', ids);
  return rows.where(isOver).execute();
}

/**
 * Deletes the rows that still meet their condition, and returns their states. `undefined` if a job
 * has too many derived jobs: a slice of them is relinked, so call it again.
 */
async function deleteOver(
  { trx, locks }: Forgetting,
  ids: readonly string[],
  isOver: Condition,
): Promise<string[] | undefined> {
  // Their derived jobs get their sources, whose changes they must not miss.
  await lockJobs({ locks }, async () => [...ids, ...(await sourcesOfAll(trx, new Set(ids)))]);
  const over = idsOf(await stillOver(trx, ids, isOver));
  return (await relinkDerived(trx, over)) ? undefined : deleteRows(trx, over);
}

function idsOf<Id>(rows: readonly { readonly id: Id }[]): Id[] {
  return rows.map(({ id }) => id);
}

/**
 * Its message shows the end or never can, no report of it or its source waits for a decision, and
 * derived jobs have followed it.
 */
function isSettled(eb: OfJobs) {
  return eb.and([
    eb.or([eb('shownRevision', '>=', eb.ref('revision')), eb('undeliverableAt', 'is not', null)]),
    eb.not(eb.exists(openReportOf(eb))),
    eb('visibility', '!=', 'hidden'),
    eb('followDue', '=', 0),
  ]);
}

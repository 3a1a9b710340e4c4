import { sql, type ExpressionBuilder } from 'kysely';
import type { Database } from '../../store/database.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import { deleteRows, dropPictures, dropTokens, openReportOf } from '../../jobs/sql/erase-jobs.ts';
import { passOnSources } from '../../jobs/sql/picture-sources.ts';
import { storedPictures } from '../../jobs/sql/job-row.ts';
import type { Tables } from '../../store/tables.ts';
import { byTime, type TimeCursor } from '../../store/queries.ts';

/** Rows examined in one transaction. */
const SLICE_ROWS = 50;

/** What became of one slice. `next` is where the next one begins, unless this was the last. */
export interface Forgotten<T> {
  readonly forgotten: T;
  readonly next: TimeCursor | undefined;
}

/**
 * Takes the pictures out of the rows of jobs that ended before that time and are shown, or were
 * given up before it. Gives those pictures, whose files are to go.
 */
export async function forgetPictures(
  trx: Database,
  before: number,
  after: TimeCursor,
): Promise<Forgotten<StoredPicture[]>> {
  const rows = await endedBefore(trx, before, after)
    .select((eb) => [
      'pictures',
      eb
        .and([
          // From then on the operator knows of it, and may fetch it.
          eb(eb.fn.coalesce('undeliverableAt', 'finishedAt'), '<', before),
          isSettled(eb),
        ])
        .as('isOver'),
    ])
    .where('pictures', '<>', sql.lit('[]'))
    .execute();
  const over = rows.filter(({ isOver }) => Number(isOver) === 1);
  const dropped = over.map(({ id, pictures }) => ({ id, stored: storedPictures(pictures) ?? [] }));
  await dropPictures(
    trx,
    dropped.map(({ id, stored }) => ({ id, pictures: stored.length })),
  );
  return {
    forgotten: dropped.flatMap(({ stored }) => stored),
    next: nextAfter(rows),
  };
}

/**
 * Removes the rows of jobs that ended before that time, with what happened to them, where nothing
 * is left to be done about them. An erased one whose message stands goes once it was erased before then. Gives how many.
 */
export async function forgetJobs(
  trx: Database,
  before: number,
  after: TimeCursor,
): Promise<Forgotten<number>> {
  const rows = await endedBefore(trx, before, after)
    .select((eb) =>
      eb
        .and([
          eb('remoteOpen', '=', 0),
          eb('pictures', '=', '[]'),
          isSettled(eb),
          // Nothing else knows of a message that is still to be deleted. That is tried for as long again.
          eb.or([
            eb('erasedAt', 'is', null),
            eb('messageGoneAt', 'is not', null),
            eb('erasedAt', '<', before),
          ]),
        ])
        .as('isOver'),
    )
    .execute();
  const over = rows.filter(({ isOver }) => Number(isOver) === 1);
  if (await passOnSources(trx, idsOf(over))) return { forgotten: 0, next: after };
  await deleteRows(trx, idsOf(over));
  return { forgotten: over.length, next: nextAfter(rows) };
}

/**
 * Removes consents that were given before that time and whose job is gone, with what was made from it. Gives the last
 * one that was looked at, where there may be more.
 */
export async function forgetConsents(
  trx: Database,
  before: number,
  afterId: number,
): Promise<number | undefined> {
  const rows = await trx
    .selectFrom('consents')
    .leftJoin('jobs', 'jobs.id', 'consents.jobId')
    .select(['consents.id', 'consents.givenAt', 'jobs.id as job'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('pictureSources')
            .select('sourceId')
            .whereRef('sourceId', '=', 'consents.jobId'),
        )
        .as('isMadeFrom'),
    )
    .where('consents.id', '>', afterId)
    .orderBy('consents.id')
    .limit(SLICE_ROWS)
    .execute();
  const orphans = rows.filter(
    ({ givenAt, job, isMadeFrom }) => givenAt < before && job === null && Number(isMadeFrom) === 0,
  );
  const ids = orphans.map(({ id }) => id);
  await trx.deleteFrom('consents').where('id', 'in', ids).execute();
  const last = rows.at(-1);
  // They are in the order in which they were given.
  return last && rows.length === SLICE_ROWS && last.givenAt < before ? last.id : undefined;
}

/**
 * Removes the rows of erased jobs that ended before that time and whose message is gone, and keeps
 * their number by state. Gives how many.
 */
export async function forgetErased(
  trx: Database,
  before: number,
  after: TimeCursor,
): Promise<Forgotten<number>> {
  const rows = await endedBefore(trx, before, after)
    .select((eb) => [
      'state',
      eb
        .and([
          eb('remoteOpen', '=', 0),
          eb('messageGoneAt', 'is not', null),
          eb('followDue', '=', 0),
        ])
        .as('isOver'),
    ])
    .where('erasedAt', 'is not', null)
    .execute();
  const over = rows.filter(({ isOver }) => Number(isOver) === 1);
  if (await passOnSources(trx, idsOf(over))) return { forgotten: 0, next: after };
  await deleteRows(trx, idsOf(over));
  for (const { state } of over) {
    await trx
      .insertInto('erasedCounts')
      .values({ state, count: 1 })
      .onConflict((conflict) =>
        conflict.column('state').doUpdateSet((eb) => ({ count: eb('erasedCounts.count', '+', 1) })),
      )
      .execute();
  }
  return { forgotten: over.length, next: nextAfter(rows) };
}

/** Forgets that some people were sent a copy of their data before that time. Gives how many. */
export async function forgetCopies(trx: Database, before: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('dataCopies')
    .where('userId', 'in', (eb) =>
      eb.selectFrom('dataCopies').select('userId').where('sentAt', '<', before).limit(SLICE_ROWS),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/**
 * Takes out the tokens of some private jobs that are over, which Discord takes no more at that time: while it does, they alone
 * reach the message. Gives how many.
 */
export async function forgetDeadTokens(trx: Database, now: number): Promise<number> {
  const dead = await trx
    .selectFrom('jobs')
    .select('id')
    .where('tokenExpiresAt', '<', now)
    // Word for word, for the index on it.
    .where('private', '=', sql.lit(1))
    .where('interactionToken', 'is not', null)
    .where('finishedAt', 'is not', null)
    .limit(SLICE_ROWS)
    .execute();
  await dropTokens(trx, idsOf(dead));
  return dead.length;
}

function endedBefore(trx: Database, before: number, after: TimeCursor) {
  const ended = trx.selectFrom('jobs').select('id').where('finishedAt', '<', before);
  return byTime(ended, 'jobs.finishedAt', after, SLICE_ROWS);
}

function nextAfter(rows: readonly TimeCursor[]): TimeCursor | undefined {
  return rows.length === SLICE_ROWS ? rows.at(-1) : undefined;
}

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/**
 * Its message shows how it ended, or never can, no report of it waits for a decision, nor does one of what it was
 * made from, and what was made from it has followed it.
 */
function isSettled(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return eb.and([
    eb.or([eb('shownRevision', '>=', eb.ref('revision')), eb('undeliverableAt', 'is not', null)]),
    eb.not(eb.exists(openReportOf(eb))),
    eb('visibility', '!=', 'hidden'),
    eb('followDue', '=', 0),
  ]);
}

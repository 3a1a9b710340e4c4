import { type ExpressionBuilder, sql } from 'kysely';
import type { StoredPicture } from '../../images/picture-store.ts';
import { ERASED_BY_REQUESTER } from '../../policy/report-reasons.ts';
import type { Database } from '../../store/database.ts';
import { byTime, type TimeCursor } from '../../store/queries.ts';
import type { Tables } from '../../store/tables.ts';
import { type Job, originRow } from '../job.ts';
import type { Changing } from './changing.ts';
import { JOB_COLUMNS, type JobRow, storedPictures } from './job-row.ts';
import type { JobRows } from './job-rows.ts';

/** Rows erased in one transaction: each takes four statements, and some 15 indexes are written. */
const SLICE_ROWS = 10;

/** What is to be cleared away after rows were erased. */
export interface ToClear {
  /** Jobs as they were before, whose messages are to be deleted. */
  readonly jobs: readonly Job[];
  /** Pictures whose files are to go. */
  readonly pictures: readonly StoredPicture[];
}

/** Clears away what a slice of rows left behind that are erased. Never rejects: the next slice comes after it. */
export type ClearAway = (slice: ToClear) => Promise<void>;

/** What became of a slice. */
export interface ErasedJobs extends ToClear {
  /** How many of its jobs wait for the decision about a report. */
  readonly waiting: number;
  /** Where the next one begins, unless this was the last. */
  readonly next: TimeCursor | undefined;
}

/** What is to be cleared away once the erasure of these rows, given as they were, is committed. */
export function toClear(erased: readonly JobRow[], rows: JobRows): ToClear {
  return {
    jobs: rows.allReadable(erased),
    pictures: erased.flatMap(({ pictures }) => storedPictures(pictures) ?? []),
  };
}

/** Erases some of a person's jobs that are over, and marks those under a report that holds them. */
export async function eraseSomeJobs(
  changing: Changing,
  slice: {
    readonly userId: string;
    readonly askedAt: number;
    readonly from: TimeCursor;
  },
): Promise<ErasedJobs> {
  const { userId, askedAt, from } = slice;
  const theirs = changing.trx
    .selectFrom('jobs')
    .select(JOB_COLUMNS)
    .select((eb) => eb.exists(holdingReportOf(eb)).as('isReported'))
    .where('userId', '=', userId)
    // One that was asked for meanwhile is another wish of theirs.
    .where('createdAt', '<=', askedAt);
  const rows = await byTime(theirs, 'jobs.createdAt', from, SLICE_ROWS).execute();
  const over = rows.filter(({ finishedAt }) => finishedAt !== null);
  const marked = over.filter(({ isReported }) => Number(isReported) === 1);
  const erased = over.filter(({ isReported }) => Number(isReported) !== 1);
  for (const row of erased) await eraseJob(changing, row);
  for (const { id } of marked) await askToErase(changing, id, askedAt);
  const next = rows.length === SLICE_ROWS ? rows.at(-1) : undefined;
  return { ...toClear(erased, changing.rows), waiting: marked.length, next };
}

/** Erases one job of a person that is over, unless it waits for the decision about a report. */
export async function eraseOneJob(
  changing: Changing,
  { id, userId }: Pick<Job, 'id' | 'userId'>,
): Promise<ToClear | undefined> {
  const row = await changing.trx
    .selectFrom('jobs')
    .select(JOB_COLUMNS)
    .where('id', '=', id)
    .where('userId', '=', userId)
    .where('finishedAt', 'is not', null)
    .where('erasedAt', 'is', null)
    .where((eb) => eb.not(eb.exists(holdingReportOf(eb))))
    .executeTakeFirst();
  if (!row) return undefined;
  await eraseJob(changing, row);
  return toClear([row], changing.rows);
}

/** Erases some jobs that waited for a decision that has been made. */
export async function eraseDecidedJobs(
  changing: Changing,
): Promise<ToClear & { readonly isMore: boolean }> {
  const rows = await changing.trx
    .selectFrom('jobs')
    .select('id')
    .where('eraseAskedAt', 'is not', null)
    .where('erasedAt', 'is', null)
    .where((eb) => eb.not(eb.exists(holdingReportOf(eb))))
    .limit(SLICE_ROWS)
    .execute();
  const erased: JobRow[] = [];
  for (const { id } of rows) erased.push(...(await eraseMarkedJob(changing, id)));
  return { ...toClear(erased, changing.rows), isMore: rows.length === SLICE_ROWS };
}

/**
 * What is left is what limits are counted from, and where the message is that is to be deleted; and what somebody else
 * consented to, which is theirs to take back for as long as something that was made from it is left.
 */
async function eraseJob(changing: Changing, { id, userId }: JobRow): Promise<void> {
  const { trx, now, pseudonym } = changing;
  await eraseRow(changing, id, pseudonym(userId));
  await trx.deleteFrom('consents').where('jobId', '=', id).where('userId', '=', userId).execute();
  const reports = await trx
    .updateTable('reports')
    .set((eb) => ({ revision: eb('revision', '+', 1), undeliverableAt: null }))
    .where('jobId', '=', id)
    .returning('id')
    .execute();
  for (const report of reports) changing.reportChanged(report.id);
  // None of the open ones held it, and there is nothing left to decide.
  await trx
    .updateTable('reports')
    .set({ decision: 'removed', decidedBy: ERASED_BY_REQUESTER, decidedAt: now })
    .where('jobId', '=', id)
    .where('decidedAt', 'is', null)
    .execute();
}

/** Erases a job that waits to be, unless an open report still holds it. Gives it as it was. */
export async function eraseMarkedJob(changing: Changing, jobId: string): Promise<JobRow[]> {
  const { trx, pseudonym } = changing;
  const row = await trx
    .selectFrom('jobs')
    .select(JOB_COLUMNS)
    .where('id', '=', jobId)
    .where('eraseAskedAt', 'is not', null)
    .where('erasedAt', 'is', null)
    .where((eb) => eb.not(eb.exists(holdingReportOf(eb))))
    .executeTakeFirst();
  if (!row) return [];
  await eraseJob(changing, row);
  // The decision that it waited for is on record with their name.
  await trx
    .updateTable('moderationEvents')
    .set({ userId: pseudonym(row.userId) })
    .where('userId', '=', row.userId)
    .where('jobId', '=', jobId)
    .execute();
  return [row];
}

/** Takes the place of an erased job's words. */
const NO_PARAMS = { prompt: '(erased)', negativePrompt: '', seed: 0 };

/** Takes everything out of a job's row that is about its person; `userId` stands for them from then on. */
async function eraseRow(changing: Changing, jobId: string, userId: string): Promise<void> {
  const { trx, now } = changing;
  await trx
    .updateTable('jobs')
    .set((eb) => ({
      userId,
      locale: null,
      interactionId: null,
      interactionToken: null,
      params: JSON.stringify(NO_PARAMS),
      inputs: null,
      attachment: null,
      retryOf: null,
      ...originRow(undefined),
      asksUserId: null,
      askedMessage: null,
      pictures: '[]',
      errorFacts: '{}',
      cancelledBy: null,
      erasedAt: now,
      undeliverableAt: eb.fn.coalesce('undeliverableAt', sql.val(now)),
    }))
    .where('id', '=', jobId)
    .execute();
  changing.erased(jobId);
}

/** Notes that a job's requester wants it erased, which waits for the decision about a report. */
async function askToErase({ trx }: Changing, jobId: string, askedAt: number): Promise<void> {
  await trx.updateTable('jobs').set({ eraseAskedAt: askedAt }).where('id', '=', jobId).execute();
}

/*
 * What leaves jobs' rows once nobody looks at it any more: nothing that a message shows, so nobody is
 * told.
 */

/**
 * Takes the pictures out of the rows of these jobs, and leaves how many there were: a worker may have made fewer than were
 * asked for, or more.
 */
export async function dropPictures(
  trx: Database,
  jobs: readonly { readonly id: string; readonly pictures: number }[],
): Promise<void> {
  for (const count of new Set(jobs.map(({ pictures }) => pictures))) {
    const ids = jobs.flatMap(({ id, pictures }) => (pictures === count ? [id] : []));
    await trx
      .updateTable('jobs')
      .set({ pictures: '[]', ...(count > 0 && { count }) })
      .where('id', 'in', ids)
      .execute();
  }
}

/** Takes the tokens out of the rows of these jobs. */
export async function dropTokens(trx: Database, jobIds: readonly string[]): Promise<void> {
  await trx.updateTable('jobs').set({ interactionToken: null }).where('id', 'in', jobIds).execute();
}

/** Removes the rows of these jobs, with what happened to them. */
export async function deleteRows(trx: Database, jobIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('jobs').where('id', 'in', jobIds).execute();
}

/** Puts another name in place of the canceller's in some jobs. Gives whether there were any. */
export async function renameCanceller(
  trx: Database,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ cancelledBy: to })
    .where('id', 'in', (eb) =>
      eb.selectFrom('jobs').select('id').where('cancelledBy', '=', from).limit(limit),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The same for a poster who is asked for consent: no one can agree then. */
export async function renameAsked(
  trx: Database,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ asksUserId: to })
    .where('id', 'in', (eb) =>
      eb.selectFrom('jobs').select('id').where('asksUserId', '=', from).limit(limit),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The reports of a job that wait for a decision: while there is one, nothing of it goes away by itself. */
export function openReportOf(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return eb
    .selectFrom('reports')
    .select('reports.id')
    .whereRef('reports.jobId', '=', 'jobs.id')
    .where('reports.decidedAt', 'is', null);
}

/**
 * Those of them that keep its requester from having it erased before the decision: what hides a
 * picture may be what it is evidence of. Nothing else delays an erasure.
 */
function holdingReportOf(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return openReportOf(eb).where('reports.effect', '=', 'hide');
}

import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { StoredPicture } from '../../images/picture-store.ts';
import { ERASED_BY_REQUESTER } from '../../policy/report-reasons.ts';
import type { Database } from '../../store/database.ts';
import { byTime, nextAfter, type TimeCursor } from '../../store/queries.ts';
import type { Tables } from '../../store/tables.ts';
import { type Job, originRow, TOKEN_LIFE_MS } from '../job.ts';
import type { Changing } from './changing.ts';
import { JOB_COLUMNS, type JobRow, storedPictures } from './job-row.ts';
import type { JobRows } from './job-rows.ts';

/** Rows erased in one transaction: each takes four statements, and some 15 indexes are written. */
const SLICE_ROWS = 10;

/** Files and messages to delete after rows were erased. */
export interface ToClear {
  /** Jobs before their erasure, whose messages must be deleted. */
  readonly jobs: readonly Job[];
  /** Pictures whose files must be deleted. */
  readonly pictures: readonly StoredPicture[];
}

const NOTHING: ToClear = { jobs: [], pictures: [] };

/** Deletes the files and messages of erased rows. Never rejects, since the next slice follows. */
export type ClearAway = (slice: ToClear) => Promise<void>;

/** The result of one slice. */
export interface ErasedJobs extends ToClear {
  /** Jobs held by an open report. */
  readonly waiting: number;
  /** Where the next slice begins; `undefined` after the last. */
  readonly next: TimeCursor | undefined;
}

/** What to delete once these rows are erased. Takes them as they were before. */
export function toClear(erased: readonly JobRow[], rows: JobRows): ToClear {
  return {
    jobs: rows.allReadable(erased),
    pictures: erased.flatMap(({ pictures }) => storedPictures(pictures) ?? []),
  };
}

/** Which of a member's jobs to erase: those of up to a time, in milliseconds since the epoch. */
export interface JobsToErase {
  readonly userId: string;
  readonly askedAt: number;
  /** Only what their own install of the bot alone allowed. */
  readonly byUserInstall?: boolean;
}

function jobsToErase(db: Database, { userId, askedAt, byUserInstall = false }: JobsToErase) {
  const theirs = db.selectFrom('jobs').select('jobs.id').where('jobs.userId', '=', userId);
  // Later requests are not part of this erasure.
  if (!byUserInstall) return theirs.where('jobs.createdAt', '<=', askedAt);
  return theirs
    .where('jobs.byUserInstall', '=', 1)
    .where((eb) =>
      eb.or([
        eb('jobs.createdAt', '<=', askedAt),
        eb('jobs.tokenExpiresAt', '<=', askedAt + TOKEN_LIFE_MS),
      ]),
    );
}

/** Whether a removed install alone allowed a job. A request may have been under way as it was removed. */
export function wasAllowedBefore(
  {
    createdAt,
    tokenExpiresAt,
    byUserInstall,
  }: Pick<Job, 'createdAt' | 'tokenExpiresAt' | 'byUserInstall'>,
  removedAt: number,
): boolean {
  if (!byUserInstall) return false;
  return createdAt <= removedAt || tokenExpiresAt <= removedAt + TOKEN_LIFE_MS;
}

/** Thrown for a request whose member has meanwhile removed the install that allowed it. */
export class InstallRemoved extends Error {
  override readonly name = 'InstallRemoved';
}

/** Whether the install that a new request needs was removed after it was made, whose erasure may be done. */
export async function isInstallRemoved(
  { trx, pseudonym }: Changing,
  { userId, tokenExpiresAt }: Pick<Job, 'userId' | 'tokenExpiresAt'>,
): Promise<boolean> {
  const removed = await trx
    .selectFrom('removedInstalls')
    .select('person')
    .where('person', 'in', [userId, pseudonym(userId)])
    .where('removedAt', '>=', tokenExpiresAt - TOKEN_LIFE_MS)
    .executeTakeFirst();
  return removed !== undefined;
}

/** A query of those that are unfinished, and so not erased yet. */
export function unfinishedToErase(db: Database, which: JobsToErase) {
  return jobsToErase(db, which).where('jobs.finishedAt', 'is', null);
}

/** Erases some of a member's finished jobs, and marks those held by a report. */
export async function eraseSomeJobs(
  changing: Changing,
  slice: JobsToErase & { readonly from: TimeCursor },
): Promise<ErasedJobs> {
  const { trx, locks } = changing;
  const { userId, askedAt, from } = slice;
  const theirs = jobsToErase(trx, slice);
  const some = await byTime(theirs, 'jobs.createdAt', from, SLICE_ROWS).execute();
  const ids = some.map(({ id }) => id);
  if (ids.length === 0) return { ...NOTHING, waiting: 0, next: undefined };
  await locks.rows('jobs', ids);
  const finished = await ofThese(trx, ids)
    .select((eb) => eb.exists(holdingReportOf(eb)).as('isReported'))
    .where('userId', '=', userId)
    .where('finishedAt', 'is not', null)
    .execute();
  const held = finished.filter(({ isReported }) => Number(isReported) === 1);
  const erased = finished.filter(({ isReported }) => Number(isReported) !== 1);
  for (const row of erased) await eraseJob(changing, row);
  for (const { id } of held) await markForErasure(changing, id, askedAt);
  const next = nextAfter(some, SLICE_ROWS);
  return { ...toClear(erased, changing.rows), waiting: held.length, next };
}

/** Erases a member's finished job, unless a report holds it. */
export async function eraseOneJob(
  changing: Changing,
  { id, userId }: Pick<Job, 'id' | 'userId'>,
): Promise<ToClear | undefined> {
  await changing.locks.rows('jobs', [id]);
  const row = await erasable(ofThese(changing.trx, [id]))
    .where('userId', '=', userId)
    .where('finishedAt', 'is not', null)
    .executeTakeFirst();
  if (!row) return undefined;
  await eraseJob(changing, row);
  return toClear([row], changing.rows);
}

/** Erases some jobs whose report has been decided. */
export async function eraseDecidedJobs(
  changing: Changing,
): Promise<ToClear & { readonly isMore: boolean }> {
  const { trx, locks } = changing;
  const decided = await marked(trx.selectFrom('jobs').select('id')).limit(SLICE_ROWS).execute();
  const ids = decided.map(({ id }) => id);
  if (ids.length === 0) return { ...NOTHING, isMore: false };
  await locks.rows('jobs', ids);
  const rows = await marked(ofThese(trx, ids)).execute();
  for (const row of rows) await eraseMarked(changing, row);
  return { ...toClear(rows, changing.rows), isMore: ids.length === SLICE_ROWS };
}

/** The rows of these jobs, by id as they are locked. Lock them before. */
function ofThese(trx: Database, ids: readonly string[]) {
  return trx.selectFrom('jobs').select(JOB_COLUMNS).where('id', 'in', ids).orderBy('id');
}

/** Leaves out erased jobs, and those that a report holds. */
function erasable<Row>(jobs: SelectQueryBuilder<Tables, 'jobs', Row>) {
  return jobs.where('erasedAt', 'is', null).where((eb) => eb.not(eb.exists(holdingReportOf(eb))));
}

/** Jobs to erase whose report has been decided. */
function marked<Row>(jobs: SelectQueryBuilder<Tables, 'jobs', Row>) {
  return erasable(jobs).where('eraseAskedAt', 'is not', null);
}

/**
 * Keeps only what rate limits need and the location of the message to delete. Also keeps another
 * member's consent, which they may withdraw while any derived picture exists.
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
  // The remaining open reports do not hold the job, and leave nothing to decide.
  await trx
    .updateTable('reports')
    .set({ decision: 'removed', decidedBy: ERASED_BY_REQUESTER, decidedAt: now })
    .where('jobId', '=', id)
    .where('decidedAt', 'is', null)
    .execute();
}

/**
 * Erases a marked job, unless an open report still holds it. Its row must be locked. Returns its
 * previous row.
 */
export async function eraseMarkedJob(changing: Changing, jobId: string): Promise<JobRow[]> {
  const rows = await marked(ofThese(changing.trx, [jobId])).execute();
  for (const row of rows) await eraseMarked(changing, row);
  return rows;
}

async function eraseMarked(changing: Changing, row: JobRow): Promise<void> {
  await eraseJob(changing, row);
  // The moderation log entry of that decision names the member.
  await changing.trx
    .updateTable('moderationEvents')
    .set({ userId: changing.pseudonym(row.userId) })
    .where('userId', '=', row.userId)
    .where('jobId', '=', row.id)
    .execute();
}

/** Replaces an erased job's params. */
const ERASED_PARAMS = { prompt: '(erased)', negativePrompt: '', seed: 0 };

/** Removes all personal data from a job's row. `userId` is the pseudonym. */
async function eraseRow(changing: Changing, jobId: string, userId: string): Promise<void> {
  const { trx, now } = changing;
  await trx
    .updateTable('jobs')
    .set((eb) => ({
      userId,
      locale: null,
      roles: null,
      interactionId: null,
      interactionToken: null,
      params: JSON.stringify(ERASED_PARAMS),
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

/** Marks a job for erasure once its report is decided. */
async function markForErasure({ trx }: Changing, jobId: string, askedAt: number): Promise<void> {
  await trx.updateTable('jobs').set({ eraseAskedAt: askedAt }).where('id', '=', jobId).execute();
}

/* Data removed from old rows. No message shows it, so these changes are not announced. */

/**
 * Removes the picture list from these rows but keeps the count, since a worker may return more or
 * fewer pictures than requested.
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

/** Removes the interaction tokens from these rows. Returns how many still had one. */
export async function dropTokens(trx: Database, jobIds: readonly string[]): Promise<number> {
  if (jobIds.length === 0) return 0;
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ interactionToken: null })
    .where('id', 'in', jobIds)
    .where('interactionToken', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Deletes these rows. Their events go with them. Returns the states of those that were there. */
export async function deleteRows(trx: Database, jobIds: readonly string[]): Promise<string[]> {
  if (jobIds.length === 0) return [];
  const rows = await trx.deleteFrom('jobs').where('id', 'in', jobIds).returning('state').execute();
  return rows.map(({ state }) => state);
}

/** Selects a job's open reports. Retention keeps a job that has one. */
export function openReportOf(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return eb
    .selectFrom('reports')
    .select('reports.id')
    .whereRef('reports.jobId', '=', 'jobs.id')
    .where('reports.decidedAt', 'is', null);
}

/**
 * Selects the open reports that hold an erasure: those that hide the picture, since it may be
 * evidence. Nothing else delays an erasure.
 */
function holdingReportOf(eb: ExpressionBuilder<Tables, 'jobs'>) {
  return openReportOf(eb).where('reports.effect', '=', 'hide');
}

import type { Changing } from '../job/changing.ts';
import { askToErase } from '../job/erase-row.ts';
import type { Job } from '../job/job.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { JobRows } from '../job/job-rows.ts';
import { JOB_COLUMNS, storedPictures, type JobRow } from '../job/row.ts';
import { holdingReportOf } from '../report/open-report.ts';
import { byTime, type TimeCursor } from '../../store/queries.ts';
import { eraseJob, eraseMarkedJob } from './erase-job.ts';

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

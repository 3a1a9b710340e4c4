import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import type { Job } from './job.ts';
import type { JobRows } from './job-rows.ts';
import { JOB_COLUMNS } from './row.ts';
import { rowNumber } from '../../store/sqlite.ts';
import { byTime, FROM_THE_OLDEST, walk } from '../../store/queries.ts';

/** Rows read at a time. */
const SLICE_ROWS = 100;
const ROW = rowNumber();

/** A row that this version cannot read: its id. */
export interface Unreadable {
  readonly unreadable: string;
}

/** See `JobQueries.unfinished`. */
export async function* unfinishedJobs(
  db: Database,
  rows: JobRows,
): AsyncGenerator<readonly (Job | Unreadable)[]> {
  const unfinished = jobs(db)
    // Word for word, for the index on it.
    .where(
      sql<boolean>`(finished_at IS NULL OR remote_open = 1
      OR (shown_revision < revision AND undeliverable_at IS NULL))`,
    );
  const slices = walk(FROM_THE_OLDEST, SLICE_ROWS, (after) =>
    byTime(unfinished, 'jobs.createdAt', after, SLICE_ROWS).execute(),
  );
  for await (const slice of slices) {
    yield slice.map((row) => rows.readable(row) ?? { unreadable: row.id });
  }
}

/** See `JobQueries.underWayOf`. */
export async function* jobsUnderWay(
  db: Database,
  rows: JobRows,
  userId: string,
): AsyncGenerator<readonly Job[]> {
  const underWay = jobs(db)
    .select(ROW.as('row'))
    .where('userId', '=', userId)
    .where('finishedAt', 'is', null);
  const slices = walk({ row: 0 }, SLICE_ROWS, ({ row }) =>
    underWay.where(ROW, '>', row).orderBy(ROW).limit(SLICE_ROWS).execute(),
  );
  for await (const slice of slices) yield rows.allReadable(slice);
}

/** See `JobQueries.erasedWithMessage`. */
export async function* erasedJobsWithMessage(
  db: Database,
  rows: JobRows,
): AsyncGenerator<readonly Job[]> {
  const erased = jobs(db).where('erasedAt', 'is not', null);
  const slices = walk(FROM_THE_OLDEST, SLICE_ROWS, (after) =>
    byTime(erased, 'jobs.erasedAt', after, SLICE_ROWS).execute(),
  );
  for await (const slice of slices) {
    yield rows.allReadable(slice.filter(({ messageGoneAt }) => messageGoneAt === null));
  }
}

/** See `JobQueries.untold`. */
export async function* untoldJobs(
  db: Database,
  rows: JobRows,
  since: number,
): AsyncGenerator<readonly Job[]> {
  const ended = jobs(db).where('finishedAt', 'is not', null);
  const slices = walk({ at: since, row: 0 }, SLICE_ROWS, (after) =>
    byTime(ended, 'jobs.finishedAt', after, SLICE_ROWS).execute(),
  );
  for await (const slice of slices) {
    yield rows.allReadable(slice.filter(({ toldAt }) => toldAt === null));
  }
}

/** See `JobQueries.toldInVain`. */
export async function* jobsToldInVain(db: Database, rows: JobRows): AsyncGenerator<readonly Job[]> {
  const told = jobs(db)
    // Word for word, for the index on them.
    .where(
      sql<boolean>`told_message_id IS NOT NULL
      AND (visibility = 'removed' OR erased_at IS NOT NULL)`,
    );
  const slices = walk({ id: '' }, SLICE_ROWS, ({ id }) =>
    told.where('id', '>', id).orderBy('id').limit(SLICE_ROWS).execute(),
  );
  for await (const slice of slices) yield rows.allReadable(slice);
}

function jobs(db: Database) {
  return db.selectFrom('jobs').select(JOB_COLUMNS);
}

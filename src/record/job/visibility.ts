import { sql } from 'kysely';
import type { Changing } from './changing.ts';
import type { ReportReason } from '../report/reasons.ts';
import type { StoredPicture } from './job.ts';
import { JOB_COLUMNS, storedPictures } from './row.ts';

/*
 * Whether a finished job's message shows its pictures. Each change is one guarded UPDATE that
 * counts as a visible change: a message that could not be reached is tried again, since this is
 * worth every try.
 */

/** Hides a picture that is shown. `lapsesAt`: when it is removed if nobody decides; null where moderators do. */
export async function hideJob(
  changing: Changing,
  jobId: string,
  { because, lapsesAt }: { readonly because: ReportReason; readonly lapsesAt: number | null },
): Promise<void> {
  const hidden = await changing.trx
    .updateTable('jobs')
    .set((eb) => ({
      visibility: 'hidden',
      hiddenBecause: because,
      lapsesAt,
      revision: eb('revision', '+', 1),
      undeliverableAt: null,
    }))
    .where('id', '=', jobId)
    .where('visibility', '=', 'shown')
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  changing.changed(hidden);
}

/** Shows a hidden picture again. */
export async function showJob(changing: Changing, jobId: string): Promise<void> {
  const shown = await changing.trx
    .updateTable('jobs')
    .set((eb) => ({
      visibility: 'shown',
      hiddenBecause: null,
      lapsesAt: null,
      revision: eb('revision', '+', 1),
      undeliverableAt: null,
    }))
    .where('id', '=', jobId)
    .where('visibility', '=', 'hidden')
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  changing.changed(shown);
}

/** Takes a job's pictures away for good, shown or hidden. Gives those whose files are to go. */
export async function removeJob(
  changing: Changing,
  jobId: string,
): Promise<readonly StoredPicture[]> {
  const before = await changing.trx
    .selectFrom('jobs')
    .select('pictures')
    .where('id', '=', jobId)
    .executeTakeFirst();
  const removed = await changing.trx
    .updateTable('jobs')
    .set((eb) => ({
      visibility: 'removed',
      pictures: '[]',
      lapsesAt: null,
      revision: eb('revision', '+', 1),
      undeliverableAt: null,
    }))
    .where('id', '=', jobId)
    .where('visibility', 'in', ['shown', 'hidden'])
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  changing.changed(removed);
  return (before && storedPictures(before.pictures)) ?? [];
}

/**
 * Tells the requesters of the hidden ones among these pictures when they lapse, which is
 * `lapseAfterMs` after the first open report; `undefined` tells them that moderators decide.
 */
export async function setLapse(
  changing: Changing,
  jobIds: readonly string[],
  lapseAfterMs: number | undefined,
): Promise<void> {
  if (jobIds.length === 0) return;
  const isWatched = lapseAfterMs === undefined;
  const first = sql<number>`(SELECT min(reported_at) + ${lapseAfterMs} FROM reports
    WHERE reports.job_id = jobs.id AND decided_at IS NULL)`;
  const rows = await changing.trx
    .updateTable('jobs')
    .set((eb) => ({ lapsesAt: isWatched ? null : first, revision: eb('revision', '+', 1) }))
    .where('id', 'in', jobIds)
    .where('visibility', '=', 'hidden')
    .where('lapsesAt', isWatched ? 'is not' : 'is', null)
    .returning(JOB_COLUMNS)
    .execute();
  for (const row of rows) changing.changed(row);
}

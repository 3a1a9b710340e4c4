import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import type { Job } from '../job/job.ts';
import { JOB_COLUMNS, readableJobs } from '../job/row.ts';

/**
 * Lets requesters read when the hidden pictures of these reports lapse, so long after the first of the
 * open ones was made; `undefined`: that moderators decide. Gives the jobs that said otherwise.
 */
export async function noteLapse(
  trx: Database,
  reports: readonly { readonly jobId: string }[],
  lapseAfterMs: number | undefined,
): Promise<readonly Job[]> {
  if (reports.length === 0) return [];
  const isWatched = lapseAfterMs === undefined;
  const first = sql<number>`(SELECT min(reported_at) + ${lapseAfterMs} FROM reports
    WHERE reports.job_id = jobs.id AND decided_at IS NULL)`;
  const rows = await trx
    .updateTable('jobs')
    .set((eb) => ({ lapsesAt: isWatched ? null : first, revision: eb('revision', '+', 1) }))
    .where(
      'id',
      'in',
      reports.map(({ jobId }) => jobId),
    )
    .where('visibility', '=', 'hidden')
    .where('lapsesAt', isWatched ? 'is not' : 'is', null)
    .returning(JOB_COLUMNS)
    .execute();
  return readableJobs(rows);
}

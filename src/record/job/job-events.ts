import { sql } from 'kysely';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Changing } from './changing.ts';
import type { Job, JobState } from './job.ts';

const NEW_EVENT = new PreparedQuery(
  () => sql`INSERT INTO job_events (job_id, at, from_state, to_state, cause)
    VALUES (${argument('jobId')}, ${argument('at')}, ${argument('from')}, ${argument('to')}, ${argument('cause')})`,
);

/**
 * Puts on record that a job is new or in another state; listeners are told once it is committed.
 */
export async function recordMove(
  changing: Changing,
  job: Job,
  { from, cause }: { readonly from: JobState | null; readonly cause: string },
): Promise<void> {
  const { trx, now: at } = changing;
  await NEW_EVENT.all(trx, { jobId: job.id, at, from, to: job.state, cause });
  changing.moved(job, from);
}

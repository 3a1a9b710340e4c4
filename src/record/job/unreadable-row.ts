import { sql } from 'kysely';
import type { Changing } from './changing.ts';
import type { Job } from './job.ts';
import { JOB_COLUMNS, jobFromRow, jobState } from './row.ts';

/**
 * Ends a job whose row cannot be read, wherever it stood: this version does not know what it was to
 * make, or in which state it was. From then on the row can be read again, and its message says so.
 * `undefined` where it is over.
 */
export async function endUnreadable(changing: Changing, jobId: string): Promise<Job | undefined> {
  const { trx, now } = changing;
  const before = await trx
    .selectFrom('jobs')
    .select('state')
    .where('id', '=', jobId)
    .where('finishedAt', 'is', null)
    .executeTakeFirst();
  if (!before) return undefined;
  const ended = await trx
    .updateTable('jobs')
    .set((eb) => ({
      state: 'failed',
      errorCode: 'other_version',
      errorFacts: '{}',
      finishedAt: now,
      face: null,
      attachment: null,
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', jobId)
    .returning(JOB_COLUMNS)
    .executeTakeFirstOrThrow();
  const job = jobFromRow(ended);
  await sql`INSERT INTO job_events (job_id, at, from_state, to_state, cause)
    VALUES (${jobId}, ${now}, ${before.state}, ${job.state}, 'the row cannot be read')`.execute(
    trx,
  );
  const from = jobState.safeParse(before.state).data;
  if (from === undefined) changing.changed(ended);
  else changing.moved(job, from);
  return job;
}

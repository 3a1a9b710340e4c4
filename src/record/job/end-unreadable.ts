import { atEnd } from './at-end.ts';
import type { Changing } from './changing.ts';
import { recordMove } from './job-events.ts';
import type { Job } from './job.ts';
import { JOB_COLUMNS } from './row.ts';

/**
 * Ends a job whose row cannot be read, wherever it stood: this version does not know what it was to
 * make, or what state it was in. From then on the row can be read again, and its message says so.
 * `undefined` where it is over.
 */
export async function endUnreadable(changing: Changing, jobId: string): Promise<Job | undefined> {
  const { trx, now, rows } = changing;
  const asked = await trx
    .selectFrom('jobs')
    .select(['recipe', 'params', 'paramsVersion', 'inputs'])
    .where('id', '=', jobId)
    .executeTakeFirst();
  const row = await trx
    .updateTable('jobs')
    .set((eb) => ({
      ...atEnd(now),
      previousState: eb.ref('state'),
      state: 'failed',
      errorCode: asked ? rows.whyUnreadable(asked) : 'other_version',
      errorFacts: '{}',
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', jobId)
    .where('finishedAt', 'is', null)
    .returning([...JOB_COLUMNS])
    .executeTakeFirst();
  if (!row) return undefined;
  const job = rows.job(row);
  await recordMove(changing, job, {
    from: job.previousState ?? 'accepted',
    cause: 'the row cannot be read',
  });
  return job;
}

import type { Changing } from '../job/changing.ts';
import { eraseRow } from '../job/erase-row.ts';
import { holdingReportOf } from '../report/open-report.ts';
import { ITS_REQUESTER } from '../report/report.ts';
import { JOB_COLUMNS, type JobRow } from '../job/row.ts';

/**
 * What is left is what limits are counted from, and where the message is that is to be deleted; and what somebody else
 * consented to, which is theirs to take back for as long as something that was made from it is left.
 */
export async function eraseJob(changing: Changing, { id, userId }: JobRow): Promise<void> {
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
    .set({ decision: 'removed', decidedBy: ITS_REQUESTER, decidedAt: now })
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

import type { Changing } from '../../jobs/sql/changing.ts';
import { eraseMarkedJob, toClear, type ToClear } from '../../jobs/sql/erase-jobs.ts';
import { settleJob } from '../../jobs/sql/picture-sources.ts';
import { removeJob } from '../../jobs/sql/visibility.ts';
import type { Decision } from '../report.ts';
import { changeOpenReports, picturedJob } from './file-report.ts';
import { recordModeration } from './moderation-log.ts';

/**
 * Decides every open report of this report's picture. Returns its row and what is to be deleted: a
 * job that was to be erased after the decision is erased in the same commit, so that its picture is
 * never shown in between. `undefined` if the report was decided before.
 *
 * `lapse`: a hidden picture is removed, a visible one stays.
 */
export async function decideReport(
  changing: Changing,
  reportId: string,
  { decision: given, by }: { readonly decision: Decision | 'lapse'; readonly by: string },
) {
  const { trx, locks } = changing;
  const report = await trx
    .selectFrom('reports')
    .select(['jobId', 'guildId'])
    .where('id', '=', reportId)
    .executeTakeFirst();
  if (!report) return undefined;
  const { jobId, guildId } = report;
  await locks.rows('jobs', [jobId]);
  const job = await trx
    .selectFrom('jobs')
    .select(['userId', 'visibility', 'hiddenWith'])
    .where('id', '=', jobId)
    .executeTakeFirst();
  // A picture hidden with its source is decided there.
  const isHidden = job?.visibility === 'hidden' && job.hiddenWith === null;
  const atEnd = isHidden ? 'removed' : 'restored';
  const decision = given === 'lapse' ? atEnd : given;
  const set = { decision, decidedBy: by, decidedAt: changing.now };
  const [row] = await changeOpenReports(changing, jobId, { set, only: reportId });
  if (!row) return undefined;
  await changeOpenReports(changing, jobId, { set });
  const pictures = decision === 'removed' ? await removeJob(changing, jobId) : [];
  // A picture that stayed visible needs no edit, and one hidden with its source stays hidden.
  if (decision === 'restored') await settleJob(changing, jobId);
  changing.note(jobId, 'decided');
  await recordModeration(trx, changing.now, {
    what: decision,
    guildId,
    jobId,
    reportId,
    byUser: by,
    ...(job && { userId: job.userId }),
  });
  const erased = toClear(await eraseMarkedJob(changing, jobId), changing.rows);
  return { row, jobs: erased.jobs, pictures: [...pictures, ...erased.pictures] };
}

/**
 * Removes a picture, reported or not. Returns what is to be deleted, `undefined` if there is no
 * picture any more.
 */
export async function removePicture(
  changing: Changing,
  jobId: string,
  by: string,
): Promise<ToClear | undefined> {
  const { trx, locks } = changing;
  await locks.rows('jobs', [jobId]);
  const open = await trx
    .selectFrom('reports')
    .select('id')
    .where('jobId', '=', jobId)
    .where('decidedAt', 'is', null)
    .orderBy('reportedAt')
    .orderBy('id')
    .executeTakeFirst();
  if (open) return decideReport(changing, open.id, { decision: 'removed', by });
  const job = await picturedJob(trx, jobId);
  if (!job) return undefined;
  const pictures = await removeJob(changing, jobId);
  const { guildId, userId } = job;
  await recordModeration(trx, changing.now, {
    what: 'removed',
    jobId,
    byUser: by,
    guildId,
    userId,
  });
  return { pictures, jobs: [] };
}

import type { StoredPicture } from '../../images/picture-store.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import { settleJob } from '../../jobs/sql/picture-sources.ts';
import { removeJob } from '../../jobs/sql/visibility.ts';
import type { Decision } from '../report.ts';
import { changeOpenReports, picturedJob } from './file-report.ts';
import { recordModeration } from './moderation-log.ts';

/**
 * Decides every open report of this report's picture. Returns their rows, the pictures whose files
 * are to be deleted, and whether the requester asked to erase it. `undefined` if it was decided
 * before.
 */
export async function decideReport(
  changing: Changing,
  reportId: string,
  { decision, by }: { readonly decision: Decision; readonly by: string },
) {
  const { trx, now } = changing;
  const open = await trx
    .selectFrom('reports')
    .select(['jobId', 'guildId'])
    .where('id', '=', reportId)
    .where('decidedAt', 'is', null)
    .executeTakeFirst();
  if (!open) return undefined;
  const { jobId, guildId } = open;
  const rows = await changeOpenReports(changing, jobId, {
    set: { decision, decidedBy: by, decidedAt: now },
  });
  const before = await trx
    .selectFrom('jobs')
    .select(['userId', 'eraseAskedAt'])
    .where('id', '=', jobId)
    .executeTakeFirst();
  const pictures = decision === 'removed' ? await removeJob(changing, jobId) : [];
  // A picture that stayed visible needs no edit, and one hidden with its source stays hidden.
  if (decision === 'restored') await settleJob(changing, jobId);
  changing.note(jobId, 'decided');
  await recordModeration(trx, now, {
    what: decision,
    guildId,
    jobId,
    reportId,
    byUser: by,
    ...(before && { userId: before.userId }),
  });
  return {
    jobId,
    rows,
    pictures,
    eraseAsked: before !== undefined && before.eraseAskedAt !== null,
  };
}

/** How a moderator's removal is done: by deleting files, or by deciding a report. */
export type PictureRemoval =
  { readonly pictures: readonly StoredPicture[] } | { readonly reportId: string };

/**
 * Removes a picture without reports. If it has one, that report must be decided instead.
 * `undefined` if there is no picture any more.
 */
export async function removePicture(
  changing: Changing,
  jobId: string,
  byUser: string,
): Promise<PictureRemoval | undefined> {
  const { trx, now } = changing;
  const open = await trx
    .selectFrom('reports')
    .select('id')
    .where('jobId', '=', jobId)
    .where('decidedAt', 'is', null)
    .executeTakeFirst();
  if (open) return { reportId: open.id };
  const job = await picturedJob(trx, jobId);
  if (!job) return undefined;
  const pictures = await removeJob(changing, jobId);
  const { guildId, userId } = job;
  await recordModeration(trx, now, { what: 'removed', jobId, byUser, guildId, userId });
  return { pictures };
}

import type { StoredPicture } from '../../images/picture-store.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import { settleJob } from '../../jobs/sql/picture-sources.ts';
import { removeJob } from '../../jobs/sql/visibility.ts';
import type { Decision } from '../report.ts';
import { changeOpenReports, picturedJob } from './file-report.ts';
import { recordModeration } from './moderation-log.ts';

/** What was decided, and by whom. */
export interface Deciding {
  readonly decision: Decision;
  readonly by: string;
}

/**
 * Decides every open report of the picture that this one is about. Gives their rows, the pictures
 * whose files are to go, and whether its requester asked for it to be erased. `undefined` where it
 * was decided before.
 */
export async function decideReport(
  changing: Changing,
  reportId: string,
  { decision, by }: Deciding,
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
  // What was shown all along needs no edit, and what is hidden with what it was made from stays so.
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

/** What has to be done about a picture that a moderator takes away: its files go, or a report of it is decided. */
export type PictureRemoval =
  { readonly pictures: readonly StoredPicture[] } | { readonly reportId: string };

/**
 * Takes a picture away that nobody has reported. Where somebody has, that report is to be decided instead. `undefined`
 * where there is nothing to take away any more.
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

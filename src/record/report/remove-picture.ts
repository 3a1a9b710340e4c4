import type { Changing } from '../../jobs/sql/changing.ts';
import { removeJob } from '../../jobs/sql/visibility.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import { recordModeration } from './moderation-event.ts';
import { picturedJob } from './pictured-job.ts';

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

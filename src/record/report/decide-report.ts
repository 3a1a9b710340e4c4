import type { Database } from '../store/database.ts';
import { recordModeration } from './moderation-event.ts';
import type { Decision } from './report.ts';
import { JOB_COLUMNS, storedPictures } from '../job/row.ts';

/** What was decided, by whom and when. */
export interface Deciding {
  readonly decision: Decision;
  readonly by: string;
  readonly now: number;
}

/**
 * Decides every open report of the picture that this one is about. Gives their rows, the job's where
 * its message is to change, pictures whose files are to go, and whether its requester asked for it
 * to be erased. `undefined` where it was decided before.
 */
export async function decideReport(
  trx: Database,
  reportId: string,
  { decision, by, now }: Deciding,
) {
  const open = await trx
    .selectFrom('reports')
    .select(['jobId', 'guildId'])
    .where('id', '=', reportId)
    .where('decidedAt', 'is', null)
    .executeTakeFirst();
  if (!open) return undefined;
  const { jobId, guildId } = open;
  const rows = await trx
    .updateTable('reports')
    .set((eb) => ({
      decision,
      decidedBy: by,
      decidedAt: now,
      revision: eb('revision', '+', 1),
    }))
    .where('jobId', '=', jobId)
    .where('decidedAt', 'is', null)
    .returningAll()
    .execute();
  const before = await trx
    .selectFrom('jobs')
    .select(['pictures', 'userId', 'eraseAskedAt'])
    .where('id', '=', jobId)
    .executeTakeFirst();
  const removed = decision === 'removed';
  const job = await trx
    .updateTable('jobs')
    .set((eb) => ({
      visibility: removed ? 'removed' : 'shown',
      revision: eb('revision', '+', 1),
      undeliverableAt: null,
      lapsesAt: null,
      ...(removed ? { pictures: '[]' } : { hiddenBecause: null }),
    }))
    .where('id', '=', jobId)
    // What is kept as it was shown needs no edit.
    .where('visibility', 'in', removed ? ['shown', 'hidden'] : ['hidden'])
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
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
    job,
    pictures: removed && before ? (storedPictures(before.pictures) ?? []) : [],
    eraseAsked: before !== undefined && before.eraseAskedAt !== null,
  };
}

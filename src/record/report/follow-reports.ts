import type { Changing } from '../job/changing.ts';
import { followSome, type FollowCursor } from '../job/follow-sources.ts';
import { WITH_ITS_SOURCE } from './report.ts';

/**
 * Goes on with the walk from what changed to what was made from it: see {@link followSome}. Gives besides the rows
 * of the reports that moderators are to see otherwise: of a picture that is gone there is nothing left to decide.
 */
export async function followWithReports(changing: Changing, from: FollowCursor | undefined) {
  const slice = await followSome(changing, from);
  const rows = [];
  for (const { id, removed } of slice.changed) {
    const decided = { decision: 'removed', decidedBy: WITH_ITS_SOURCE, decidedAt: changing.now };
    const open = await changing.trx
      .updateTable('reports')
      .set((eb) => ({
        revision: eb('revision', '+', 1),
        undeliverableAt: null,
        ...(removed && decided),
      }))
      .where('jobId', '=', id)
      .where('decidedAt', 'is', null)
      .returningAll()
      .execute();
    rows.push(...open);
  }
  return { ...slice, rows };
}

import type { Changing } from '../../jobs/sql/changing.ts';
import { type FollowCursor, type FollowSlice, followSome } from '../../jobs/sql/picture-sources.ts';
import { changeOpenReports } from './change-reports.ts';
import { WITH_ITS_SOURCE } from './report.ts';

/**
 * Goes on with the walk from what changed to what was made from it: see {@link followSome}. Moderators see the reports of
 * that otherwise; of a picture that is gone there is nothing left to decide.
 */
export async function followWithReports(
  changing: Changing,
  from: FollowCursor | undefined,
): Promise<FollowSlice> {
  const slice = await followSome(changing, from);
  for (const { id, removed } of slice.changed) {
    const decided = { decision: 'removed', decidedBy: WITH_ITS_SOURCE, decidedAt: changing.now };
    const set = { undeliverableAt: null, ...(removed && decided) };
    await changeOpenReports(changing, id, { set });
  }
  return slice;
}

import type { Updateable } from 'kysely';
import type { Changing } from '../../jobs/sql/changing.ts';
import type { ReportsTable } from '../../store/tables.ts';

/**
 * Has moderators see the open reports of a picture otherwise, all but one where `but` names that, and changes the
 * columns in `set` along with it. Gives their rows.
 */
export async function changeOpenReports(
  changing: Changing,
  jobId: string,
  { set = {}, but }: { readonly set?: Updateable<ReportsTable>; readonly but?: string } = {},
) {
  const open = changing.trx
    .updateTable('reports')
    .set((eb) => ({ ...set, revision: eb('revision', '+', 1) }))
    .where('jobId', '=', jobId)
    .where('decidedAt', 'is', null);
  const meant = but === undefined ? open : open.where('id', '!=', but);
  const rows = await meant.returningAll().execute();
  for (const { id } of rows) changing.reportChanged(id);
  return rows;
}

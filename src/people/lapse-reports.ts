import type { Decided, Reports } from '../record/report/reports.ts';
import { NOBODY } from '../record/report/report.ts';
import { FROM_THE_OLDEST } from '../store/queries.ts';
import { followSlices, type Slicing } from '../slices.ts';

/**
 * Decides reports that were filed before that time and that nobody has decided: what is hidden is
 * removed, what is shown stays. Hands on each decision before it makes the next one.
 *
 * @throws the signal's reason.
 */
export async function lapseReports(
  reports: Reports,
  before: number,
  onDecided: (decided: Decided) => Promise<void>,
  slicing: Slicing,
): Promise<void> {
  await followSlices(
    FROM_THE_OLDEST,
    async (from) => {
      const undecided = await reports.undecided(before, from);
      for (const { id, isHidden } of undecided.reports) {
        slicing.signal.throwIfAborted();
        await slicing.turns.take();
        const decided = await reports.decide(id, isHidden ? 'removed' : 'restored', NOBODY);
        if (decided) await onDecided(decided);
      }
      return undecided.next;
    },
    slicing,
  );
}

import { sql, type Updateable } from 'kysely';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { ReportReason } from '../../policy/report-reasons.ts';
import type { JobsTable } from '../../store/tables.ts';
import type { Changing } from './changing.ts';
import { JOB_COLUMNS, type JobRow, storedPictures } from './job-row.ts';

/*
 * Whether a finished job's message shows its pictures. Each change is one guarded UPDATE that
 * counts as a visible change: a message that could not be reached is tried again, since this is
 * worth every try. The same UPDATE says that what was made from it has to follow.
 */

/** The column `follow_due` after a change that whatever was made from a job has to follow. */
export const FOLLOW_DUE = sql<number>`follow_due + CASE WHEN EXISTS
  (SELECT 1 FROM picture_sources WHERE source_id = jobs.id) THEN 1 ELSE 0 END`;

/** A message that could not be reached is tried again. That of an erased job shows nothing any more. */
const COUNTED = {
  revision: sql<number>`revision + CASE WHEN erased_at IS NULL THEN 1 ELSE 0 END`,
  undeliverableAt: sql<null>`CASE WHEN erased_at IS NULL THEN NULL ELSE undeliverable_at END`,
};

/**
 * Hides a picture that is reported. `lapsesAt`: when it is removed without a decision; null where moderators do.
 * Whether that changed anything.
 */
export async function hideJob(
  changing: Changing,
  jobId: string,
  { because, lapsesAt }: { readonly because: ReportReason; readonly lapsesAt: number | null },
): Promise<boolean> {
  const hidden = await show(changing, { hiddenBecause: because, lapsesAt, hiddenWith: null })
    .set({ visibility: 'hidden' })
    .where('id', '=', jobId)
    // Its own report comes before that of what it was made from.
    .where((eb) =>
      eb.or([
        eb('visibility', '=', 'shown'),
        eb.and([eb('visibility', '=', 'hidden'), eb('hiddenWith', 'is not', null)]),
      ]),
    )
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  tell(changing, hidden);
  return hidden !== undefined;
}

/** Turns a picture that is reported into a spoiler, until that is decided. Whether it was none by a report. */
export function coverJob(changing: Changing, jobId: string): Promise<boolean> {
  return setCover(changing, jobId, { from: [null, 0], to: 1 });
}

/** Lifts the cover of a report. A spoiler that its requester or server chose stays. Whether there was one. */
export function uncoverJob(changing: Changing, jobId: string): Promise<boolean> {
  return setCover(changing, jobId, { from: [1], to: 0 });
}

/** What was made from it does not follow: it is covered by what it was made from at the time. */
async function setCover(
  changing: Changing,
  jobId: string,
  { from, to }: { readonly from: readonly (number | null)[]; readonly to: number },
): Promise<boolean> {
  const row = await changing.trx
    .updateTable('jobs')
    .set({
      ...COUNTED,
      coveredByReport: to,
      // A hidden picture's message shows no difference.
      revision: sql<number>`revision + CASE WHEN erased_at IS NULL AND visibility = 'shown' THEN 1 ELSE 0 END`,
    })
    .where('id', '=', jobId)
    .where((eb) => eb.or(from.map((before) => eb('coveredByReport', 'is', before))))
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  tell(changing, row);
  return row !== undefined;
}

/** What hides something that was made from it. */
export type HidingSource = Pick<JobRow, 'id' | 'hiddenBecause' | 'lapsesAt'>;

/** Hides a picture with what it was made from, or says anew since what, and until when, it is hidden. */
export async function hideWith(
  changing: Changing,
  jobId: string,
  { id: hiddenWith, hiddenBecause, lapsesAt }: HidingSource,
): Promise<boolean> {
  const hidden = await show(changing, { hiddenBecause, lapsesAt, hiddenWith })
    .set({ visibility: 'hidden' })
    .where('id', '=', jobId)
    .where('visibility', 'in', ['shown', 'hidden'])
    .where((eb) =>
      eb.or([
        eb('visibility', '=', 'shown'),
        eb('hiddenWith', 'is not', hiddenWith),
        eb('lapsesAt', 'is not', lapsesAt),
      ]),
    )
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  tell(changing, hidden);
  return hidden !== undefined;
}

/** Shows a hidden picture again. Whether it was hidden. */
export async function showJob(changing: Changing, jobId: string): Promise<boolean> {
  const shown = await show(changing, { hiddenBecause: null, lapsesAt: null, hiddenWith: null })
    .set({ visibility: 'shown' })
    .where('id', '=', jobId)
    .where('visibility', '=', 'hidden')
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  tell(changing, shown);
  return shown !== undefined;
}

/**
 * Takes a job's pictures away for good, shown or hidden, where `hiddenWith` is given with what it was made from.
 * Gives those whose files are to go.
 */
export async function removeJob(
  changing: Changing,
  jobId: string,
  hiddenWith: string | null = null,
): Promise<readonly StoredPicture[]> {
  const before = await changing.trx
    .selectFrom('jobs')
    .select('pictures')
    .where('id', '=', jobId)
    .executeTakeFirst();
  const removed = await show(changing, { lapsesAt: null, hiddenWith })
    .set({ visibility: 'removed', pictures: '[]' })
    .where('id', '=', jobId)
    .where('visibility', 'in', ['shown', 'hidden'])
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  tell(changing, removed);
  return (before && storedPictures(before.pictures)) ?? [];
}

/**
 * Tells the requesters of the hidden ones among these pictures when they lapse, which is
 * `lapseAfterMs` after the first open report; `undefined` tells them that moderators decide.
 */
export async function setLapse(
  changing: Changing,
  jobIds: readonly string[],
  lapseAfterMs: number | undefined,
): Promise<void> {
  if (jobIds.length === 0) return;
  const isWatched = lapseAfterMs === undefined;
  const first = sql<number>`(SELECT min(reported_at) + ${lapseAfterMs} FROM reports
    WHERE reports.job_id = jobs.id AND decided_at IS NULL)`;
  const rows = await changing.trx
    .updateTable('jobs')
    .set((eb) => ({
      lapsesAt: isWatched ? null : first,
      revision: eb('revision', '+', 1),
      followDue: FOLLOW_DUE,
    }))
    .where('id', 'in', jobIds)
    .where('visibility', '=', 'hidden')
    // That of what it was made from says otherwise.
    .where('hiddenWith', 'is', null)
    .where('lapsesAt', isWatched ? 'is not' : 'is', null)
    .returning(JOB_COLUMNS)
    .execute();
  for (const row of rows) changing.changed(row);
}

/** A change of what a job's message shows, which what was made from it follows. */
function show({ trx }: Changing, set: Updateable<JobsTable>) {
  return trx.updateTable('jobs').set({
    ...set,
    ...COUNTED,
    followDue: FOLLOW_DUE,
  });
}

function tell(changing: Changing, row: JobRow | undefined): void {
  if (row?.erasedAt === null) changing.changed(row);
}

import { sql, type Updateable } from 'kysely';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { ReportReason } from '../../policy/report-reasons.ts';
import type { JobsTable } from '../../store/tables.ts';
import type { Changing } from './changing.ts';
import { JOB_COLUMNS, type JobRow, storedPictures } from './job-row.ts';

/*
 * Whether a finished job's message shows its pictures. Each change is one guarded UPDATE that
 * raises the revision, retries a message that could not be reached, and marks derived jobs as due.
 */

/** `follow_due` after a change that propagates to derived jobs. */
export const FOLLOW_DUE = sql<number>`follow_due + CASE WHEN EXISTS
  (SELECT 1 FROM picture_sources WHERE source_id = jobs.id) THEN 1 ELSE 0 END`;

/** Retries a message that could not be reached, unless the job is erased. */
const COUNTED = {
  revision: sql<number>`revision + CASE WHEN erased_at IS NULL THEN 1 ELSE 0 END`,
  undeliverableAt: sql<null>`CASE WHEN erased_at IS NULL THEN NULL ELSE undeliverable_at END`,
};

/**
 * Hides a reported picture. `lapsesAt`: when it is removed without a decision; null if moderators
 * decide. Returns whether that changed anything.
 */
export async function hideJob(
  changing: Changing,
  jobId: string,
  { because, lapsesAt }: { readonly because: ReportReason; readonly lapsesAt: number | null },
): Promise<boolean> {
  const hidden = await show(changing, { hiddenBecause: because, lapsesAt, hiddenWith: null })
    .set({ visibility: 'hidden' })
    .where('id', '=', jobId)
    // The job's own report takes precedence over its source's.
    .where((eb) =>
      eb.or([
        eb('visibility', '=', 'shown'),
        eb.and([eb('visibility', '=', 'hidden'), eb('hiddenWith', 'is not', null)]),
      ]),
    )
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  notifyChanged(changing, hidden);
  return hidden !== undefined;
}

/**
 * Makes a reported picture a spoiler until the report is decided. Returns whether that changed
 * anything.
 */
export function coverJob(changing: Changing, jobId: string): Promise<boolean> {
  return setCover(changing, jobId, { from: [null, 0], to: 1 });
}

/**
 * Undoes {@link coverJob}. A spoiler that the requester or server chose stays. Returns whether that
 * changed anything.
 */
export function uncoverJob(changing: Changing, jobId: string): Promise<boolean> {
  return setCover(changing, jobId, { from: [1], to: 0 });
}

/** Derived pictures do not follow: they are covered by the state of their source when made. */
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
      // A hidden picture's message does not change.
      revision: sql<number>`revision + CASE WHEN erased_at IS NULL AND visibility = 'shown' THEN 1 ELSE 0 END`,
    })
    .where('id', '=', jobId)
    .where((eb) => eb.or(from.map((before) => eb('coveredByReport', 'is', before))))
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  notifyChanged(changing, row);
  return row !== undefined;
}

/** The properties of a source that hide a derived picture. */
export type HidingSource = Pick<JobRow, 'id' | 'hiddenBecause' | 'lapsesAt'>;

/**
 * Hides a derived picture, or updates its hiding source and lapse time. Returns whether that
 * changed anything.
 */
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
  notifyChanged(changing, hidden);
  return hidden !== undefined;
}

/** Shows a hidden picture again. Returns whether it was hidden. */
export async function showJob(changing: Changing, jobId: string): Promise<boolean> {
  const shown = await show(changing, { hiddenBecause: null, lapsesAt: null, hiddenWith: null })
    .set({ visibility: 'shown' })
    .where('id', '=', jobId)
    .where('visibility', '=', 'hidden')
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  notifyChanged(changing, shown);
  return shown !== undefined;
}

/**
 * Removes a job's pictures for good, shown or hidden. `hiddenWith`: the source removed with it.
 * Returns the pictures whose files must be deleted.
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
  notifyChanged(changing, removed);
  return (before && storedPictures(before.pictures)) ?? [];
}

/**
 * Sets when the hidden ones among these pictures lapse: `lapseAfterMs` after the first open report;
 * never if `undefined`, since moderators decide. Their messages show it.
 */
export async function setLapse(
  changing: Changing,
  jobIds: readonly string[],
  lapseAfterMs: number | undefined,
): Promise<void> {
  if (jobIds.length === 0) return;
  const isModerated = lapseAfterMs === undefined;
  const first = sql<number>`(SELECT min(reported_at) + ${lapseAfterMs} FROM reports
    WHERE reports.job_id = jobs.id AND decided_at IS NULL)`;
  const rows = await changing.trx
    .updateTable('jobs')
    .set((eb) => ({
      lapsesAt: isModerated ? null : first,
      revision: eb('revision', '+', 1),
      followDue: FOLLOW_DUE,
    }))
    .where('id', 'in', jobIds)
    .where('visibility', '=', 'hidden')
    // Its source determines when it lapses.
    .where('hiddenWith', 'is', null)
    .where('lapsesAt', isModerated ? 'is not' : 'is', null)
    .returning(JOB_COLUMNS)
    .execute();
  for (const row of rows) changing.changed(row);
}

/** Starts an UPDATE of what a job's message shows. Derived jobs become due. */
function show({ trx }: Changing, set: Updateable<JobsTable>) {
  return trx.updateTable('jobs').set({
    ...set,
    ...COUNTED,
    followDue: FOLLOW_DUE,
  });
}

function notifyChanged(changing: Changing, row: JobRow | undefined): void {
  if (row?.erasedAt === null) changing.changed(row);
}

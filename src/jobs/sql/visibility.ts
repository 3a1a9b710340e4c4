import {
  type Expression,
  type ExpressionBuilder,
  sql,
  type SqlBool,
  type UpdateObject,
} from 'kysely';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { ReportReason } from '../../policy/report-reasons.ts';
import type { Tables } from '../../store/tables.ts';
import type { Changing } from './changing.ts';
import { JOB_COLUMNS, type JobRow, storedPictures } from './job-row.ts';

/*
 * Whether a finished job's message shows its pictures. Each change is one guarded UPDATE that
 * raises the revision, retries a message that could not be reached, and marks derived jobs as due.
 *
 * The transaction has locked the job's row before: a job derived from it meanwhile would not be
 * marked.
 */

/**
 * `follow_due` after a change that propagates to derived jobs. It sees those that were committed
 * before its statement, so the row must be locked by an earlier one: a new job locks its sources.
 */
export const FOLLOW_DUE = sql<number>`follow_due + CASE WHEN EXISTS
  (SELECT 1 FROM picture_sources WHERE source_id = jobs.id) THEN 1 ELSE 0 END`;

/** Retries a message that could not be reached, unless the job is erased. */
const COUNTED = {
  revision: sql<number>`revision + CASE WHEN erased_at IS NULL THEN 1 ELSE 0 END`,
  undeliverableAt: sql<null>`CASE WHEN erased_at IS NULL THEN NULL ELSE undeliverable_at END`,
};

/** The same, and derived jobs become due. */
const FOLLOWED = { ...COUNTED, followDue: FOLLOW_DUE };

/**
 * Hides a reported picture. `lapsesAt`: when it is removed without a decision; null if moderators
 * decide. Returns whether that changed anything.
 */
export function hideJob(
  changing: Changing,
  jobId: string,
  { because, lapsesAt }: { readonly because: ReportReason; readonly lapsesAt: number | null },
): Promise<boolean> {
  const hidden = { visibility: 'hidden', hiddenBecause: because, lapsesAt, hiddenWith: null };
  const set = { ...FOLLOWED, ...hidden };
  return change(changing, jobId, set, (eb) =>
    // The job's own report takes precedence over its source's.
    eb.or([
      eb('visibility', '=', 'shown'),
      eb.and([eb('visibility', '=', 'hidden'), eb('hiddenWith', 'is not', null)]),
    ]),
  );
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
function setCover(
  changing: Changing,
  jobId: string,
  { from, to }: { readonly from: readonly (number | null)[]; readonly to: number },
): Promise<boolean> {
  const set = {
    ...COUNTED,
    coveredByReport: to,
    // A hidden picture's message does not change.
    revision: sql<number>`revision + CASE WHEN erased_at IS NULL AND visibility = 'shown' THEN 1 ELSE 0 END`,
  };
  return change(changing, jobId, set, (eb) =>
    eb.or(from.map((before) => eb('coveredByReport', 'is not distinct from', before))),
  );
}

/** The properties of a source that hide a derived picture. */
export type HidingSource = Pick<JobRow, 'id' | 'hiddenBecause' | 'lapsesAt'>;

/**
 * Hides a derived picture, or updates its hiding source and lapse time. Returns whether that
 * changed anything.
 */
export function hideWith(
  changing: Changing,
  jobId: string,
  { id: hiddenWith, hiddenBecause, lapsesAt }: HidingSource,
): Promise<boolean> {
  const set = { ...FOLLOWED, visibility: 'hidden', hiddenBecause, lapsesAt, hiddenWith };
  return change(changing, jobId, set, (eb) =>
    eb.and([
      eb('visibility', 'in', ['shown', 'hidden']),
      eb.or([
        eb('visibility', '=', 'shown'),
        eb('hiddenWith', 'is distinct from', hiddenWith),
        eb('lapsesAt', 'is distinct from', lapsesAt),
      ]),
    ]),
  );
}

/** Shows a hidden picture again. Returns whether it was hidden. */
export function showJob(changing: Changing, jobId: string): Promise<boolean> {
  const shown = { visibility: 'shown', hiddenBecause: null, lapsesAt: null, hiddenWith: null };
  const set = { ...FOLLOWED, ...shown };
  return change(changing, jobId, set, (eb) => eb('visibility', '=', 'hidden'));
}

/** Redraws a message whose buttons need a consent that was withdrawn. */
export function showWithdrawal(changing: Changing, jobId: string): Promise<boolean> {
  return change(changing, jobId, { revision: COUNTED.revision }, (eb) =>
    eb.and([eb('state', '=', 'completed'), eb('visibility', '=', 'shown')]),
  );
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
  const set = { ...FOLLOWED, visibility: 'removed', pictures: '[]', lapsesAt: null, hiddenWith };
  await change(changing, jobId, set, (eb) => eb('visibility', 'in', ['shown', 'hidden']));
  return (before && storedPictures(before.pictures)) ?? [];
}

/**
 * Sets when the hidden ones among these pictures lapse: `lapseAfterMs` after the first open report,
 * unless their server has a report channel; never if `undefined`, since moderators decide. Their
 * messages show it.
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
    .$if(!isModerated, (query) =>
      query.where('guildId', 'not in', (eb) =>
        eb.selectFrom('moderationChannels').select('moderationChannels.guildId'),
      ),
    )
    .returning(JOB_COLUMNS)
    .execute();
  for (const row of rows) changing.changed(row);
}

/**
 * Changes what a job's message shows, if its row meets the condition. Returns whether that changed
 * anything.
 */
async function change(
  changing: Changing,
  jobId: string,
  set: UpdateObject<Tables, 'jobs'>,
  condition: (eb: ExpressionBuilder<Tables, 'jobs'>) => Expression<SqlBool>,
): Promise<boolean> {
  const row = await changing.trx
    .updateTable('jobs')
    .set(set)
    .where('id', '=', jobId)
    .where(condition)
    .returning(JOB_COLUMNS)
    .executeTakeFirst();
  if (row?.erasedAt === null) changing.changed(row);
  return row !== undefined;
}

import { type RawBuilder, sql } from 'kysely';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';
import type { Unreadable } from './job-queries.ts';
import { JOB_COLUMNS } from './job-row.ts';

/** Jobs that a process has to drive: worded like the condition of the index `jobs_unfinished`. */
export const UNFINISHED: RawBuilder<boolean> = sql`(finished_at IS NULL OR remote_open = 1
  OR (shown_revision < revision AND undeliverable_at IS NULL))`;

/** Both are processes. */
interface TakeOver {
  readonly from: string;
  readonly to: string;
  readonly atMost: number;
}

/** How long the first answer of an ended process may still be on its way to Discord. */
const ON_ITS_WAY_MS = 6_000;

/**
 * Makes a process the driver of unfinished jobs, oldest first. Another process may take some of them
 * at the same time. A new job without a message is left for a moment, or its message might be posted
 * twice. Photos that the earlier process was storing are orphaned, since these jobs are
 * prepared again.
 */
export async function takeOver(
  changing: Changing,
  { from, to, atMost }: TakeOver,
): Promise<readonly (Job | Unreadable)[]> {
  const { trx, locks, rows, now } = changing;
  const due = await trx
    .selectFrom('jobs')
    .select('id')
    .where('driver', '=', from)
    .where(UNFINISHED)
    .where((eb) =>
      eb.or([
        eb('messageId', 'is not', null),
        eb('createdAt', '<=', now - ON_ITS_WAY_MS),
        // By a clock that is ahead of this one.
        eb('createdAt', '>', now),
      ]),
    )
    .orderBy('createdAt')
    .limit(atMost)
    .execute();
  const ids = due.map(({ id }) => id);
  if (ids.length === 0) return [];
  await locks.rows('jobs', ids);
  const taken = await trx
    .updateTable('jobs')
    .set({ driver: to })
    .where('id', 'in', ids)
    .where('driver', '=', from)
    .where(UNFINISHED)
    .returning(JOB_COLUMNS)
    .execute();
  for (const row of taken) changing.changed(row);
  const preparing = taken.filter(({ state }) => state === 'preparing').map(({ id }) => id);
  if (preparing.length > 0) {
    await trx
      .updateTable('preparedPictures')
      .set({ jobId: null })
      .where('jobId', 'in', preparing)
      .execute();
  }
  const inOrder = taken.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
  return inOrder.map((row) => rows.readable(row) ?? { unreadable: row.id });
}

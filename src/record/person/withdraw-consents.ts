import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';

/** Rows changed in one transaction: each may change as many jobs as {@link MOST_MADE}. */
const SLICE_ROWS = 5;
/** What was made from a job that is gone, and is changed with its consent, by a trigger. */
const MOST_MADE = 20;
/** Where there is more, so much of it is changed before, in a transaction of its own. */
const SLICE_MADE = 250;

/** What became of a slice. */
export interface WithdrawnConsents {
  readonly count: number;
  readonly isMore: boolean;
}

interface Standing {
  readonly id: number;
  readonly jobId: string;
}

const STANDING = new PreparedQuery<Standing>((db) =>
  db
    .selectFrom('consents')
    .select(['id', 'jobId'])
    .where('userId', '=', argument<string>('userId'))
    .where('withdrawnAt', 'is', null)
    // One that is given meanwhile is another wish of theirs.
    .where('givenAt', '<=', argument<number>('withdrawnAt'))
    .limit(SLICE_ROWS),
);
const POPULAR = new PreparedQuery(
  () => sql`SELECT 1 FROM picture_sources WHERE source_id = ${argument('jobId')}
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = ${argument('jobId')})
    LIMIT 1 OFFSET ${sql.lit(MOST_MADE)}`,
);
const SOME_MADE = new PreparedQuery<{ id: string }>(
  () => sql`SELECT job_id AS id FROM picture_sources WHERE source_id = ${argument('jobId')}
    ORDER BY job_id LIMIT ${sql.lit(SLICE_MADE)}`,
);
/** In the words of the trigger. */
const TAKE_BACK = new PreparedQuery(
  () => sql`UPDATE jobs SET follow_due = follow_due + 1,
      consent_withdrawn = max(consent_withdrawn, CASE WHEN user_id = ${argument('userId')} THEN 1 ELSE 2 END)
    WHERE id = ${argument('id')}`,
);
const PART = new PreparedQuery(
  () => sql`DELETE FROM picture_sources
    WHERE job_id = ${argument('id')} AND source_id = ${argument('jobId')}`,
);

/**
 * Takes back some of the consents that somebody gave up to then. Where much was made from a job that is gone, some of that
 * goes first, and is parted from it: one commit with all of it would be one stall.
 */
export async function withdrawSomeConsents(
  trx: Database,
  userId: string,
  withdrawnAt: number,
): Promise<WithdrawnConsents> {
  const standing = await STANDING.all(trx, { userId, withdrawnAt });
  for (const { jobId } of standing) {
    if (!(await POPULAR.first(trx, { jobId }))) continue;
    for (const { id } of await SOME_MADE.all(trx, { jobId })) {
      await TAKE_BACK.all(trx, { id, userId });
      await PART.all(trx, { id, jobId });
    }
    return { count: 0, isMore: true };
  }
  const ids = standing.map(({ id }) => id);
  await trx.updateTable('consents').set({ withdrawnAt }).where('id', 'in', ids).execute();
  return { count: ids.length, isMore: ids.length > 0 };
}

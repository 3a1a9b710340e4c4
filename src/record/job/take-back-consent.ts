import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';

/** What was made from a job that is gone, and is changed with its consent, by a trigger. */
const MOST_MADE = 20;
const SLICE_ROWS = 250;

const POPULAR = new PreparedQuery(
  () => sql`SELECT 1 FROM picture_sources WHERE source_id = ${argument('jobId')}
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = ${argument('jobId')})
    LIMIT 1 OFFSET ${sql.lit(MOST_MADE)}`,
);
const SOME = new PreparedQuery<{ id: string }>(
  () => sql`SELECT job_id AS id FROM picture_sources WHERE source_id = ${argument('jobId')}
    ORDER BY job_id LIMIT ${sql.lit(SLICE_ROWS)}`,
);
/** As the trigger does. */
const TAKE_BACK = new PreparedQuery(
  () => sql`UPDATE jobs SET follow_due = follow_due + 1,
      consent_withdrawn = CASE WHEN user_id <> ${argument('userId')} THEN 2
        WHEN consent_withdrawn = 0 THEN 1 ELSE consent_withdrawn END
    WHERE id = ${argument('id')}`,
);
const PART = new PreparedQuery(
  () => sql`DELETE FROM picture_sources
    WHERE job_id = ${argument('id')} AND source_id = ${argument('jobId')}`,
);

/**
 * Takes somebody's consent back from some of what was made with it where its job is gone, as the end of the consent does
 * for all of it: where that is much, it would be one stall. Whether there was so much, so that it has to be looked at
 * again before the consent ends. What is taken back is parted from that job, which has no other consent.
 */
export async function takeBackFromSome(
  trx: Database,
  { jobId, userId }: { readonly jobId: string; readonly userId: string },
): Promise<boolean> {
  if (!(await POPULAR.first(trx, { jobId }))) return false;
  for (const { id } of await SOME.all(trx, { jobId })) {
    await TAKE_BACK.all(trx, { id, userId });
    await PART.all(trx, { id, jobId });
  }
  return true;
}

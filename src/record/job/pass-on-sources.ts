import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';

/** What was made from a job and is joined to its sources in one transaction, as it is where a row goes. */
const MOST_JOINED = 20;
const SLICE_ROWS = 250;

/** Where somebody else's consent stands, nothing is parted from it. */
const POPULAR = new PreparedQuery(
  () => sql`SELECT 1 FROM picture_sources WHERE source_id = ${argument('id')}
    AND NOT EXISTS (SELECT 1 FROM consents JOIN jobs ON jobs.id = consents.job_id
      WHERE consents.job_id = ${argument('id')} AND consents.user_id <> jobs.user_id
        AND withdrawn_at IS NULL)
    LIMIT 1 OFFSET ${sql.lit(MOST_JOINED)}`,
);
const SOME = new PreparedQuery<{ jobId: string }>(
  () => sql`SELECT job_id FROM picture_sources WHERE source_id = ${argument('id')}
    ORDER BY job_id LIMIT ${sql.lit(SLICE_ROWS)}`,
);
const JOIN = new PreparedQuery(
  () => sql`INSERT INTO picture_sources (job_id, source_id)
    SELECT ${argument('jobId')}, source_id FROM picture_sources WHERE job_id = ${argument('id')}
    ON CONFLICT DO NOTHING`,
);
const PART = new PreparedQuery(
  () => sql`DELETE FROM picture_sources
    WHERE job_id = ${argument('jobId')} AND source_id = ${argument('id')}`,
);
const DUE_AGAIN = new PreparedQuery(
  () => sql`UPDATE jobs SET follow_due = follow_due + 1 WHERE follow_due > 0
    AND id IN (SELECT source_id FROM picture_sources WHERE job_id = ${argument('id')})`,
);

/**
 * Does for some of what was made from one of these jobs what their end does for all of it: where that is much,
 * it would be one stall. Whether there was so much, so that it has to be looked at again before the rows go.
 */
export async function passOnSources(trx: Database, jobIds: readonly string[]): Promise<boolean> {
  for (const id of jobIds) {
    if (!(await POPULAR.first(trx, { id }))) continue;
    for (const { jobId } of await SOME.all(trx, { id })) {
      await JOIN.all(trx, { jobId, id });
      await PART.all(trx, { jobId, id });
    }
    // A walk that has come further than where it is joined begins anew.
    await DUE_AGAIN.all(trx, { id });
    return true;
  }
  return false;
}

import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { PreparedQuery } from '../store/prepared-query.ts';

/** So many of them, as the row has those words. */
export interface JobsUnderWay {
  readonly state: string;
  readonly recipe: string;
  readonly lane: string;
  readonly count: number;
}

/** Each is looked up in the table, 10,000 of them within 20 ms. */
export const MOST_COUNTED = 10_000;

/** By the index of unfinished jobs. Of more than can be counted, the count says as many. */
const UNDER_WAY = new PreparedQuery<JobsUnderWay>(
  () => sql`SELECT state, recipe, lane, count(*) AS count
    FROM (SELECT state, recipe, lane FROM jobs
      WHERE finished_at IS NULL LIMIT ${sql.lit(MOST_COUNTED)})
    GROUP BY state, recipe, lane`,
);

/** How many jobs are not over, by their state, recipe and lane: {@link MOST_COUNTED} in all at most. */
export function countUnderWay(db: Database): Promise<readonly JobsUnderWay[]> {
  return UNDER_WAY.all(db);
}

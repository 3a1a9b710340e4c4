import { sql } from 'kysely';
import { LINE_LOCK } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Changing } from './changing.ts';
import type { Waiting } from './line.ts';
import { roundToJoin } from './rounds.ts';

const LANE = argument('lane');

/** A round is of the lane that it was settled in, so whoever has one joins the other lane anew. */
const CHANGE_LANE = new PreparedQuery(
  () => sql`UPDATE jobs SET lane = ${LANE},
      round = CASE WHEN round IS NOT NULL THEN
        ${roundToJoin({ userId: sql`jobs.user_id`, lane: LANE })} END
    WHERE id = ${argument('id')} AND lane <> ${LANE}
      AND (finished_at IS NULL OR remote_open = 1)`,
);

/**
 * Puts jobs that are under way into other lanes, one after another, holding the line's lock. Nothing
 * of that is seen in their messages but their places, which the line tells.
 */
export async function changeLanes(
  { trx, locks }: Pick<Changing, 'trx' | 'locks'>,
  jobs: readonly Waiting[],
): Promise<void> {
  locks.require(LINE_LOCK);
  for (const { id, lane } of jobs) await CHANGE_LANE.all(trx, { id, lane });
}

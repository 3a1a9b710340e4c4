import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import { IN_FLIGHT_STATES } from '../job.ts';

/*
 * Fair-share order of the waiting jobs.
 *
 * Jobs are sent in rounds. A member's jobs get consecutive rounds, so fifty requests of one member
 * do not delay the others. A later request of another member joins the queue's current round, plus
 * one round per job they have in flight. Within a round, the oldest job goes first. A job's round
 * is fixed when it joins the queue, so the next job is read off an index, however many wait.
 *
 * Each endpoint's queue has its own rounds: endpoints have independent capacity, so a member's jobs
 * in one queue do not count in another. The column `lane` names the queue.
 */

/** The job is in progress: RunPod may have it. The index `jobs_in_flight` has these and those below. */
export const inProgress = sql<boolean>`state IN (${sql.join(IN_FLIGHT_STATES.map((state) => sql.lit(state)))})`;

/** RunPod may have the job, or still be working on one that has ended here. */
export const inFlight = sql<boolean>`(${inProgress} OR remote_open = 1)`;

/** SQL expressions for a member and a queue. */
interface MemberQueue {
  readonly userId: RawBuilder<unknown>;
  readonly queue: RawBuilder<unknown>;
}

/** How many jobs a member has in flight in a queue. */
function countInFlight({ userId, queue }: MemberQueue) {
  return sql`SELECT count(*) FROM jobs AS theirs
    WHERE theirs.lane = ${queue} AND theirs.user_id = ${userId} AND ${inFlight}`;
}

/** A queue's current round. */
function roundOf(queue: RawBuilder<unknown>) {
  return sql`coalesce((SELECT line.round FROM line WHERE line.lane = ${queue}), 1)`;
}

/** SQL expression: the round of a member's job that joins this queue now. */
export function roundToJoin({ userId, queue }: MemberQueue): RawBuilder<number> {
  return sql`(SELECT CASE WHEN joined > later THEN joined ELSE later END FROM (
    SELECT ${roundOf(queue)} + (${countInFlight({ userId, queue })}) AS joined,
      1 + coalesce((SELECT max(theirs.round) FROM jobs AS theirs
        WHERE theirs.state = 'ready' AND theirs.lane = ${queue}
          AND theirs.user_id = ${userId}), 0) AS later) AS rounds)`;
}

const QUEUE = argument('queue');

const REACH_ROUND = new PreparedQuery(
  () => sql`INSERT INTO line (lane, round)
    SELECT ${QUEUE}, reached.round FROM (
      SELECT ${argument('round')} + 1 - (${countInFlight({ userId: argument('userId'), queue: QUEUE })})
        AS round
    ) AS reached
    WHERE reached.round > ${roundOf(QUEUE)}
    ON CONFLICT (lane) DO UPDATE SET round = excluded.round`,
);

/** Advances the queue's round to that of a job that was just claimed. */
export async function reachRound(
  trx: Database,
  job: { readonly round: number; readonly userId: string; readonly queue: string },
) {
  // The claimed job is in flight by now; the query does not count it against itself.
  await REACH_ROUND.send(trx, job);
}

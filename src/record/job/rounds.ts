import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../store/database.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import { IN_FLIGHT_STATES } from './job.ts';

/*
 * The order in which the jobs in the line have their turns.
 *
 * Turns go by rounds. A person's jobs are in rounds one after another, so that one person's fifty
 * requests hold nobody else up: whoever asks meanwhile joins the round that the line has come to,
 * later by as many rounds as they have jobs in flight. Within a round, whoever has waited longest
 * goes first. A job's round is settled when it joins the line and does not change, so that who is
 * next is read off an index, however many wait.
 */

/** RunPod may have it, or may still be at work on it although it is over here. */
export const inFlight = sql<boolean>`(state IN (${sql.join(IN_FLIGHT_STATES.map((state) => sql.lit(state)))}) OR remote_open = 1)`;

/** How many jobs of a person are in flight. */
function countInFlight(userId: RawBuilder<unknown>) {
  return sql`SELECT count(*) FROM jobs AS theirs WHERE theirs.user_id = ${userId} AND ${inFlight}`;
}

/** The round of a job of this person that joins the line now: an expression. */
export function roundToJoin(userId: RawBuilder<unknown>): RawBuilder<number> {
  return sql`(SELECT CASE WHEN joined > later THEN joined ELSE later END FROM (
    SELECT (SELECT line.round FROM line) + (${countInFlight(userId)}) AS joined,
      1 + coalesce((SELECT max(theirs.round) FROM jobs AS theirs
        WHERE theirs.state = 'ready' AND theirs.user_id = ${userId}), 0) AS later) AS rounds)`;
}

const REACH_ROUND = new PreparedQuery(
  () => sql`UPDATE line SET round = reached.round FROM (
      SELECT ${argument('round')} + 1 - (${countInFlight(argument('userId'))}) AS round
    ) AS reached
    WHERE reached.round > line.round`,
);

/** Notes that a person's job has its turn: the line has come to its round. */
export async function reachRound(trx: Database, job: { round: number; userId: string }) {
  // It is in flight already, and is not to be counted against itself.
  await REACH_ROUND.all(trx, job);
}

import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import { IN_FLIGHT_STATES } from '../job.ts';

/*
 * The order in which the jobs in the line have their turns.
 *
 * Turns go by rounds. A person's jobs are in rounds one after another, so that one person's fifty
 * requests hold nobody else up: whoever asks meanwhile joins the round that the line has come to,
 * later by as many rounds as they have jobs in flight. Within a round, whoever has waited longest
 * goes first. A job's round is settled when it joins the line and does not change, so that who is
 * next is read off an index, however many wait.
 *
 * Each lane has rounds of its own. An endpoint has room or has none whatever another one has, so what
 * a person has in one lane takes nothing from those who wait in another, and does not count there.
 */

/** RunPod may have it, or may still be at work on it although it is over here. */
export const inFlight = sql<boolean>`(state IN (${sql.join(IN_FLIGHT_STATES.map((state) => sql.lit(state)))}) OR remote_open = 1)`;

/** Whose jobs, and in which lane: expressions. */
interface Whose {
  readonly userId: RawBuilder<unknown>;
  readonly lane: RawBuilder<unknown>;
}

/** How many jobs a person has in flight in a lane. */
function countInFlight({ userId, lane }: Whose) {
  return sql`SELECT count(*) FROM jobs AS theirs
    WHERE theirs.lane = ${lane} AND theirs.user_id = ${userId} AND ${inFlight}`;
}

/** Which round a lane has come to. */
function roundOf(lane: RawBuilder<unknown>) {
  return sql`coalesce((SELECT line.round FROM line WHERE line.lane = ${lane}), 1)`;
}

/** The round of a job of this person that joins this lane now: an expression. */
export function roundToJoin({ userId, lane }: Whose): RawBuilder<number> {
  return sql`(SELECT CASE WHEN joined > later THEN joined ELSE later END FROM (
    SELECT ${roundOf(lane)} + (${countInFlight({ userId, lane })}) AS joined,
      1 + coalesce((SELECT max(theirs.round) FROM jobs AS theirs
        WHERE theirs.state = 'ready' AND theirs.lane = ${lane}
          AND theirs.user_id = ${userId}), 0) AS later) AS rounds)`;
}

const LANE = argument('lane');

const REACH_ROUND = new PreparedQuery(
  () => sql`INSERT INTO line (lane, round)
    SELECT ${LANE}, reached.round FROM (
      SELECT ${argument('round')} + 1 - (${countInFlight({ userId: argument('userId'), lane: LANE })})
        AS round
    ) AS reached
    WHERE reached.round > ${roundOf(LANE)}
    ON CONFLICT (lane) DO UPDATE SET round = excluded.round`,
);

/** Notes that a person's job has its turn: its lane has come to its round. */
export async function reachRound(
  trx: Database,
  job: { readonly round: number; readonly userId: string; readonly lane: string },
) {
  // It is in flight already, and is not to be counted against itself.
  await REACH_ROUND.all(trx, job);
}

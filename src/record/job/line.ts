import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../store/database.ts';
import { IN_FLIGHT_STATES } from './job.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';

/*
 * The line of jobs that wait here for the endpoint.
 *
 * Turns go by rounds. A person's jobs are in rounds one after another, so that one person's fifty
 * requests hold nobody else up: whoever asks meanwhile joins the round that the line has come to,
 * later by as many rounds as they have jobs in flight. Within a round goes first who has waited
 * longest. A job's round is settled when it joins the line and does not change, so that who is
 * next is read off an index, however many wait.
 *
 * Whoever RunPod asked to send later is not in the line until then, and has their old place in it
 * from then on.
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
  () => sql`UPDATE line SET round =
    max(round, ${argument('round')} + 1 - (${countInFlight(argument('userId'))}))`,
);

/** Notes that a person's job has its turn: the line has come to its round. */
export async function reachRound(trx: Database, job: { round: number; userId: string }) {
  // It is in flight already, and is not to be counted against itself.
  await REACH_ROUND.all(trx, job);
}

/** How many more the endpoint may have. `maxJobsInFlight` 0: no limit, and so `atMost`. */
export async function freePlaces(
  db: Database,
  maxJobsInFlight: number,
  atMost: number,
): Promise<number> {
  if (maxJobsInFlight === 0) return atMost;
  const { count } = await db
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inFlight)
    .executeTakeFirstOrThrow();
  return Math.max(0, Math.min(atMost, maxJobsInFlight - count));
}

/** Whether RunPod asked to send somebody later who may be sent by now. */
export async function isRetryDue(db: Database, now: number): Promise<boolean> {
  const due = await db
    .selectFrom('jobs')
    .select('id')
    .where('state', '=', sql.lit('ready'))
    .where('retryAt', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return due !== undefined;
}

/**
 * Lets those join the line again, in their old places, that RunPod asked to send later and that may
 * be sent now: so many at most, who could the longest first. Gives how many.
 */
export async function rejoinLine(trx: Database, limit: number, now: number): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ retryAt: null })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('jobs')
        .select('id')
        .where('state', '=', sql.lit('ready'))
        .where('retryAt', '<=', now)
        .orderBy('retryAt')
        .limit(limit),
    )
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Ids of those whose turns come next, in their order. */
export async function nextInLine(db: Database, limit: number): Promise<readonly string[]> {
  return (await pieceOfLine(db, { after: undefined, limit })).ids;
}

/** A place in the line, from which a walk along it goes on. */
export interface LineCursor {
  readonly round: number;
  readonly readyAt: number;
  readonly rowid: number;
}

/** A piece of the line: those who wait there, in their order, and where the next piece begins. */
export interface LinePiece {
  readonly ids: readonly string[];
  readonly end: LineCursor | undefined;
}

/** So many of those that wait in the line, from there on. */
export async function pieceOfLine(
  db: Database,
  { after, limit }: { after: LineCursor | undefined; limit: number },
): Promise<LinePiece> {
  const { rows } = await sql<LineCursor & { id: string }>`
    SELECT id, round, ready_at, rowid FROM jobs
    WHERE state = 'ready' AND retry_at IS NULL
      AND (round, ready_at, rowid) > (${after?.round ?? 0}, ${after?.readyAt ?? 0}, ${after?.rowid ?? 0})
    ORDER BY round, ready_at, rowid LIMIT ${limit}`.execute(db);
  return { ids: rows.map(({ id }) => id), end: rows.length < limit ? undefined : rows.at(-1) };
}

/** Ids of those in the line that wait since then or longer. */
export async function waitingSince(
  db: Database,
  { since, limit }: { since: number; limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('jobs')
    .select('id')
    .where('state', '=', sql.lit('ready'))
    .where('readyAt', '<=', since)
    .where('retryAt', 'is', null)
    .orderBy('readyAt')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** When the next of those may be sent that RunPod asked to send later, and since when the first in the line waits. */
export async function lineTimes(
  db: Database,
): Promise<{ readonly retryAt: number | null; readonly waitingSince: number | null }> {
  const ready = () => db.selectFrom('jobs').where('state', '=', sql.lit('ready'));
  return db
    .selectNoFrom([
      ready()
        .select((of) => of.fn.min('retryAt').as('at'))
        .where('retryAt', 'is not', null)
        .as('retryAt'),
      ready()
        .select((of) => of.fn.min('readyAt').as('at'))
        .where('retryAt', 'is', null)
        .as('waitingSince'),
    ])
    .executeTakeFirstOrThrow();
}

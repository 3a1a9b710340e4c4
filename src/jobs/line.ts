import { sql } from 'kysely';
import type { Database } from './database.ts';
import { IN_FLIGHT_STATES } from './job.ts';

/*
 * The line of jobs that wait here for the endpoint.
 *
 * Turns go by rounds. A person's jobs are in rounds one after another, so that one person's fifty
 * requests hold nobody else up: whoever asks meanwhile joins the round that the line has come to,
 * later by as many rounds as they have jobs in flight. Within a round goes first who has waited
 * longest. A job's round is settled when it joins the line and does not change, so that who is
 * next is read off an index, however many wait.
 */

/** RunPod may have it, or may still be at work on it although it is over here. */
export const inFlight = sql<boolean>`(state IN (${sql.join(IN_FLIGHT_STATES.map((state) => sql.lit(state)))}) OR remote_open = 1)`;

/** The round of a job of this person that joins the line now. */
export async function roundFor(trx: Database, userId: string): Promise<number> {
  const { rows } = await sql<{ joined: number; last: number | null }>`
    SELECT (SELECT round FROM line) + (${countInFlight(userId)}) AS joined,
      (SELECT max(round) FROM jobs WHERE state = 'ready' AND user_id = ${userId}) AS last`.execute(
    trx,
  );
  const { joined = 1, last } = rows[0] ?? {};
  return Math.max(joined, (last ?? 0) + 1);
}

/** Notes that a person's job has its turn: the line has come to its round. */
export async function reachRound(trx: Database, job: { round: number; userId: string }) {
  // It is in flight already, and is not to be counted against itself.
  await sql`UPDATE line SET round =
    max(round, ${job.round} + 1 - (${countInFlight(job.userId)}))`.execute(trx);
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

/** Ids of those whose turns come next, in their order: those that RunPod asked to send later not before then. */
export async function nextInLine(db: Database, limit: number, now: number): Promise<string[]> {
  const waiting = () =>
    db
      .selectFrom('jobs')
      .select(['id', 'round', 'readyAt', sql<number>`rowid`.as('rowid')])
      .where('state', '=', sql.lit('ready'))
      .limit(limit);
  const fresh = await waiting()
    .where('retryAt', 'is', null)
    .orderBy('round')
    .orderBy('readyAt')
    .execute();
  const again = await waiting()
    .where('retryAt', 'is not', null)
    .where('retryAt', '<=', now)
    .orderBy('retryAt')
    .execute();
  return [...fresh, ...again]
    .sort(
      (a, b) =>
        (a.round ?? 0) - (b.round ?? 0) || (a.readyAt ?? 0) - (b.readyAt ?? 0) || a.rowid - b.rowid,
    )
    .slice(0, limit)
    .map(({ id }) => id);
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

/** So many of those that could be sent now, from there on. */
export async function pieceOfLine(
  db: Database,
  { after, limit, now }: { after: LineCursor | undefined; limit: number; now: number },
): Promise<LinePiece> {
  const { rows } = await sql<LineCursor & { id: string }>`
    SELECT id, round, ready_at, rowid FROM jobs
    WHERE state = 'ready' AND (retry_at IS NULL OR retry_at <= ${now})
      AND (round, ready_at, rowid) > (${after?.round ?? 0}, ${after?.readyAt ?? 0}, ${after?.rowid ?? 0})
    ORDER BY round, ready_at, rowid LIMIT ${limit}`.execute(db);
  return { ids: rows.map(({ id }) => id), end: rows.length < limit ? undefined : rows.at(-1) };
}

/** Ids of those that wait since then or longer, and that nobody asked to send later. */
export async function waitingSince(
  db: Database,
  { since, limit, now }: { since: number; limit: number; now: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('jobs')
    .select('id')
    .where('state', '=', sql.lit('ready'))
    .where('readyAt', '<=', since)
    .where((eb) => eb.or([eb('retryAt', 'is', null), eb('retryAt', '<=', now)]))
    .orderBy('readyAt')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** When the next of those may be sent that RunPod asked to send later, and since when the first of the others waits. */
export async function lineTimes(
  db: Database,
  now: number,
): Promise<{ readonly retryAt: number | null; readonly waitingSince: number | null }> {
  const ready = () => db.selectFrom('jobs').where('state', '=', sql.lit('ready'));
  return db
    .selectNoFrom([
      ready()
        .select((of) => of.fn.min('retryAt').as('at'))
        .where('retryAt', '>', now)
        .as('retryAt'),
      ready()
        .select((of) => of.fn.min('readyAt').as('at'))
        .where((of) => of.or([of('retryAt', 'is', null), of('retryAt', '<=', now)]))
        .as('waitingSince'),
    ])
    .executeTakeFirstOrThrow();
}

function countInFlight(userId: string) {
  return sql`SELECT count(*) FROM jobs WHERE user_id = ${userId} AND ${inFlight}`;
}

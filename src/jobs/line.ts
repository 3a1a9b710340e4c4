import { sql, type Kysely } from 'kysely';
import { IN_FLIGHT_STATES } from './job.ts';
import type { Tables } from './tables.ts';

/** Who waits here for the endpoint. */
export interface Line {
  /** Ids of the jobs that could be sent now, in the order of their turns. */
  readonly waiting: readonly string[];
  /** How many of them may be sent before the endpoint has as many as it may. */
  readonly free: number;
}

/** RunPod may have it, or may still be at work on it although it is over here. */
const inFlight = sql<boolean>`(state IN (${sql.join(IN_FLIGHT_STATES)}) OR remote_open = 1)`;

/**
 * Turns go by person: a job's turn comes after as many rounds as its person has jobs in flight or
 * in line before it, and within a round by who has waited longest. So one person's fifty requests
 * hold nobody else up.
 *
 * @param maxJobsInFlight 0 for no limit.
 */
export async function readLine(
  db: Kysely<Tables>,
  maxJobsInFlight: number,
  now: number,
): Promise<Line> {
  const { rows } = await sql<{ id: string }>`
    WITH in_flight AS (
      SELECT user_id, count(*) AS jobs FROM jobs
      WHERE ${inFlight} GROUP BY user_id
    )
    SELECT jobs.id FROM jobs LEFT JOIN in_flight USING (user_id)
    WHERE state = 'ready' AND (retry_at IS NULL OR retry_at <= ${now})
    ORDER BY coalesce(in_flight.jobs, 0)
        + row_number() OVER (PARTITION BY user_id ORDER BY ready_at, jobs.rowid),
      ready_at, jobs.rowid`.execute(db);
  const waiting = rows.map(({ id }) => id);
  if (maxJobsInFlight === 0) return { waiting, free: waiting.length };
  const { count } = await db
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inFlight)
    .executeTakeFirstOrThrow();
  return { waiting, free: Math.max(0, maxJobsInFlight - count) };
}

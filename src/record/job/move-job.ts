import { sql, type RawBuilder, type Updateable } from 'kysely';
import type { Database } from '../../store/database.ts';
import { LINE_LOCK } from '../../store/locks.ts';
import { argument, PreparedQueries } from '../../store/queries.ts';
import type { JobsTable } from '../../store/tables.ts';
import { atEnd } from './at-end.ts';
import type { Changing } from './changing.ts';
import { recordMove } from './job-events.ts';
import { isTerminal, JOB_STATES, phaseOf, statesBefore, type Job, type JobState } from './job.ts';
import { roundToJoin } from './rounds.ts';
import { JOB_COLUMNS, type JobRow } from './row.ts';

/** Where to, why, and what else changes with it. */
export interface Move {
  readonly to: JobState;
  readonly cause: string;
  readonly set?: Updateable<JobsTable>;
}

/**
 * Moves a job by one guarded statement: it names the states that it may start from, and what comes
 * back is the changed row with the state that it had before, or `undefined` where another change
 * was faster. Whoever lets a job join the line holds the line's lock.
 */
export async function moveJob(
  changing: Changing,
  id: string,
  move: Move,
): Promise<Job | undefined> {
  const [job] = await moveJobs(changing, [id], move);
  return job;
}

/** The same for several jobs by one statement. Returns those that were moved. */
export async function moveJobs(
  changing: Changing,
  ids: readonly string[],
  { to, cause, set = {} }: Move,
): Promise<readonly Job[]> {
  const { trx, locks, now } = changing;
  if (to === 'ready') locks.require(LINE_LOCK);
  const values = Object.entries(set).filter(([, value]) => value !== undefined);
  const columns = values.map(([column]) => column);
  const named = ids.map((id, n) => [`id${n}`, id] as const);
  const places = named.map(([name]) => name);
  const move = MOVES.of([to, ids.length, ...columns].join(' '), (db) =>
    moveTo(db, to, { columns, places }),
  );
  const rows = await move.all(trx, { ...Object.fromEntries([...values, ...named]), now });
  const jobs = rows.map((row) => changing.rows.job(row));
  for (const job of jobs) {
    await recordMove(changing, job, { from: job.previousState ?? null, cause });
  }
  return jobs;
}

/** By target state, number of jobs and changed columns: a handful of each. */
const MOVES = new PreparedQueries<JobRow>();

interface Parts {
  /** The columns that change besides the state. */
  readonly columns: readonly string[];
  /** The names of the arguments with the jobs' ids. */
  readonly places: readonly string[];
}

function moveTo(db: Database, to: JobState, { columns, places }: Parts) {
  const now = argument<number>('now');
  return db
    .updateTable('jobs')
    .set((eb) => ({
      ...Object.fromEntries(columns.map((column) => [column, argument(column)])),
      previousState: eb.ref('state'),
      state: to,
      // No state leads back to the question.
      asksUserId: null,
      // A change of phase is a visible change.
      revision: eb
        .case()
        .when('state', 'in', sameAs(to))
        .then(eb.ref('revision'))
        .else(eb('revision', '+', 1))
        .end(),
    }))
    .$if(isTerminal(to), (query) => query.set(atEnd(now)))
    .$if(to === 'ready', (query) =>
      query.set((eb) => ({
        // A job that RunPod did not take goes on waiting; any other begins to.
        readyAt: eb.case().when('state', '=', 'submitting').then(eb.ref('readyAt')).else(now).end(),
        round: roundOfReady(columns.includes('lane')),
      })),
    )
    .where(
      'id',
      'in',
      places.map((place) => argument<string>(place)),
    )
    .where('state', 'in', statesBefore(to))
    .returning(JOB_COLUMNS);
}

/** A job keeps the round that it has in its lane; in another one it joins as if it were new. */
function roundOfReady(isLaneGiven: boolean): RawBuilder<number> {
  const userId = sql`jobs.user_id`;
  if (!isLaneGiven) {
    return sql`coalesce(jobs.round, ${roundToJoin({ userId, lane: sql`jobs.lane` })})`;
  }
  const lane = argument('lane');
  return sql`CASE WHEN jobs.round IS NOT NULL AND jobs.lane = ${lane} THEN jobs.round
    ELSE ${roundToJoin({ userId, lane })} END`;
}

/** The states that a person cannot tell from this one. */
function sameAs(to: JobState): readonly JobState[] {
  return JOB_STATES.filter((state) => phaseOf(state) === phaseOf(to));
}

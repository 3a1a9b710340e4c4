import { type RawBuilder, sql, type Updateable } from 'kysely';
import type { ErrorCode, ErrorFacts } from '../../errors/errors.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import { creditsKept } from '../../premium/premium.ts';
import { giveCreditsBack } from '../../premium/sql/credits.ts';
import type { Database } from '../../store/database.ts';
import { QUEUE_LOCK } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { JobsTable } from '../../store/tables.ts';
import {
  countedPictures,
  isTerminal,
  type Job,
  JOB_STATES,
  type JobState,
  phaseOf,
  statesBefore,
} from '../job.ts';
import type { Changing } from './changing.ts';
import { roundToJoin } from './fair-share.ts';
import { JOB_COLUMNS, type JobRow } from './job-row.ts';

/** The target state, the cause, and the other changes. */
export interface Move {
  readonly to: JobState;
  readonly cause: string;
  readonly set?: Updateable<JobsTable>;
  /** The poster whom the job must be asking; null: none. Default: no condition. */
  readonly asks?: string | null;
  /** The process that must drive the job. Default: no condition. */
  readonly ofDriver?: string | undefined;
  /** The attempt at which the job must be `submitting`. Default: no condition. */
  readonly ofAttempt?: number | undefined;
}

/**
 * Moves a job by one guarded statement, which names the states that it may start from. Returns the
 * changed row with its previous state, or `undefined` if another change was faster. A move to
 * `ready` requires the queue lock.
 */
export async function moveJob(
  changing: Changing,
  id: string,
  move: Move,
): Promise<Job | undefined> {
  const [job] = await moveJobs(changing, [id], move);
  return job;
}

/** Moves several jobs by one statement, once their rows are locked. Returns those moved. */
export async function moveJobs(
  changing: Changing,
  ids: readonly string[],
  { to, cause, set = {}, asks, ofDriver, ofAttempt }: Move,
): Promise<readonly Job[]> {
  const { trx, locks, now } = changing;
  if (to === 'ready') locks.require(QUEUE_LOCK);
  if (statesBefore(to).length === 0) return [];
  const values = Object.entries(set).filter(([, value]) => value !== undefined);
  const columns = values.map(([column]) => column);
  const named = ids.map((id, n) => [`id${n}`, id] as const);
  const places = named.map(([name]) => name);
  const asked = askedBy(asks);
  const isOfDriver = ofDriver !== undefined;
  const isOfAttempt = ofAttempt !== undefined;
  const variant = [to, ids.length, asked, isOfDriver, isOfAttempt, ...columns].join(' ');
  const parts = { columns, places, asked, isOfDriver, isOfAttempt };
  const move = MOVES.get(variant) ?? new PreparedQuery((db) => moveTo(db, to, parts));
  MOVES.set(variant, move);
  const rows = await move.all(trx, {
    ...Object.fromEntries([...values, ...named]),
    now,
    asks,
    ofDriver,
    ofAttempt,
  });
  const jobs = rows.map((row) => changing.rows.job(row));
  for (const job of jobs) {
    await recordMove(changing, job, { from: job.previousState ?? null, cause });
    await settleCount(changing, job);
  }
  return jobs;
}

const COUNT = new PreparedQuery(
  () => sql`UPDATE jobs SET counted = ${argument('counted')} WHERE id = ${argument('id')}`,
);

const KEEP_CREDITS = new PreparedQuery(
  () => sql`UPDATE jobs SET credits = ${argument('kept')} WHERE id = ${argument('id')}`,
);

/**
 * From its end on, a job counts toward a day's limits with the pictures that it made. It gives back the credits for
 * others.
 */
async function settleCount({ trx, now }: Changing, job: Job): Promise<void> {
  const counted = countedPictures(job);
  const isAll = counted === job.count;
  // A cancelled job may lose pictures that it had made, and its count with them.
  if (!isAll || job.state === 'cancelled') await COUNT.send(trx, { id: job.id, counted });
  const { id: jobId, credits, count } = job;
  const kept = creditsKept({ credits, count, counted });
  if (kept === credits) return;
  await giveCreditsBack(trx, { jobId, back: credits - kept, now });
  await KEEP_CREDITS.send(trx, { id: jobId, kept });
}

/** Keyed by target state, number of jobs, whom they ask and changed columns: a handful of each. */
const MOVES = new Map<string, PreparedQuery<JobRow>>();

interface Parts {
  /** The columns changed besides the state. */
  readonly columns: readonly string[];
  /** Argument names of the jobs' ids. */
  readonly places: readonly string[];
  readonly asked: Asked;
  /** Whether a given process must drive the job. */
  readonly isOfDriver: boolean;
  /** Whether the job must be `submitting` at a given attempt. */
  readonly isOfAttempt: boolean;
}

/** Whom a job must be asking; `undefined`: no condition. */
type Asked = 'a poster' | 'nobody' | undefined;

function askedBy(asks: Move['asks']): Asked {
  if (asks === undefined) return undefined;
  return asks === null ? 'nobody' : 'a poster';
}

function moveTo(
  db: Database,
  to: JobState,
  { columns, places, asked, isOfDriver, isOfAttempt }: Parts,
) {
  const now = argument<number>('now');
  return db
    .updateTable('jobs')
    .set((eb) => ({
      ...Object.fromEntries(columns.map((column) => [column, argument(column)])),
      previousState: eb.ref('state'),
      state: isFailure(to) ? endOfPart(to) : to,
      // No state leads back to the question.
      asksUserId: null,
      // A change of phase is a visible change.
      revision: eb
        .case()
        .when('state', 'in', statesLike(to))
        .then(eb.ref('revision'))
        .else(eb('revision', '+', 1))
        .end(),
    }))
    .$if(isTerminal(to), (query) => query.set(endColumns(now)))
    .$if(to === 'queued', (query) => query.set({ ruled: null }))
    .$if(to === 'ready', (query) =>
      query.set((eb) => ({
        // A job that RunPod rejected keeps its waiting time; any other starts to wait.
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
    .$if(isOfDriver, (query) => query.where('driver', '=', argument<string>('ofDriver')))
    .$if(isOfAttempt, (query) =>
      query
        .where('state', '=', sql.lit('submitting'))
        .where('attempt', '=', argument<number>('ofAttempt')),
    )
    .$if(asked === 'nobody', (query) => query.where('asksUserId', 'is', null))
    .$if(asked === 'a poster', (query) => query.where('asksUserId', '=', argument<string>('asks')))
    .returning(JOB_COLUMNS);
}

/** A job that has made some of its pictures already ends with those. */
function endOfPart(to: 'failed' | 'expired'): RawBuilder<JobState> {
  return sql`CASE WHEN pictures = '[]' THEN ${sql.lit(to)} ELSE 'completed' END`;
}

function isFailure(to: JobState): to is 'failed' | 'expired' {
  return to === 'failed' || to === 'expired';
}

/** A job keeps its round within a queue, and joins another queue like a new job. */
function roundOfReady(isQueueGiven: boolean): RawBuilder<number> {
  const userId = sql`jobs.user_id`;
  if (!isQueueGiven) {
    return sql`coalesce(jobs.round, ${roundToJoin({ userId, queue: sql`jobs.lane` })})`;
  }
  const queue = argument('lane');
  return sql`CASE WHEN jobs.round IS NOT NULL AND jobs.lane = ${queue} THEN jobs.round
    ELSE ${roundToJoin({ userId, queue })} END`;
}

/** The states that look the same to a member. */
function statesLike(to: JobState): readonly JobState[] {
  return JOB_STATES.filter((state) => phaseOf(state) === phaseOf(to));
}

/** Changes of a transition besides the state. */
export interface JobChanges {
  readonly attempt?: number;
  readonly retryAt?: number | null;
  readonly submittedAt?: number;
  readonly startedAt?: number | null;
  readonly delayMs?: number | undefined;
  readonly executionMs?: number | undefined;
  readonly costMicros?: number | undefined;
  readonly runpodEndpointId?: string;
  readonly runpodId?: string | null;
  readonly worker?: string;
  /** How many parts are still to be sent to RunPod: the input pictures are kept until then. */
  readonly partsLeft?: number;
  /** With a move to `ready` only: the queue to join, if it changes. */
  readonly queue?: string;
  readonly remoteOpen?: boolean;
  readonly pictures?: readonly StoredPicture[];
  readonly error?: { readonly code: ErrorCode; readonly facts?: ErrorFacts };
  readonly cancelledBy?: string;
}

/** The columns of a transition's changes. Those that are undefined do not change. */
export function columnsOf(changes: JobChanges): Updateable<JobsTable> {
  const { queue, remoteOpen, pictures, error, ...same } = changes;
  return {
    ...same,
    lane: queue,
    remoteOpen: remoteOpen === undefined ? undefined : Number(remoteOpen),
    pictures: pictures && JSON.stringify(pictures),
    errorCode: error?.code,
    errorFacts: error && JSON.stringify(error.facts ?? {}),
  };
}

const NEW_EVENT = new PreparedQuery(
  () => sql`INSERT INTO job_events (job_id, at, from_state, to_state, cause)
    VALUES (${argument('jobId')}, ${argument('at')}, ${argument('from')}, ${argument('to')}, ${argument('cause')})`,
);

/** Records a job's new state. Listeners are notified after the commit. */
export async function recordMove(
  changing: Changing,
  job: Job,
  { from, cause }: { readonly from: JobState | null; readonly cause: string },
): Promise<void> {
  const { trx, now: at } = changing;
  await NEW_EVENT.send(trx, { jobId: job.id, at, from, to: job.state, cause });
  changing.moved(job, from);
}

/**
 * Columns set with any final state, at `now` in milliseconds since the epoch. Removes the locations
 * of the attachments and the member's roles in the same commit; a trigger removes the prepared pictures.
 */
function endColumns<Time>(now: Time) {
  return { finishedAt: now, attachment: null, ruled: null, retryAt: null };
}

/**
 * Ends a job whose row cannot be read, whatever its state. From then on the row is readable, and
 * its message shows the error. `undefined` if the job has already ended.
 */
export async function endUnreadable(changing: Changing, jobId: string): Promise<Job | undefined> {
  const { trx, now, rows } = changing;
  const asked = await trx
    .selectFrom('jobs')
    .select(['recipe', 'params', 'paramsVersion', 'inputs'])
    .where('id', '=', jobId)
    .executeTakeFirst();
  const row = await trx
    .updateTable('jobs')
    .set((eb) => ({
      ...endColumns(now),
      previousState: eb.ref('state'),
      state: 'failed',
      errorCode: asked ? rows.whyUnreadable(asked) : 'other_version',
      errorFacts: '{}',
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', jobId)
    .where('finishedAt', 'is', null)
    .returning([...JOB_COLUMNS])
    .executeTakeFirst();
  if (!row) return undefined;
  const job = rows.job(row);
  await recordMove(changing, job, {
    from: job.previousState ?? 'accepted',
    cause: 'the row cannot be read',
  });
  await settleCount(changing, job);
  return job;
}

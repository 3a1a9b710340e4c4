import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import { allInOrder } from '../../engines/in-order.ts';
import { HELD_SERVERS } from '../../rules/sql/server-holds.ts';
import type { Database } from '../../store/database.ts';
import { QUEUE_LOCK } from '../../store/locks.ts';
import { argument, PreparedQuery, walk } from '../../store/queries.ts';
import { rowNumber } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';
import { inFlight, inProgress, reachRound, roundToJoin } from './fair-share.ts';
import { JOB_COLUMNS, type JobRow } from './job-row.ts';
import type { Limits } from './limits.ts';
import { moveJobs } from './move-job.ts';
import { type DayMoney, moneyLeft } from './usage.ts';

const ROW = rowNumber();

/*
 * These queries run whenever a job joins a queue or frees a slot, so they are prepared once. Each
 * spells `state` out literally to match its partial index. The column `lane` names the queue.
 */

/** Skip scan: seeks from each queue with waiting jobs to the next, however many jobs wait in between. */
const QUEUES = new PreparedQuery<{ readonly queue: string; readonly inFlight: number }>(
  () => sql`WITH RECURSIVE waiting (lane) AS (
      SELECT (SELECT lane FROM jobs WHERE state = 'ready' AND retry_at IS NULL ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT (SELECT jobs.lane FROM jobs
        WHERE state = 'ready' AND retry_at IS NULL AND jobs.lane > waiting.lane
        ORDER BY jobs.lane LIMIT 1)
      FROM waiting WHERE waiting.lane IS NOT NULL
    )
    SELECT waiting.lane AS queue, (SELECT count(*) FROM (
      SELECT 1 FROM jobs AS theirs WHERE theirs.lane = waiting.lane AND ${inFlight}
      LIMIT ${argument('counted')}) AS counted) AS in_flight
    FROM waiting WHERE waiting.lane IS NOT NULL`,
);

const SLICE = new PreparedQuery<QueueCursor & QueuedJob>(
  () => sql`SELECT id, user_id, guild_id, count, own_at_once, server_at_once, driver, round, ready_at, ${ROW} AS row FROM jobs
    WHERE state = 'ready' AND retry_at IS NULL AND lane = ${argument('queue')}
      AND (round, ready_at, ${ROW}) > (${argument('round')}, ${argument('readyAt')}, ${argument('row')})
    ORDER BY round, ready_at, ${ROW} LIMIT ${argument('limit')}`,
);

/** Read once by its own index: grouping would otherwise walk along all jobs in the order of members. */
const IN_PROGRESS = sql`in_progress AS MATERIALIZED
  (SELECT user_id, guild_id, count, own_at_once FROM jobs WHERE ${inProgress})`;

const JOBS_IN_PROGRESS = new PreparedQuery<JobInProgress>(
  () => sql`SELECT id, user_id, guild_id, count, own_at_once, server_at_once, driver, lane AS queue, state, submitted_at, started_at
    FROM jobs WHERE ${inProgress} LIMIT ${argument('limit')}`,
);

/** Pictures in progress of each member in each server. */
const PROGRESS = new PreparedQuery<InProgress>(
  () => sql`WITH ${IN_PROGRESS} SELECT user_id, guild_id, sum(count) AS pictures,
      max(own_at_once) AS own_at_once
    FROM in_progress GROUP BY user_id, guild_id`,
);

/** Waiting jobs of held servers. One that has made some of its pictures already is not held. */
const IS_HELD = sql`pictures = '[]' AND guild_id IN (${HELD_SERVERS})`;

/** Pictures in progress of each server, and of each member there, summed once for all candidates. */
const SUMS = sql`of_servers AS MATERIALIZED
    (SELECT guild_id, sum(count) AS pictures FROM in_progress GROUP BY guild_id),
  of_members AS MATERIALIZED
    (SELECT guild_id, user_id, sum(count) AS pictures FROM in_progress GROUP BY guild_id, user_id)`;

/**
 * The next jobs of a queue, without those of members and servers that have as many pictures in progress as
 * they may have, or more, and without those of held servers.
 */
const CANDIDATES = new PreparedQuery<QueueCursor & Candidate>(
  () => sql`WITH ${IN_PROGRESS}, ${SUMS}
    SELECT id, user_id, guild_id, count, own_at_once, server_at_once, driver, round, ready_at,
      ${ROW} AS row FROM jobs
    WHERE state = 'ready' AND retry_at IS NULL AND lane = ${argument('queue')}
      AND (round, ready_at, ${ROW}) > (${argument('round')}, ${argument('readyAt')}, ${argument('row')})
      AND NOT (${IS_HELD})
      AND (own_at_once IS NULL OR own_at_once > coalesce((SELECT pictures FROM of_members
        WHERE of_members.guild_id = jobs.guild_id AND of_members.user_id = jobs.user_id), 0))
      AND (server_at_once IS NULL OR server_at_once > coalesce((SELECT pictures FROM of_servers
        WHERE of_servers.guild_id = jobs.guild_id), 0))
      AND user_id NOT IN (SELECT user_id FROM in_progress
        GROUP BY user_id HAVING sum(count) >= ${argument('perPerson')})
      AND guild_id NOT IN (SELECT guild_id FROM in_progress
        GROUP BY guild_id HAVING sum(count) >= ${argument('perServer')})
    ORDER BY round, ready_at, ${ROW} LIMIT ${argument('limit')}`,
);

const WAITING_SINCE = new PreparedQuery<Waiting>(
  () => sql`SELECT id, lane AS queue FROM jobs
    WHERE state = 'ready' AND ready_at <= ${argument('since')} AND retry_at IS NULL
      AND driver = ${argument('driver')} AND NOT (${IS_HELD})
    ORDER BY ready_at LIMIT ${argument('limit')}`,
);

const TIMES = new PreparedQuery<QueueTimes>(
  () => sql`SELECT
    (SELECT min(retry_at) FROM jobs WHERE state = 'ready' AND retry_at IS NOT NULL) AS retry_at,
    (SELECT min(ready_at) FROM jobs WHERE state = 'ready' AND retry_at IS NULL) AS waiting_since`,
);

const REJOINS = new PreparedQuery(
  () => sql`SELECT 1 FROM jobs WHERE state = 'ready' AND retry_at <= ${argument('now')} LIMIT 1`,
);

/** Capacity of the endpoints, and how much of it members and servers may use. */
export interface Capacity {
  /** Per endpoint. 0: no limit. */
  readonly maxJobsInFlight: number;
  /** Queues to skip for now, whatever their capacity. Default: none. */
  readonly skip?: ReadonlySet<string>;
  /** Pictures in progress of a member and of a server. 0: no limit. Default: no limits. */
  readonly atOnce?: AtOnce;
  /** For pictures billed one by one. Default: no limit. */
  readonly money?: DayMoney | undefined;
}

type AtOnce = Pick<Limits, 'atOncePerPerson' | 'atOncePerServer'>;

interface InProgress {
  readonly userId: string;
  readonly guildId: string;
  readonly pictures: number;
  readonly ownAtOnce: number | null;
}

/** A waiting job that may be sent if its member and server have room. */
interface Candidate extends Due {
  readonly userId: string;
  readonly guildId: string;
  readonly count: number;
  /** Pictures that its member, and its server, may have in progress there by the server's rules. */
  readonly ownAtOnce: number | null;
  readonly serverAtOnce: number | null;
}

/** A job that is next, and the process that drives it. */
interface Due {
  readonly id: string;
  readonly driver: string;
}

/** A waiting job and its queue. */
export interface Waiting {
  readonly id: string;
  readonly queue: string;
}

/** When the next deferred job is due, and since when the oldest job has waited. */
export interface QueueTimes {
  readonly retryAt: number | null;
  readonly waitingSince: number | null;
}

/** A position in a queue from which to continue reading. */
export interface QueueCursor {
  readonly round: number;
  readonly readyAt: number;
  readonly row: number;
}

/** Before the first job. */
const START: QueueCursor = { round: 0, readyAt: 0, row: 0 };

/** A job in a queue. */
export type QueuedJob = Candidate;

/** A job that RunPod may have. Times are milliseconds since the epoch. */
export interface JobInProgress extends QueuedJob {
  readonly queue: string;
  readonly state: string;
  readonly submittedAt: number | null;
  readonly startedAt: number | null;
}

/** Consecutive jobs of a queue, and the cursor to read on from. */
export interface QueueSlice {
  readonly jobs: readonly QueuedJob[];
  readonly end: QueueCursor | undefined;
}

/**
 * The queues of `ready` jobs, one per endpoint. A job that RunPod deferred is left out until it is
 * due, and then has its old position again.
 */
export class Queues {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The jobs to send next, `atMost` of this process over all queues, as they are without a lock. */
  next(room: Capacity, atMost: number): Promise<NextDue> {
    const { read, process } = this.#store;
    return nextDue(read, room, { atMost, driver: process });
  }

  /** Ids of the jobs of this process that are to be sent next, in order: `atMost` over all queues. */
  async nextDue(room: Capacity, atMost: number): Promise<readonly string[]> {
    return (await this.next(room, atMost)).own;
  }

  /** Like {@link nextDue}, with each job's server. */
  async serversDue(
    room: Capacity,
    atMost: number,
  ): Promise<readonly { readonly id: string; readonly guildId: string }[]> {
    const ids = await this.nextDue(room, atMost);
    if (ids.length === 0) return [];
    const those = this.#store.read.selectFrom('jobs').select(['id', 'guildId']);
    return those.where('id', 'in', ids).execute();
  }

  /** The queues with waiting jobs. */
  async nonEmpty(): Promise<readonly string[]> {
    const queues = await QUEUES.all(this.#store.read, { counted: 0 });
    return queues.map(({ queue }) => queue);
  }

  /** Up to `limit` jobs of a queue after the cursor. Default: from the first job. */
  async slice(queue: string, after: QueueCursor | undefined, limit: number): Promise<QueueSlice> {
    const { round, readyAt, row } = after ?? START;
    const rows = await SLICE.all(this.#store.read, { queue, round, readyAt, row, limit });
    return { jobs: rows, end: rows.length < limit ? undefined : rows.at(-1) };
  }

  /** Up to `limit` jobs in progress, over all queues. */
  inProgress(limit: number): Promise<readonly JobInProgress[]> {
    return JOBS_IN_PROGRESS.all(this.#store.read, { limit });
  }

  /** What members and servers have in progress now. */
  async shares(atOnce: AtOnce): Promise<Shares> {
    return Shares.read(this.#store.read, atOnce);
  }

  /** Up to `limit` jobs of this process, in any queue, that have waited since `since` or longer. */
  waitingSince(since: number, limit: number): Promise<readonly Waiting[]> {
    const { read, process: driver } = this.#store;
    return WAITING_SINCE.all(read, { since, driver, limit });
  }

  /** The times at which a queue changes without an event. */
  times(): Promise<QueueTimes> {
    return TIMES.one(this.#store.read);
  }

  /**
   * Puts up to `limit` deferred jobs that are due back into their queues, longest overdue first.
   * Returns how many.
   */
  async rejoin(limit: number): Promise<number> {
    const now = this.#clock.now();
    // There is rarely one.
    if (!(await REJOINS.first(this.#store.read, { now }))) return 0;
    return this.#store.write(async (trx, locks) => {
      await locks.hold(QUEUE_LOCK);
      return rejoinQueue({ trx, locks }, limit, now);
    });
  }
}

/** The next jobs, by whether a given process drives them. */
export interface NextDue {
  readonly own: readonly string[];
  /** The processes that drive the others, each once. */
  readonly otherDrivers: readonly string[];
}

/**
 * How many jobs ahead a process of several looks for its own. Those of others before them may be sent
 * too, or there would be no room for its own.
 */
const AHEAD = 100;

/**
 * The jobs to send next. Round-robin over the queues, so that one does not use up `atMost`. A process
 * sends only what it drives, but all processes count the same jobs.
 */
async function nextDue(
  db: Database,
  { maxJobsInFlight, skip: shut, atOnce }: Capacity,
  { atMost, driver }: { readonly atMost: number; readonly driver: string },
): Promise<NextDue> {
  const ahead = driver === '' ? atMost : AHEAD;
  const [queues, shares] = await Promise.all([
    QUEUES.all(db, { counted: maxJobsInFlight }),
    Shares.read(db, atOnce),
  ]);
  const due: (readonly Due[])[] = [];
  for (const { queue, inFlight: taken } of queues) {
    const free = maxJobsInFlight === 0 ? ahead : maxJobsInFlight - taken;
    if (free <= 0 || shut?.has(queue)) continue;
    const limit = Math.min(free, ahead);
    due.push(await dueWithin(db, { queue, limit, shares }));
  }
  const next = roundRobin(due).slice(0, ahead);
  const others = next.filter((job) => job.driver !== driver);
  return {
    own: next
      .filter((job) => job.driver === driver)
      .map(({ id }) => id)
      .slice(0, atMost),
    otherDrivers: [...new Set(others.map((job) => job.driver))],
  };
}

/** Candidates read at once. With 5,000 without room a pass takes some 10 ms; it took twice that by fifties. */
const CANDIDATES_AT_ONCE = 500;

/** The next jobs of a queue, as far as their members and servers have room. */
async function dueWithin(
  db: Database,
  { queue, limit, shares }: { queue: string; limit: number; shares: Shares },
): Promise<readonly Due[]> {
  const due: Due[] = [];
  const { perPerson, perServer } = shares;
  const args = { queue, perPerson, perServer };
  const after = ({ round, readyAt, row }: QueueCursor, most: number) =>
    CANDIDATES.all(db, { ...args, round, readyAt, row, limit: most });
  /** False once there are enough. */
  const take = (jobs: readonly Candidate[]) =>
    jobs.every((job) => !shares.take(job) || due.push(job) < limit);
  // Usually all of these have room.
  const first = await after(START, limit);
  const last = first.at(-1);
  if (!take(first) || !last || first.length < limit) return due;
  const others = walk<QueueCursor, QueueCursor & Candidate>(last, CANDIDATES_AT_ONCE, (cursor) =>
    after(cursor, CANDIDATES_AT_ONCE),
  );
  for await (const slice of others) if (!take(slice)) break;
  return due;
}

/**
 * How many pictures each member and each server has in progress, with those about to be sent. One job is
 * always allowed, whatever it makes. A member's jobs keep their order: none overtakes one without room.
 */
export class Shares {
  readonly perPerson: number;
  readonly perServer: number;
  /** Pictures in progress. */
  readonly #ofMembers = new Map<string, number>();
  readonly #ofMembersHere = new Map<string, number>();
  readonly #ofServers = new Map<string, number>();
  #limitMembers: boolean;
  /** Members without room for a job before, everywhere or in a server. */
  readonly #waiting = new Set<string>();

  private constructor({ atOncePerPerson, atOncePerServer }: AtOnce) {
    this.perPerson = atOncePerPerson === 0 ? Number.MAX_SAFE_INTEGER : atOncePerPerson;
    this.perServer = atOncePerServer === 0 ? Number.MAX_SAFE_INTEGER : atOncePerServer;
    this.#limitMembers = atOncePerPerson > 0;
  }

  /** Whether a member may have to wait for their own jobs. */
  get limitMembers(): boolean {
    return this.#limitMembers;
  }

  static async read(
    db: Database,
    atOnce: AtOnce = { atOncePerPerson: 0, atOncePerServer: 0 },
  ): Promise<Shares> {
    const shares = new Shares(atOnce);
    for (const one of await PROGRESS.all(db)) {
      shares.#add(one, one.pictures);
      if (one.ownAtOnce !== null) shares.#limitMembers = true;
    }
    return shares;
  }

  /** Whether a job has to wait for others of its member. */
  waitsForOwn(job: Omit<Candidate, 'id' | 'driver'>): boolean {
    return this.#waitsEverywhere(job) || this.#waitsHere(job);
  }

  #waitsEverywhere({ userId, count }: Pick<Candidate, 'userId' | 'count'>): boolean {
    return isBeyond(this.perPerson, this.#ofMembers.get(userId), count);
  }

  #waitsHere({ count, ownAtOnce, ...job }: Omit<Candidate, 'id' | 'driver'>): boolean {
    return ownAtOnce !== null && isBeyond(ownAtOnce, this.#ofMembersHere.get(hereOf(job)), count);
  }

  /** Adds the job's pictures, unless its member or server has no room for them. */
  take(job: Candidate): boolean {
    const { userId, guildId, count, serverAtOnce } = job;
    const here = hereOf(job);
    if (this.#waiting.has(userId) || this.#waiting.has(here)) return false;
    if (this.#waitsEverywhere(job)) this.#waiting.add(userId);
    if (this.#waitsHere(job)) this.#waiting.add(here);
    if (this.#waiting.has(userId) || this.#waiting.has(here)) return false;
    const perServer = Math.min(this.perServer, serverAtOnce ?? this.perServer);
    if (isBeyond(perServer, this.#ofServers.get(guildId), count)) return false;
    this.#add(job, count);
    return true;
  }

  #add(job: Pick<Candidate, 'userId' | 'guildId'>, pictures: number): void {
    add(this.#ofMembers, job.userId, pictures);
    add(this.#ofMembersHere, hereOf(job), pictures);
    add(this.#ofServers, job.guildId, pictures);
  }
}

/** A member in a server. */
function hereOf({ userId, guildId }: Pick<Candidate, 'userId' | 'guildId'>): string {
  return `${userId} ${guildId}`;
}

/** Whether further pictures would be too many. None are if nothing is in progress. */
function isBeyond(most: number, inProgress = 0, further: number): boolean {
  return inProgress > 0 && inProgress + further > most;
}

function add(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}

/** See {@link Queues.rejoin}. Requires the queue lock: a transaction may be changing `retry_at`. */
export async function rejoinQueue(
  { trx, locks }: Pick<Changing, 'trx' | 'locks'>,
  limit: number,
  now: number,
): Promise<number> {
  locks.require(QUEUE_LOCK);
  const due = await trx
    .selectFrom('jobs')
    .select('id')
    .where('state', '=', sql.lit('ready'))
    .where('retryAt', '<=', now)
    .orderBy('retryAt')
    .limit(limit)
    .execute();
  const ids = due.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await locks.rows('jobs', ids);
  const { numUpdatedRows } = await trx
    .updateTable('jobs')
    .set({ retryAt: null })
    .where('id', 'in', ids)
    .where('state', '=', sql.lit('ready'))
    .where('retryAt', '<=', now)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

function roundRobin<T>(queues: readonly (readonly T[])[]): readonly T[] {
  const [only = [], ...others] = queues;
  if (others.length === 0) return only;
  const longest = Math.max(...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, n) =>
    queues.flatMap((queue) => queue[n] ?? []),
  ).flat();
}

type NextRow = JobRow & { readonly round: number | null };

/** Keyed by the number of jobs. */
const NEXT = new Map<number, PreparedQuery<NextRow>>();

/** The rows of jobs, by their ids. */
async function nextRows(trx: Database, ids: readonly string[]) {
  const named = ids.map((id, n) => [`id${n}`, id] as const);
  const query =
    NEXT.get(ids.length) ??
    new PreparedQuery<NextRow>((db) =>
      db
        .selectFrom('jobs')
        .select([...JOB_COLUMNS, 'round'])
        .where(
          'id',
          'in',
          named.map(([name]) => argument<string>(name)),
        ),
    );
  NEXT.set(ids.length, query);
  const rows = await query.all(trx, Object.fromEntries(named));
  return new Map(rows.map((row) => [row.id, row]));
}

/** The claimed jobs, and the ids of jobs that were next but whose rows cannot be read. */
export interface Claimed {
  readonly jobs: readonly Job[];
  readonly unreadable: readonly string[];
  /** Ids of jobs that were next but for which the day's money does not suffice. */
  readonly unaffordable: readonly string[];
}

export const NONE_CLAIMED: Claimed = Object.freeze({ jobs: [], unreadable: [], unaffordable: [] });

/** Claims the next jobs of this process: moves them to `submitting`. Requires the queue lock. */
export async function claimNext(
  changing: Changing,
  room: Capacity,
  atMost: number,
): Promise<Claimed> {
  const { trx, locks, process: driver } = changing;
  locks.require(QUEUE_LOCK);
  const { own } = await nextDue(trx, room, { atMost, driver });
  if (own.length === 0) return NONE_CLAIMED;
  const [, rows] = await allInOrder([locks.rows('jobs', own), nextRows(trx, own)]);
  const jobs = own.flatMap((id) => {
    const row = rows.get(id);
    return (row && changing.rows.readable(row)) ?? [];
  });
  const readable = new Set(jobs.map(({ id }) => id));
  const unaffordable = await beyondMoney(changing, jobs, room.money);
  const affordable = jobs.filter(({ id }) => !unaffordable.has(id));
  // Few statements, since the other processes wait for the lock.
  const taken = new Map<string, Job>();
  for (const [attempt, those] of Map.groupBy(affordable, (job) => job.attempt)) {
    const moved = await moveJobs(
      changing,
      those.map(({ id }) => id),
      {
        to: 'submitting',
        cause: 'sent to RunPod',
        set: { attempt: attempt + 1, retryAt: null },
        ofDriver: driver,
      },
    );
    for (const job of moved) taken.set(job.id, job);
  }
  for (const { id, userId, queue } of taken.values()) {
    await reachRound(trx, { userId, queue, round: rows.get(id)?.round ?? 0 });
  }
  return {
    jobs: own.flatMap((id) => taken.get(id) ?? []),
    unreadable: own.filter((id) => !readable.has(id)),
    unaffordable: [...unaffordable],
  };
}

/** The jobs for which the day's money does not suffice once those before them are sent. */
async function beyondMoney(
  changing: Changing,
  jobs: readonly Job[],
  money: DayMoney | undefined,
): Promise<ReadonlySet<string>> {
  const beyond = new Set<string>();
  if (!money || jobs.every(({ priceMicros }) => priceMicros === undefined)) return beyond;
  let left = await moneyLeft(changing, money);
  for (const { id, priceMicros } of jobs) {
    if (priceMicros === undefined) continue;
    if (priceMicros > left) beyond.add(id);
    else left -= priceMicros;
  }
  return beyond;
}

const QUEUE = argument('queue');

/**
 * A round belongs to the queue it was assigned in, so a job with a round joins the other queue like
 * a new one.
 */
const CHANGE_QUEUE = new PreparedQuery(
  () => sql`UPDATE jobs SET lane = ${QUEUE},
      round = CASE WHEN round IS NOT NULL THEN
        ${roundToJoin({ userId: sql`jobs.user_id`, queue: QUEUE })} END
    WHERE id = ${argument('id')} AND lane <> ${QUEUE}
      AND (finished_at IS NULL OR remote_open = 1)`,
);

/** Moves unfinished jobs to other queues, one by one. Requires the queue lock. */
export async function changeQueues(
  { trx, locks }: Pick<Changing, 'trx' | 'locks'>,
  jobs: readonly Waiting[],
): Promise<void> {
  locks.require(QUEUE_LOCK);
  await locks.rows(
    'jobs',
    jobs.map(({ id }) => id),
  );
  for (const { id, queue } of jobs) await CHANGE_QUEUE.all(trx, { id, queue });
}

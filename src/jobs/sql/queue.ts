import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { Database } from '../../store/database.ts';
import { LINE_LOCK } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import { rowNumber } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';
import { inFlight, reachRound, roundToJoin } from './fair-share.ts';
import { JOB_COLUMNS, type JobRow } from './job-row.ts';
import { moveJob } from './move-job.ts';

const ROW = rowNumber();

/*
 * The line is looked at with every job that joins it or makes room, so these are put together once.
 * Each says `state` word for word, for the index on it.
 */

/** From each lane in which somebody waits to the next one, however many wait between. */
const LANES = new PreparedQuery<{ readonly lane: string; readonly inFlight: number }>(
  () => sql`WITH RECURSIVE waiting (lane) AS (
      SELECT (SELECT lane FROM jobs WHERE state = 'ready' AND retry_at IS NULL ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT (SELECT jobs.lane FROM jobs
        WHERE state = 'ready' AND retry_at IS NULL AND jobs.lane > waiting.lane
        ORDER BY jobs.lane LIMIT 1)
      FROM waiting WHERE waiting.lane IS NOT NULL
    )
    SELECT waiting.lane, (SELECT count(*) FROM (
      SELECT 1 FROM jobs AS theirs WHERE theirs.lane = waiting.lane AND ${inFlight}
      LIMIT ${argument('counted')}) AS counted) AS in_flight
    FROM waiting WHERE waiting.lane IS NOT NULL`,
);

const PIECE = new PreparedQuery<LineCursor & { readonly id: string }>(
  () => sql`SELECT id, round, ready_at, ${ROW} AS row FROM jobs
    WHERE state = 'ready' AND retry_at IS NULL AND lane = ${argument('lane')}
      AND (round, ready_at, ${ROW}) > (${argument('round')}, ${argument('readyAt')}, ${argument('row')})
    ORDER BY round, ready_at, ${ROW} LIMIT ${argument('limit')}`,
);

const WAITING_SINCE = new PreparedQuery<Waiting>(
  () => sql`SELECT id, lane FROM jobs
    WHERE state = 'ready' AND ready_at <= ${argument('since')} AND retry_at IS NULL
    ORDER BY ready_at LIMIT ${argument('limit')}`,
);

const TIMES = new PreparedQuery<LineTimes>(
  () => sql`SELECT
    (SELECT min(retry_at) FROM jobs WHERE state = 'ready' AND retry_at IS NOT NULL) AS retry_at,
    (SELECT min(ready_at) FROM jobs WHERE state = 'ready' AND retry_at IS NULL) AS waiting_since`,
);

const REJOINS = new PreparedQuery(
  () => sql`SELECT 1 FROM jobs WHERE state = 'ready' AND retry_at <= ${argument('now')} LIMIT 1`,
);

/** How much room there is, in every lane. */
export interface Room {
  /** What each endpoint may have at once. 0: any number. */
  readonly maxJobsInFlight: number;
  /** Lanes of which no turn is due just now, however much room they have. Default: none. */
  readonly shut?: ReadonlySet<string>;
}

/** Somebody in the line, and the lane that they wait in. */
export interface Waiting {
  readonly id: string;
  readonly lane: string;
}

/**
 * When the next job that RunPod wants later may be sent, and since when the longest in line has waited.
 */
export interface LineTimes {
  readonly retryAt: number | null;
  readonly waitingSince: number | null;
}

/** A place in a lane, from which a walk along it goes on. */
export interface LineCursor {
  readonly round: number;
  readonly readyAt: number;
  readonly row: number;
}

/** Before everybody. */
const START: LineCursor = { round: 0, readyAt: 0, row: 0 };

/** A piece of a lane: those who wait there, in their order, and where the next piece begins. */
export interface LinePiece {
  readonly ids: readonly string[];
  readonly end: LineCursor | undefined;
}

/**
 * The line of jobs that wait here, in a lane for each endpoint. A job that RunPod wants later is not
 * in it until then, and has its old place in it from then on.
 */
export class Line {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Ids of those whose turns would come now, in their order, no more than `atMost` in all lanes. */
  turnsDue(room: Room, atMost: number): Promise<readonly string[]> {
    return turnsDue(this.#store.read, room, atMost);
  }

  /** The same, each with its server. */
  async serversDue(
    room: Room,
    atMost: number,
  ): Promise<readonly { readonly id: string; readonly guildId: string }[]> {
    const ids = await this.turnsDue(room, atMost);
    if (ids.length === 0) return [];
    const those = this.#store.read.selectFrom('jobs').select(['id', 'guildId']);
    return those.where('id', 'in', ids).execute();
  }

  /** The lanes in which anybody waits. */
  async lanes(): Promise<readonly string[]> {
    const lanes = await LANES.all(this.#store.read, { counted: 0 });
    return lanes.map(({ lane }) => lane);
  }

  /** Those that wait in that lane from there on, `limit` at most. */
  piece(lane: string, after: LineCursor | undefined, limit: number): Promise<LinePiece> {
    return pieceOfLane(this.#store.read, { lane, after, limit });
  }

  /** Those that have waited in line since then or longer, in any lane, `limit` at most. */
  waitingSince(since: number, limit: number): Promise<readonly Waiting[]> {
    return WAITING_SINCE.all(this.#store.read, { since, limit });
  }

  /** When time alone changes something in it. */
  async times(): Promise<LineTimes> {
    const times = await TIMES.first(this.#store.read);
    return times ?? { retryAt: null, waitingSince: null };
  }

  /**
   * Lets jobs that RunPod wanted later join again once they may be sent: `limit` at most, the
   * longest due first. Gives how many.
   */
  async rejoin(limit: number): Promise<number> {
    const now = this.#clock.now();
    // Nearly always there is none.
    if (!(await REJOINS.first(this.#store.read, { now }))) return 0;
    return this.#store.write(async (trx, locks) => {
      await locks.hold(LINE_LOCK);
      return rejoinLine({ trx, locks }, limit, now);
    });
  }
}

/**
 * See {@link Line.turnsDue}. Lanes go by turns themselves, so that none takes all there is to take
 * while others have room too.
 */
async function turnsDue(
  db: Database,
  { maxJobsInFlight, shut }: Room,
  atMost: number,
): Promise<readonly string[]> {
  const lanes = await LANES.all(db, { counted: maxJobsInFlight });
  const due: (readonly string[])[] = [];
  for (const { lane, inFlight: taken } of lanes) {
    const free = maxJobsInFlight === 0 ? atMost : maxJobsInFlight - taken;
    if (free <= 0 || shut?.has(lane)) continue;
    const { ids } = await pieceOfLane(db, { lane, limit: Math.min(free, atMost) });
    due.push(ids);
  }
  return oneOfEachInTurn(due).slice(0, atMost);
}

/** See {@link Line.rejoin}. Whoever does it holds the line: what is to be sent later may just be decided anew. */
export async function rejoinLine(
  { trx, locks }: Pick<Changing, 'trx' | 'locks'>,
  limit: number,
  now: number,
): Promise<number> {
  locks.require(LINE_LOCK);
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

interface Stretch {
  readonly lane: string;
  readonly after?: LineCursor | undefined;
  readonly limit: number;
}

async function pieceOfLane(
  db: Database,
  { lane, after = START, limit }: Stretch,
): Promise<LinePiece> {
  const { round, readyAt, row } = after;
  const rows = await PIECE.all(db, { lane, round, readyAt, row, limit });
  return { ids: rows.map(({ id }) => id), end: rows.length < limit ? undefined : rows.at(-1) };
}

function oneOfEachInTurn(lanes: readonly (readonly string[])[]): readonly string[] {
  const [only = [], ...others] = lanes;
  if (others.length === 0) return only;
  const longest = Math.max(...lanes.map(({ length }) => length));
  return Array.from({ length: longest }, (_, n) => lanes.flatMap((lane) => lane[n] ?? [])).flat();
}

const NEXT = new PreparedQuery<JobRow & { readonly round: number | null }>((db) =>
  db
    .selectFrom('jobs')
    .select([...JOB_COLUMNS, 'round'])
    .where('id', '=', argument<string>('id')),
);

/** Jobs whose turns came, and the ids of those that were next but whose rows cannot be read. */
export interface TurnsTaken {
  readonly jobs: readonly Job[];
  readonly unreadable: readonly string[];
}

/**
 * Takes the turns that have come, holding the line's lock: those jobs are `submitting` from then
 * on.
 */
export async function takeTurns(
  changing: Changing,
  room: Room,
  atMost: number,
): Promise<TurnsTaken> {
  const { trx, locks } = changing;
  locks.require(LINE_LOCK);
  const jobs: Job[] = [];
  const unreadable: string[] = [];
  for (const id of await turnsDue(trx, room, atMost)) {
    const row = await NEXT.first(trx, { id });
    const job = row && changing.rows.readable(row);
    if (!job) {
      unreadable.push(id);
      continue;
    }
    const taken = await moveJob(changing, id, {
      to: 'submitting',
      cause: 'sent to RunPod',
      set: { attempt: job.attempt + 1, retryAt: null },
    });
    if (taken) jobs.push(taken);
    await reachRound(trx, { userId: job.userId, lane: job.lane, round: row.round ?? 0 });
  }
  return { jobs, unreadable };
}

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

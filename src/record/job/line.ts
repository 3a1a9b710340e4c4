import { sql } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { Database } from '../store/database.ts';
import { LINE_LOCK } from '../store/locks.ts';
import type { Store } from '../store/store.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import { rowNumber } from '../store/sqlite.ts';
import type { Changing } from './changing.ts';
import { inFlight } from './rounds.ts';

const ROW = rowNumber();

/*
 * The line is looked at with every job that joins it or makes room, so these are put together once.
 * Each says `state` word for word, for the index on it.
 */

const PIECE = new PreparedQuery<LineCursor & { readonly id: string }>(
  () => sql`SELECT id, round, ready_at, ${ROW} AS row FROM jobs
    WHERE state = 'ready' AND retry_at IS NULL
      AND (round, ready_at, ${ROW}) > (${argument('round')}, ${argument('readyAt')}, ${argument('row')})
    ORDER BY round, ready_at, ${ROW} LIMIT ${argument('limit')}`,
);

const WAITING_SINCE = new PreparedQuery<{ readonly id: string }>(
  () => sql`SELECT id FROM jobs
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

const IN_FLIGHT = new PreparedQuery<{ readonly count: number }>(
  () => sql`SELECT count(*) AS count FROM jobs WHERE ${inFlight}`,
);

/**
 * When the next job that RunPod wants later may be sent, and since when the longest in line has waited.
 */
export interface LineTimes {
  readonly retryAt: number | null;
  readonly waitingSince: number | null;
}

/** A place in the line, from which a walk along it goes on. */
export interface LineCursor {
  readonly round: number;
  readonly readyAt: number;
  readonly row: number;
}

/** Before everybody. */
const START: LineCursor = { round: 0, readyAt: 0, row: 0 };

/** A piece of the line: those who wait there, in their order, and where the next piece begins. */
export interface LinePiece {
  readonly ids: readonly string[];
  readonly end: LineCursor | undefined;
}

/**
 * The line of jobs that wait here for the endpoint. A job that RunPod wants later is not in it
 * until then, and has its old place in it from then on.
 */
export class Line {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Ids of those whose turns would come now, in their order, no more than `atMost`. */
  turnsDue(maxJobsInFlight: number, atMost: number): Promise<readonly string[]> {
    return turnsDue(this.#store.read, maxJobsInFlight, atMost);
  }

  /** The same, each with its server. */
  async serversDue(
    maxJobsInFlight: number,
    atMost: number,
  ): Promise<readonly { readonly id: string; readonly guildId: string }[]> {
    const ids = await this.turnsDue(maxJobsInFlight, atMost);
    if (ids.length === 0) return [];
    const those = this.#store.read.selectFrom('jobs').select(['id', 'guildId']);
    return those.where('id', 'in', ids).execute();
  }

  /** Those that wait in the line from there on, `limit` at most. */
  piece(after: LineCursor | undefined, limit: number): Promise<LinePiece> {
    return pieceOfLine(this.#store.read, after, limit);
  }

  /** Ids of those that have waited in line since then or longer, `limit` at most. */
  async waitingSince(since: number, limit: number): Promise<string[]> {
    const rows = await WAITING_SINCE.all(this.#store.read, { since, limit });
    return rows.map(({ id }) => id);
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

/** See {@link Line.turnsDue}. `maxJobsInFlight` 0: the endpoint may have any number. */
export async function turnsDue(
  db: Database,
  maxJobsInFlight: number,
  atMost: number,
): Promise<readonly string[]> {
  const free = maxJobsInFlight === 0 ? atMost : maxJobsInFlight - (await countInFlight(db));
  if (free <= 0) return [];
  const { ids } = await pieceOfLine(db, undefined, Math.min(free, atMost));
  return ids;
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

async function countInFlight(db: Database): Promise<number> {
  const row = await IN_FLIGHT.first(db);
  return row?.count ?? 0;
}

async function pieceOfLine(
  db: Database,
  after: LineCursor | undefined,
  limit: number,
): Promise<LinePiece> {
  const { round, readyAt, row } = after ?? START;
  const rows = await PIECE.all(db, { round, readyAt, row, limit });
  return { ids: rows.map(({ id }) => id), end: rows.length < limit ? undefined : rows.at(-1) };
}

import { sql } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { Database } from '../store/database.ts';
import { LINE_LOCK } from '../store/locks.ts';
import type { Store } from '../store/store.ts';
import { rowNumber } from '../store/sqlite.ts';
import type { Changing } from './changing.ts';
import { inFlight } from './rounds.ts';

const ROW = rowNumber();

/** A place in the line, from which a walk along it goes on. */
export interface LineCursor {
  readonly round: number;
  readonly readyAt: number;
  readonly row: number;
}

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
    const rows = await this.#ready()
      .select('id')
      .where('readyAt', '<=', since)
      .where('retryAt', 'is', null)
      .orderBy('readyAt')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /**
   * When the next job that RunPod wants later may be sent, and since when the longest in line has
   * waited.
   */
  async times(): Promise<{
    readonly retryAt: number | null;
    readonly waitingSince: number | null;
  }> {
    return this.#store.read
      .selectNoFrom([
        this.#ready()
          .select((of) => of.fn.min('retryAt').as('at'))
          .where('retryAt', 'is not', null)
          .as('retryAt'),
        this.#ready()
          .select((of) => of.fn.min('readyAt').as('at'))
          .where('retryAt', 'is', null)
          .as('waitingSince'),
      ])
      .executeTakeFirstOrThrow();
  }

  /**
   * Lets jobs that RunPod wanted later join again once they may be sent: `limit` at most, the
   * longest due first. Gives how many.
   */
  async rejoin(limit: number): Promise<number> {
    const now = this.#clock.now();
    // Nearly always there is none.
    const due = await this.#ready().select('id').where('retryAt', '<=', now).limit(1).execute();
    if (due.length === 0) return 0;
    return this.#store.write(async (trx, locks) => {
      await locks.hold(LINE_LOCK);
      return rejoinLine({ trx, locks }, limit, now);
    });
  }

  #ready() {
    return this.#store.read.selectFrom('jobs').where('state', '=', sql.lit('ready'));
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
  const { count } = await db
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inFlight)
    .executeTakeFirstOrThrow();
  return count;
}

async function pieceOfLine(
  db: Database,
  after: LineCursor | undefined,
  limit: number,
): Promise<LinePiece> {
  const { rows } = await sql<LineCursor & { id: string }>`
    SELECT id, round, ready_at, ${ROW} AS row FROM jobs
    WHERE state = 'ready' AND retry_at IS NULL
      AND (round, ready_at, ${ROW}) > (${after?.round ?? 0}, ${after?.readyAt ?? 0}, ${after?.row ?? 0})
    ORDER BY round, ready_at, ${ROW} LIMIT ${limit}`.execute(db);
  return { ids: rows.map(({ id }) => id), end: rows.length < limit ? undefined : rows.at(-1) };
}

import { type RawBuilder, sql } from 'kysely';
import { BotError } from '../errors/errors.ts';
import { PARKED } from '../rules/pause.ts';
import type { Database } from '../store/database.ts';
import { type DatabasePlace, readBeside, writeBeside } from '../store/live-database.ts';
import { PreparedQuery } from '../store/queries.ts';
import type { Store } from '../store/store.ts';

/** Runs with every request for a picture. */
const SINCE = new PreparedQuery<{ since: number }>(
  () => sql`SELECT since FROM draining WHERE since IS NOT NULL`,
);

/**
 * Refuses new jobs during a drain. Runs in the transaction that writes a job, so that none slips in
 * after the order.
 *
 * @throws BotError `draining`.
 */
export async function requireNotDraining(db: Database): Promise<void> {
  if (await SINCE.first(db)) throw new BotError('draining');
}

/**
 * The operator's order to accept no new jobs, from `npm run drain`. It applies to the bot process
 * that is running then.
 */
export class DrainOrder {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Since when, in milliseconds since the epoch; `undefined` if the bot is not draining. */
  async since(): Promise<number | undefined> {
    return (await SINCE.first(this.#store.read))?.since;
  }

  /** Call at start: the order was for an earlier process. */
  async forget(): Promise<void> {
    await this.#store.write((trx) => trx.deleteFrom('draining').execute());
  }
}

/** What a drain waits for. */
export interface JobsLeft {
  /** Unfinished jobs by state, and as {@link TO_BE_SHOWN} the finished ones not yet shown. */
  readonly left: Map<string, number>;
  /** Further jobs that wait for consent. */
  readonly asking: number;
}

/** The progress of a drain. */
export interface DrainStatus extends JobsLeft {
  /** Whether the order holds, was cancelled, or was dropped by a restart of the bot. */
  readonly order: 'given' | 'undone' | 'forgotten';
}

/** Counts finished jobs whose message does not show their end yet. */
const TO_BE_SHOWN = 'to be shown';

type LeftQuery = PreparedQuery<{ readonly what: string; readonly count: number }>;

/**
 * The jobs left among some, worded like the condition of `jobs_unfinished`, then limited to the bot's own work.
 * What is parked waits for the managers of its server, through any number of restarts.
 */
export function leftWhere(condition: RawBuilder<unknown>): LeftQuery {
  return new PreparedQuery(
    () => sql`SELECT CASE WHEN finished_at IS NULL THEN state ELSE ${sql.lit(TO_BE_SHOWN)} END AS what,
      count(*) AS count
    FROM jobs
    WHERE (finished_at IS NULL OR remote_open = 1
        OR (shown_revision < revision AND undeliverable_at IS NULL))
      AND (finished_at IS NULL OR (shown_revision < revision AND undeliverable_at IS NULL))
      AND (retry_at IS NULL OR retry_at < ${sql.lit(PARKED)})
      AND ${condition}
    GROUP BY 1`,
  );
}

const LEFT = leftWhere(sql`1 = 1`);

/** Runs a query of {@link leftWhere}. */
export async function readJobsLeft(
  db: Database,
  query: LeftQuery,
  args?: Readonly<Record<string, unknown>>,
): Promise<JobsLeft> {
  const left = new Map((await query.all(db, args)).map(({ what, count }) => [what, count]));
  const asking = left.get('awaiting_consent') ?? 0;
  left.delete('awaiting_consent');
  return { left, asking };
}

/** `Left: 3 (1 queued, 1 running, 1 to be shown)` */
export function totalLine(left: ReadonlyMap<string, number>): string {
  const counts = [...left].map(([state, count]) => `${count} ${state}`);
  return `Left: ${[...left.values()].reduce((sum, count) => sum + count, 0)} (${counts.join(', ')})`;
}

/** Orders the bot that uses this database to accept no new jobs. Idempotent. */
export async function orderDrain(place: DatabasePlace, now: number): Promise<void> {
  await writeBeside(place, (trx) =>
    trx
      .insertInto('draining')
      .values({ id: 1, since: now })
      .onConflict((conflict) =>
        // An earlier order keeps its time.
        conflict.column('id').doUpdateSet({ since: now }).where('draining.since', 'is', null),
      )
      .execute(),
  );
}

/** Undoes the order. False if there was none. */
export function undoDrain(place: DatabasePlace): Promise<boolean> {
  return writeBeside(place, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('draining')
      .set({ since: null })
      .where('since', 'is not', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  });
}

/** The bot's remaining work and the state of the order, in one transaction. */
export function drainStatus(place: DatabasePlace): Promise<DrainStatus> {
  return readBeside(place, async (db) => {
    const given = await db.selectFrom('draining').select('since').executeTakeFirst();
    return { order: orderOf(given), ...(await readJobsLeft(db, LEFT)) };
  });
}

function orderOf(given: { readonly since: number | null } | undefined): DrainStatus['order'] {
  if (!given) return 'forgotten';
  return given.since === null ? 'undone' : 'given';
}

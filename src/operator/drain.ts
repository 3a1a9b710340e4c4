import { sql } from 'kysely';
import { BotError } from '../errors/errors.ts';
import type { Database } from '../store/database.ts';
import { changeBeside, lookBeside } from '../store/live-database.ts';
import { PreparedQuery } from '../store/queries.ts';
import type { Store } from '../store/store.ts';

/** Asked with every request for a picture. */
const SINCE = new PreparedQuery<{ since: number }>(
  () => sql`SELECT since FROM draining WHERE since IS NOT NULL`,
);

/**
 * Refuses what is new while the bot takes nothing new. Asked in the transaction that writes a job, so
 * that none comes after the order.
 *
 * @throws BotError `draining`.
 */
export async function requireNotDraining(db: Database): Promise<void> {
  if (await SINCE.first(db)) throw new BotError('draining');
}

/**
 * The operator's order to take nothing new, given by `npm run drain` from another process. It is for
 * the process that had the database then.
 */
export class DrainOrder {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Since when, in milliseconds since the epoch; `undefined` where everything is taken. */
  async since(): Promise<number | undefined> {
    return (await SINCE.first(this.#store.read))?.since;
  }

  /** This process is another one than it was given to. */
  async forget(): Promise<void> {
    await this.#store.write((trx) => trx.deleteFrom('draining').execute());
  }
}

/** How far a bot has come that takes nothing new. */
export interface DrainLook {
  /** Whether the order holds, was cancelled, or was dropped by a restart of the bot. */
  readonly order: 'given' | 'taken back' | 'forgotten';
  /** How many jobs are not over, by state, and as {@link TO_BE_SHOWN} how many are whose end is not shown. */
  readonly left: ReadonlyMap<string, number>;
  /** How many more wait for consent. */
  readonly asking: number;
}

/** Where a job is that has ended and whose message does not say so yet. */
const TO_BE_SHOWN = 'to be shown';

/** The predicate of `jobs_unfinished`, word for word, and of that what the bot itself is at work on. */
const LEFT = `SELECT CASE WHEN finished_at IS NULL THEN state ELSE '${TO_BE_SHOWN}' END, count(*) FROM jobs
  WHERE (finished_at IS NULL OR remote_open = 1
      OR (shown_revision < revision AND undeliverable_at IS NULL))
    AND (finished_at IS NULL OR (shown_revision < revision AND undeliverable_at IS NULL))
  GROUP BY 1`;

/** Tells the bot that has this database to take nothing new. One order is as good as several. */
export function orderDrain(path: string, now: number): void {
  changeBeside(path, (sqlite) => {
    sqlite
      .prepare(
        `INSERT INTO draining (id, since) VALUES (1, ?)
         ON CONFLICT (id) DO UPDATE SET since = coalesce(draining.since, excluded.since)`,
      )
      .run(now);
  });
}

/** Takes the order back. False where there was none. */
export function undoDrain(path: string): boolean {
  return changeBeside(path, (sqlite) => {
    const { changes } = sqlite
      .prepare('UPDATE draining SET since = NULL WHERE since IS NOT NULL')
      .run();
    return changes > 0;
  });
}

/** What a bot has still to do, and whether the order holds: both at the same moment. */
export function lookAtDrain(path: string): DrainLook {
  return lookBeside(path, (sqlite) => {
    const given = sqlite.prepare<[], { since: number | null }>('SELECT since FROM draining').get();
    const left = new Map(sqlite.prepare<[], [string, number]>(LEFT).raw().all());
    const asking = left.get('awaiting_consent') ?? 0;
    left.delete('awaiting_consent');
    return { order: orderOf(given), left, asking };
  });
}

function orderOf(given: { readonly since: number | null } | undefined): DrainLook['order'] {
  if (!given) return 'forgotten';
  return given.since === null ? 'taken back' : 'given';
}

import { sql } from 'kysely';
import { BotError } from '../../errors/errors.ts';
import type { Database } from '../store/database.ts';
import { PreparedQuery } from '../store/prepared-query.ts';
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

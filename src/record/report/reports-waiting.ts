import { sql } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/*
 * Servers that have chosen no channel though pictures were reported in them. Somebody who may
 * moderate is told once; choosing a channel forgets it, and losing it tells somebody again.
 */

/** Asked with every command. */
const UNTOLD = new PreparedQuery(
  () => sql`SELECT 1 FROM reports_waiting
    WHERE guild_id = ${argument('guildId')} AND told_at IS NULL`,
);

/** Who is told that reports wait in a server. */
export class ReportsWaiting {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Whether reports wait for this server to choose a channel, and nobody has been told. */
  async isUntold(guildId: string): Promise<boolean> {
    return (await UNTOLD.first(this.#store.read, { guildId })) !== undefined;
  }

  /** Whoever gets true from this tells somebody who may moderate; nobody else does. */
  takeUntold(guildId: string): Promise<boolean> {
    const toldAt = this.#clock.now();
    return this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('reportsWaiting')
        .set({ toldAt })
        .where('guildId', '=', guildId)
        .where('toldAt', 'is', null)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    }, 'person');
  }

  /** They could not be told after all, so somebody else is to be. */
  async putBackUntold(guildId: string): Promise<void> {
    await this.#store.write((trx) =>
      trx
        .updateTable('reportsWaiting')
        .set({ toldAt: null })
        .where('guildId', '=', guildId)
        .execute(),
    );
  }
}

/** A picture was reported in a server that has chosen no channel. */
export async function noteWaiting(trx: Database, guildId: string): Promise<void> {
  await trx
    .insertInto('reportsWaiting')
    .values({ guildId, toldAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The server has chosen a channel. */
export async function forgetWaiting(trx: Database, guildId: string): Promise<void> {
  await trx.deleteFrom('reportsWaiting').where('guildId', '=', guildId).execute();
}

import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';

/*
 * Servers in which pictures were reported and that have chosen no channel. Somebody who may moderate is
 * told once; choosing a channel forgets it, and losing it tells somebody again.
 */

/** Asked with every command. */
const UNTOLD = new PreparedQuery(
  () => sql`SELECT 1 FROM reports_waiting
    WHERE guild_id = ${argument('guildId')} AND told_at IS NULL`,
);

/** Whether reports wait in this server, and nobody has been told. */
export async function isUntold(db: Database, guildId: string): Promise<boolean> {
  return (await UNTOLD.first(db, { guildId })) !== undefined;
}

/** A picture was reported in a server that has chosen no channel. */
export async function noteWaiting(trx: Database, guildId: string): Promise<void> {
  await trx
    .insertInto('reportsWaiting')
    .values({ guildId, toldAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Notes that somebody is told, at that time. False where somebody was before. */
export async function takeUntold(trx: Database, guildId: string, toldAt: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('reportsWaiting')
    .set({ toldAt })
    .where('guildId', '=', guildId)
    .where('toldAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** They could not be told after all. */
export async function putBackUntold(trx: Database, guildId: string): Promise<void> {
  await trx
    .updateTable('reportsWaiting')
    .set({ toldAt: null })
    .where('guildId', '=', guildId)
    .execute();
}

/** The server has chosen a channel. */
export async function forgetWaiting(trx: Database, guildId: string): Promise<void> {
  await trx.deleteFrom('reportsWaiting').where('guildId', '=', guildId).execute();
}

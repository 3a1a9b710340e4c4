import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { PreparedQuery } from '../../store/queries.ts';

/**
 * Why a server's waiting jobs are not sent for now. `rules`: its rules have changed, and those that they
 * forbid have not been ended yet. `pause`: its managers paused it. `resumed`: they no longer do, and the
 * jobs have not rejoined their queues yet.
 */
export type HoldReason = 'rules' | 'pause' | 'resumed';

/** Times are milliseconds since the epoch. */
export interface ServerHold {
  readonly guildId: string;
  readonly reason: HoldReason;
  readonly since: number;
  /** When it was resumed. */
  readonly until: number | null;
  /** Counts changes. */
  readonly revision: number;
}

/** SQL: the ids of servers whose waiting jobs are not sent. */
export const HELD_SERVERS = sql`SELECT guild_id FROM server_holds`;

const HOLDS = new PreparedQuery<ServerHold>(
  () => sql`SELECT guild_id, reason, since, until, revision FROM server_holds
    ORDER BY guild_id, CASE reason WHEN 'rules' THEN 1 WHEN 'resumed' THEN 2 ELSE 3 END`,
);

/** All holds: those of a server in the order in which they are to be dealt with. */
export function serverHolds(db: Database): Promise<readonly ServerHold[]> {
  return HOLDS.all(db);
}

/** Holds a server's jobs until its changed rules were applied to them. */
export async function holdForRules(trx: Database, guildId: string, now: number): Promise<void> {
  await trx
    .insertInto('serverHolds')
    .values({ guildId, reason: 'rules', since: now })
    .onConflict((conflict) =>
      conflict
        .columns(['guildId', 'reason'])
        .doUpdateSet((eb) => ({ revision: eb('serverHolds.revision', '+', 1) })),
    )
    .execute();
}

/** Holds a server's jobs until {@link resumeServer}. */
export async function pauseServer(trx: Database, guildId: string, now: number): Promise<void> {
  await trx
    .insertInto('serverHolds')
    .values({ guildId, reason: 'pause', since: now })
    .onConflict((conflict) => conflict.columns(['guildId', 'reason']).doNothing())
    .execute();
}

/** From now on its jobs rejoin their queues. */
export async function resumeServer(trx: Database, guildId: string, now: number): Promise<void> {
  const [pause] = await trx
    .deleteFrom('serverHolds')
    .where('guildId', '=', guildId)
    .where('reason', '=', 'pause')
    .returning('since')
    .execute();
  if (!pause) return;
  await trx
    .insertInto('serverHolds')
    .values({ guildId, reason: 'resumed', since: pause.since, until: now })
    // Of an earlier pause, which some jobs still wait for: theirs began first.
    .onConflict((conflict) => conflict.columns(['guildId', 'reason']).doUpdateSet({ until: now }))
    .execute();
}

/** Ends a hold that was dealt with, unless it has changed meanwhile. */
export async function endHold(
  trx: Database,
  { guildId, reason, since, revision, until }: ServerHold,
): Promise<void> {
  await trx
    .deleteFrom('serverHolds')
    .where('guildId', '=', guildId)
    .where('reason', '=', reason)
    .where('since', '=', since)
    .where('revision', '=', revision)
    .where('until', until === null ? 'is' : '=', until)
    .execute();
}

/** Whether a hold is still there, unchanged. */
export async function isHeld(
  db: Database,
  { guildId, reason, since, until }: ServerHold,
): Promise<boolean> {
  const found = await db
    .selectFrom('serverHolds')
    .select('revision')
    .where('guildId', '=', guildId)
    .where('reason', '=', reason)
    .where('since', '=', since)
    .where('until', until === null ? 'is' : '=', until)
    .executeTakeFirst();
  return found !== undefined;
}

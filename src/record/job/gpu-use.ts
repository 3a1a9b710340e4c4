import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import type { Wanted } from '../../comfy/wanted.ts';
import { wantedFromRow, type RequestRow } from './row.ts';

const UNDER_WAY = new PreparedQuery<{ count: number }>(
  () => sql`SELECT count(*) AS count FROM (
    SELECT 1 FROM jobs WHERE guild_id = ${argument('guildId')} AND finished_at IS NULL
    LIMIT ${argument('counted')})`,
);

const WANTED = new PreparedQuery<RequestRow>(
  () => sql`SELECT recipe, params, params_version FROM jobs
    WHERE guild_id = ${argument('guildId')} AND finished_at IS NULL LIMIT ${argument('read')}`,
);

/** See `JobQueries.gpuMsSince`. Of one server where it is named. */
export async function gpuMsSince(
  db: Database,
  since: number,
  longestMs: number,
  guildId?: string,
): Promise<number> {
  const { used } = await db
    .selectFrom('jobs')
    .select(
      sql<number>`coalesce(sum(coalesce(
        execution_ms, max(0, min(finished_at - started_at, ${longestMs})))), 0)`.as('used'),
    )
    .where('finishedAt', '>=', since)
    .$if(guildId !== undefined, (query) => query.where('guildId', '=', guildId ?? ''))
    .executeTakeFirstOrThrow();
  return used;
}

/** How many rows are counted, and how many are read, at most. */
export interface Bounds {
  readonly counted: number;
  readonly read: number;
}

/** How many jobs are not over, as far as they were counted, and what some of them are to make. */
export interface UnderWay {
  readonly count: number;
  readonly some: readonly Wanted[];
}

/** What a server has under way. Rows that cannot be read are counted only. */
export async function underWayIn(
  db: Database,
  guildId: string,
  { counted, read }: Bounds,
): Promise<UnderWay> {
  const row = await UNDER_WAY.first(db, { guildId, counted });
  const some = await WANTED.all(db, { guildId, read });
  return { count: row?.count ?? 0, some: some.flatMap((one) => wantedFromRow(one) ?? []) };
}

import { sql } from 'kysely';
import type { PastRun } from '../../comfy/run-times.ts';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Wanted } from '../../comfy/wanted.ts';
import type { JobRows, RequestRow } from './job-rows.ts';

const UNDER_WAY = new PreparedQuery<{ count: number }>(
  () => sql`SELECT count(*) AS count FROM (
    SELECT 1 FROM jobs WHERE guild_id = ${argument('guildId')} AND finished_at IS NULL
    LIMIT ${argument('counted')})`,
);

const WANTED = new PreparedQuery<RequestRow>(
  () => sql`SELECT recipe, params, params_version, inputs FROM jobs
    WHERE guild_id = ${argument('guildId')} AND finished_at IS NULL LIMIT ${argument('read')}`,
);

/** What says how much work a run was, and how long it took. */
const RUN_COLUMNS = ['executionMs', 'recipe', 'params', 'paramsVersion', 'inputs'] as const;

/** Runs that can be compared: of one recipe, by one kind of worker at one endpoint. */
export interface RunKind {
  readonly recipe: string;
  readonly endpointId: string;
  readonly worker: string;
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

/** What GPU time jobs have used, and what they are about to use. */
export class GpuUse {
  readonly #db: Database;
  readonly #rows: JobRows;

  constructor(db: Database, rows: JobRows) {
    this.#rows = rows;
    this.#db = db;
  }

  /**
   * GPU time of the jobs that ended since then, in milliseconds: as RunPod measured it or, where it
   * did not, for as long as they were seen running, `longestMs` at most.
   */
  msSince(since: number, longestMs: number): Promise<number> {
    return this.#msSince(since, longestMs);
  }

  /** The same for the jobs of one server. */
  serverMsSince(guildId: string, since: number, longestMs: number): Promise<number> {
    return this.#msSince(since, longestMs, guildId);
  }

  /** What a server has under way. Rows that cannot be read are only counted. */
  async underWayIn(guildId: string, { counted, read }: Bounds): Promise<UnderWay> {
    const row = await UNDER_WAY.first(this.#db, { guildId, counted });
    const some = await WANTED.all(this.#db, { guildId, read });
    return { count: row?.count ?? 0, some: some.flatMap((one) => this.#rows.wanted(one) ?? []) };
  }

  /**
   * The latest completed runs that RunPod measured of such a kind, newest first: those that are among
   * the latest `limit` of their recipe. Which worker made a run is not known of old ones.
   */
  async pastRuns({ recipe, endpointId, worker }: RunKind, limit: number): Promise<PastRun[]> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select([...RUN_COLUMNS, 'runpodEndpointId', 'worker'])
      // Word for word, for the index on it.
      .where('state', '=', sql.lit('completed'))
      .where('recipe', '=', recipe)
      .where('executionMs', 'is not', null)
      .where('erasedAt', 'is', null)
      .orderBy('finishedAt', 'desc')
      .limit(limit)
      .execute();
    return rows
      .filter((row) => (row.runpodEndpointId ?? endpointId) === endpointId)
      .filter((row) => (row.worker ?? worker) === worker)
      .flatMap((row) => this.#rows.pastRun(row) ?? []);
  }

  async #msSince(since: number, longestMs: number, guildId?: string): Promise<number> {
    const { used } = await this.#db
      .selectFrom('jobs')
      .select(
        sql<number>`coalesce(sum(CASE
          WHEN execution_ms IS NOT NULL THEN execution_ms
          WHEN started_at IS NULL OR finished_at < started_at THEN 0
          WHEN finished_at - started_at < ${longestMs} THEN finished_at - started_at
          ELSE ${longestMs} END), 0)`.as('used'),
      )
      .where('finishedAt', '>=', since)
      .$if(guildId !== undefined, (query) => query.where('guildId', '=', guildId ?? ''))
      .executeTakeFirstOrThrow();
    return used;
  }
}

import { type RawBuilder, sql } from 'kysely';
import type { PastRun } from '../../recipes/estimates.ts';
import type { Wanted } from '../../recipes/stored-request.ts';
import { PARKED } from '../../rules/pause.ts';
import type { Database } from '../../store/database.ts';
import { QUEUE_LOCK } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Job } from '../job.ts';
import type { Changing } from './changing.ts';
import { inProgress } from './fair-share.ts';
import type { JobRows, RequestRow } from './job-rows.ts';

const GPU_USE_UNDER_WAY = new PreparedQuery<{ count: number }>(
  () => sql`SELECT count(*) AS count FROM (
    SELECT 1 FROM jobs WHERE guild_id = ${argument('guildId')} AND finished_at IS NULL
    LIMIT ${argument('counted')}) AS counted`,
);

const WANTED = new PreparedQuery<RequestRow>(
  () => sql`SELECT recipe, params, params_version, inputs FROM jobs
    WHERE guild_id = ${argument('guildId')} AND finished_at IS NULL LIMIT ${argument('read')}`,
);

/** The columns that determine a run's work and time. */
const RUN_COLUMNS = ['executionMs', 'recipe', 'params', 'paramsVersion', 'inputs'] as const;

/** Comparable runs: the same recipe, kind of worker and endpoint. */
export interface RunKind {
  readonly recipe: string;
  readonly endpointId: string;
  readonly worker: string;
}

/** The most rows to count, and to read. */
export interface Bounds {
  readonly counted: number;
  readonly read: number;
}

/** The number of unfinished jobs, up to a bound, and the requests of some. */
export interface UnderWay {
  readonly count: number;
  readonly some: readonly Wanted[];
}

/**
 * SQL expression: the GPU time of a job that has ended, in milliseconds: as RunPod measured it, else the
 * time it was seen running, `longestMs` at most.
 */
export function gpuMsOfEnded(longestMs: RawBuilder<number>): RawBuilder<number> {
  return sql`CASE
    WHEN execution_ms IS NOT NULL THEN execution_ms
    WHEN started_at IS NULL OR finished_at < started_at THEN 0
    WHEN finished_at - started_at < ${longestMs} THEN finished_at - started_at
    ELSE ${longestMs} END`;
}

/** GPU time that jobs have used, and unfinished work. */
export class GpuUse {
  readonly #db: Database;
  readonly #rows: JobRows;

  constructor(db: Database, rows: JobRows) {
    this.#rows = rows;
    this.#db = db;
  }

  /**
   * GPU time of the jobs that ended since a time, in milliseconds: as RunPod measured it, else the
   * time they were seen running, `longestMs` each at most. `guildId`: of one server only.
   */
  async msSince(since: number, longestMs: number, guildId?: string): Promise<number> {
    const { used } = await this.#db
      .selectFrom('jobs')
      .select(sql<number>`coalesce(sum(${gpuMsOfEnded(sql`${longestMs}`)}), 0)`.as('used'))
      .where('finishedAt', '>=', since)
      .$if(guildId !== undefined, (query) => query.where('guildId', '=', guildId ?? ''))
      .executeTakeFirstOrThrow();
    return used;
  }

  /** A server's unfinished jobs. Unreadable rows are only counted. */
  async underWayIn(guildId: string, { counted, read }: Bounds): Promise<UnderWay> {
    const { count } = await GPU_USE_UNDER_WAY.one(this.#db, { guildId, counted });
    const some = await WANTED.all(this.#db, { guildId, read });
    return { count, some: some.flatMap((one) => this.#rows.wanted(one) ?? []) };
  }

  /**
   * The latest completed runs of a kind that RunPod measured, newest first, from the latest `limit`
   * of their recipe. Old rows do not name their worker and match any.
   */
  async pastRuns({ recipe, endpointId, worker }: RunKind, limit: number): Promise<PastRun[]> {
    const rows = await this.#db
      .selectFrom('jobs')
      .select([...RUN_COLUMNS, 'runpodEndpointId', 'worker'])
      // Literals, so that the partial index applies.
      .where('state', '=', sql.lit('completed'))
      .where('recipe', '=', recipe)
      .where('executionMs', 'is not', null)
      // With an error only some of the pictures were made.
      .where('errorCode', 'is', null)
      .where('erasedAt', 'is', null)
      .orderBy('finishedAt', 'desc')
      .limit(limit)
      .execute();
    return rows
      .filter((row) => (row.runpodEndpointId ?? endpointId) === endpointId)
      .filter((row) => (row.worker ?? worker) === worker)
      .flatMap((row) => this.#rows.pastRun(row) ?? []);
  }
}

/** SQL condition: a job billed by the picture. Worded like the condition of its partial index. */
export const BILLED = sql`coalesce(cost_micros, price_micros) IS NOT NULL`;

const PRICE = sql`coalesce(price_micros, 0)`;

/** SQL expression for jobs that are {@link BILLED}: see {@link spentOn}. */
export const SPENT = sql`CASE
    WHEN cost_micros IS NOT NULL THEN cost_micros
    WHEN attempt > 0 THEN ${PRICE}
    ELSE 0 END
  + CASE WHEN attempt > 1 THEN (attempt - 1) * ${PRICE} ELSE 0 END`;

/** The cost if every submission makes a picture. */
const PROMISED = sql`CASE WHEN attempt > 1 THEN attempt ELSE 1 END * ${PRICE}`;

interface Sum {
  readonly micros: number;
}

const SPENT_SINCE = new PreparedQuery<Sum>(
  () => sql`SELECT coalesce(sum(${SPENT}), 0) AS micros FROM jobs
    WHERE finished_at >= ${argument('since')} AND ${BILLED}`,
);

const SPEND_UNDER_WAY = new PreparedQuery<Sum>(
  () => sql`SELECT coalesce(sum(${PROMISED}), 0) AS micros FROM jobs
    WHERE finished_at IS NULL AND ${BILLED}
      AND (retry_at IS NULL OR retry_at < ${sql.lit(PARKED)})`,
);

/**
 * The cost of jobs that RunPod has or is about to get, if each makes its pictures. A job that waits to be
 * made again, since RunPod lost its result, has already been billed.
 */
const SENT = new PreparedQuery<Sum>(
  () => sql`SELECT
    (SELECT coalesce(sum(${PROMISED}), 0) FROM jobs
      WHERE ${inProgress} AND price_micros IS NOT NULL)
    + (SELECT coalesce(sum(attempt * price_micros), 0) FROM jobs
      WHERE finished_at IS NULL AND attempt > 0 AND state = 'ready' AND ${BILLED}) AS micros`,
);

/** The money of a day, in millionths of a US dollar. Times are milliseconds since the epoch. */
export interface DayMoney {
  readonly limit: number;
  readonly since: number;
  readonly endsAt: number;
}

/**
 * How much of a day's money is left for further submissions. Exact under the queue lock, since jobs
 * are sent only under it. Less than 0 if the limit was lowered, or pictures cost more than documented.
 */
export async function moneyLeft(
  { trx, locks }: Pick<Changing, 'trx' | 'locks'>,
  { limit, since }: DayMoney,
): Promise<number> {
  locks.require(QUEUE_LOCK);
  const [spent, sent] = await Promise.all([SPENT_SINCE.one(trx, { since }), SENT.one(trx)]);
  return limit - spent.micros - sent.micros;
}

/**
 * A finished job's cost in millionths of a US dollar: as reported, else the documented price if
 * RunPod may have had it. Further submissions may have been billed too.
 */
export function spentOn({
  costMicros,
  priceMicros = 0,
  attempt,
}: Pick<Job, 'costMicros' | 'priceMicros' | 'attempt'>): number {
  const once = costMicros ?? (attempt > 0 ? priceMicros : 0);
  return once + Math.max(0, attempt - 1) * priceMicros;
}

/** Cost of jobs billed by the picture, past and expected, in millionths of a US dollar. */
export class Spend {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The cost of the jobs that ended since a time. See {@link spentOn}. */
  async since(since: number): Promise<number> {
    return (await SPENT_SINCE.one(this.#db, { since })).micros;
  }

  /** The documented cost of all unfinished jobs, wherever they are. */
  async underWay(): Promise<number> {
    return (await SPEND_UNDER_WAY.one(this.#db)).micros;
  }
}

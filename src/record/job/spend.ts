import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Job } from './job.ts';
import { inFlight } from './rounds.ts';

/** The condition of their index, word for word. */
const BILLED = sql`coalesce(cost_micros, price_micros) IS NOT NULL`;

const PRICE = sql`coalesce(price_micros, 0)`;

/** See {@link spentOn}. */
const SPENT = sql`CASE
    WHEN cost_micros IS NOT NULL THEN cost_micros
    WHEN attempt > 0 THEN ${PRICE}
    ELSE 0 END
  + CASE WHEN attempt > 1 THEN (attempt - 1) * ${PRICE} ELSE 0 END`;

/** As much as it would cost if each submission came to a picture. */
const PROMISED = sql`CASE WHEN attempt > 1 THEN attempt ELSE 1 END * ${PRICE}`;

interface Sum {
  readonly micros: number;
}

/** A job that RunPod may or may not have, and what it has cost if it does. */
export interface InDoubt extends Sum {
  readonly id: string;
}

const SPENT_SINCE = new PreparedQuery<Sum>(
  () => sql`SELECT coalesce(sum(${SPENT}), 0) AS micros FROM jobs
    WHERE finished_at >= ${argument('since')} AND ${BILLED}`,
);

const UNDER_WAY = new PreparedQuery<Sum>(
  () => sql`SELECT coalesce(sum(${PROMISED}), 0) AS micros FROM jobs
    WHERE finished_at IS NULL AND ${BILLED}`,
);

/** One that waits to be made once more, since RunPod forgot its result, has been billed for that. */
const SENT = new PreparedQuery<Sum>(
  () => sql`SELECT
    (SELECT coalesce(sum(${PROMISED}), 0) FROM jobs
      WHERE ${inFlight} AND state IN ('queued', 'running') AND price_micros IS NOT NULL)
    + (SELECT coalesce(sum(attempt * price_micros), 0) FROM jobs
      WHERE finished_at IS NULL AND attempt > 0 AND state = 'ready' AND ${BILLED}) AS micros`,
);

const IN_DOUBT = new PreparedQuery<InDoubt>(
  () => sql`SELECT id, attempt * ${PRICE} AS micros FROM jobs
    WHERE finished_at IS NULL AND state = 'submitting' AND ${BILLED}`,
);

/**
 * What a job that is over has cost, in millionths of a US dollar: as it was told, else as it is documented
 * if RunPod may have had it. Further submissions may have been billed too.
 */
export function spentOn({
  costMicros,
  priceMicros = 0,
  attempt,
}: Pick<Job, 'costMicros' | 'priceMicros' | 'attempt'>): number {
  const once = costMicros ?? (attempt > 0 ? priceMicros : 0);
  return once + Math.max(0, attempt - 1) * priceMicros;
}

/** What jobs have cost that are billed by the picture, and what they are about to. In millionths of a US dollar. */
export class Spend {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** What the jobs have cost that ended since then: see {@link spentOn}. */
  since(since: number): Promise<number> {
    return this.#sum(SPENT_SINCE, { since });
  }

  /** What all jobs that are not over will have cost by what is documented, wherever they are. */
  underWay(): Promise<number> {
    return this.#sum(UNDER_WAY, {});
  }

  /** The same for those that RunPod has, or has had and forgotten. */
  sent(): Promise<number> {
    return this.#sum(SENT, {});
  }

  /** Those whose submission is under way, or was when the bot was stopped. */
  inDoubt(): Promise<readonly InDoubt[]> {
    return IN_DOUBT.all(this.#db, {});
  }

  async #sum(query: PreparedQuery<Sum>, values: Readonly<Record<string, unknown>>) {
    const row = await query.first(this.#db, values);
    return row?.micros ?? 0;
  }
}

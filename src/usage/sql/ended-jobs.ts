import { type RawBuilder, sql } from 'kysely';
import { followSlices, type Slicing } from '../../engines/slices.ts';
import { BILLED, gpuMsOfEnded, SPENT } from '../../jobs/sql/usage.ts';
import {
  argument,
  FROM_THE_OLDEST,
  nextAfter,
  PreparedQuery,
  type TimeCursor,
} from '../../store/queries.ts';
import { rowNumber } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import type { EndedJob } from '../figures.ts';

/** Rows read at once. */
const SLICE_ROWS = 500;

interface EndedRow extends TimeCursor {
  readonly recipe: string;
  readonly userId: string | null;
  readonly state: string;
  readonly pictures: number;
  readonly gpuMs: number;
  readonly micros: number | null;
  readonly waitMs: number | null;
}

const ROW = rowNumber();

/** A job whose erasure waits for a report counts as erased. */
const ENDED = (where: RawBuilder<unknown>) =>
  new PreparedQuery<EndedRow>(
    () => sql`SELECT finished_at AS at, ${ROW} AS row, recipe, state,
        CASE WHEN erased_at IS NULL AND erase_asked_at IS NULL THEN user_id END AS user_id,
        CASE WHEN state = 'completed' THEN coalesce(counted, count) ELSE 0 END AS pictures,
        ${gpuMsOfEnded(argument<number>('longestMs'))} AS gpu_ms,
        CASE WHEN ${BILLED} THEN ${SPENT} END AS micros,
        CASE WHEN state = 'completed' THEN finished_at - coalesce(accepted_at, created_at) END AS wait_ms
      FROM jobs
      WHERE ${where} finished_at IS NOT NULL AND finished_at < ${argument('until')}
        AND (finished_at, ${ROW}) > (${argument('at')}, ${argument('row')})
      ORDER BY finished_at, ${ROW} LIMIT ${sql.lit(SLICE_ROWS)}`,
  );

const QUERIES = {
  server: ENDED(sql`guild_id = ${argument('guildId')} AND`),
  everywhere: ENDED(sql``),
};

/** Whose jobs, and from when until when they ended, in milliseconds since the epoch. */
export interface EndedIn {
  /** Only of this server. */
  readonly guildId?: string | undefined;
  readonly since: number;
  readonly until: number;
}

/** Jobs that have ended, and whose members charts may name. */
export class EndedJobs {
  readonly #store: Store;
  readonly #longestMs: number;

  /** `longestMs`: what a run that RunPod did not measure counts as at most. */
  constructor(store: Store, longestMs: number) {
    this.#store = store;
    this.#longestMs = longestMs;
  }

  /** Reads jobs in slices, the oldest first. @throws the signal's reason, between two slices. */
  async each(
    { guildId, since, until }: EndedIn,
    add: (job: EndedJob) => void,
    slicing: Slicing,
  ): Promise<void> {
    const query = guildId === undefined ? QUERIES.everywhere : QUERIES.server;
    const args = { guildId, until, longestMs: this.#longestMs };
    const first: TimeCursor = { ...FROM_THE_OLDEST, at: since - 1, row: Number.MAX_SAFE_INTEGER };
    await followSlices(
      first,
      async ({ at, row }: TimeCursor) => {
        const rows = await query.all(this.#store.read, { ...args, at, row });
        for (const one of rows) add(endedJob(one));
        return nextAfter<TimeCursor>(rows, SLICE_ROWS);
      },
      slicing,
    );
  }

  /** Who of these must not be named: members who chose that, and those whose data is being erased. */
  async unnamedAmong(userIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const { read } = this.#store;
    const chose = await read
      .selectFrom('personSettings')
      .select('userId')
      .where('named', '=', 0)
      .where('userId', 'in', userIds)
      .execute();
    const erasing = await read
      .selectFrom('erasures')
      .select('userId')
      .where('userId', 'in', userIds)
      .execute();
    return new Set([...chose, ...erasing].map(({ userId }) => userId));
  }
}

function endedJob({ at, state, userId, micros, waitMs, ...row }: EndedRow): EndedJob {
  return {
    finishedAt: at,
    recipe: row.recipe,
    userId: userId ?? undefined,
    outcome: outcomeOf(state),
    pictures: row.pictures,
    gpuMs: row.gpuMs,
    micros: micros ?? undefined,
    waitMs: waitMs === null ? undefined : Math.max(0, waitMs),
  };
}

function outcomeOf(state: string): EndedJob['outcome'] {
  if (state === 'completed' || state === 'cancelled') return state;
  return 'failed';
}

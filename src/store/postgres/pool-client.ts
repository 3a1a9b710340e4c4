import type { Writable } from 'node:stream';
import type { CompiledQuery, QueryResult } from 'kysely';
import { orFault } from './faults.ts';

/** The answer to a query, as pg gives it. */
interface Answer {
  readonly rows: unknown[];
  readonly rowCount: number | null;
  /** The first word of the command, such as `SELECT`. */
  readonly command: string;
}

/** A connection of a pool's. */
export interface PoolClient {
  /** Where its messages are written, unless it is in this process. */
  readonly connection?: { readonly stream: Writable };
  query(text: string, values?: unknown[]): Promise<Answer>;
  release(isBroken?: boolean): void;
}

/** What is used of a `pg.Pool`. */
export interface Pool {
  /** `max`: how many connections it opens. */
  readonly options?: { readonly max: number };
  connect(): Promise<PoolClient>;
  end(): Promise<void>;
}

/** Runs a compiled query. @throws PostgresFault. */
export async function run<R>(
  client: PoolClient,
  { sql: text, parameters }: CompiledQuery,
): Promise<QueryResult<R>> {
  const result = await orFault(client.query(text, parameters.map(storable)));
  const { rowCount, command } = result;
  // The query's author declares its row type, as with every Kysely driver.
  const rows = result.rows as R[];
  if (command === 'SELECT' || rowCount === null) return { rows };
  return { rows, numAffectedRows: BigInt(rowCount) };
}

function storable(value: unknown): unknown {
  return typeof value === 'string' ? withoutNul(value) : value;
}

/** PostgreSQL stores no NUL in text. */
export function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u{FFFD}') : text;
}

/** Sends what is written in this turn of the event loop at once: system calls cost most of a query. */
export function sendTogether({ connection }: PoolClient): void {
  if (!connection || connection.stream.writableCorked > 0) return;
  const { stream } = connection;
  stream.cork();
  process.nextTick(() => {
    stream.uncork();
  });
}

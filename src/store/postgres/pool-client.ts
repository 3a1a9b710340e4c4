import type { Writable } from 'node:stream';
import type { CompiledQuery, QueryResult } from 'kysely';
import { preparedName } from '../queries.ts';
import { orFault } from './faults.ts';

/** The answer to a query, as pg gives it. */
interface Answer {
  readonly rows: unknown[];
  readonly rowCount: number | null;
  /** The first word of the command, such as `SELECT`. */
  readonly command: string;
}

/** What is sent to the server. */
export interface Statement {
  readonly text: string;
  readonly values?: unknown[];
  /** The server keeps it prepared under this name, and need not parse and plan it again. */
  readonly name?: string | undefined;
}

/** A connection of a pool's. */
export interface PoolClient {
  /** Where its messages are written, unless it is in this process. */
  readonly connection?: { readonly stream: Writable };
  query(statement: Statement): Promise<Answer>;
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
export async function run<R>(client: PoolClient, query: CompiledQuery): Promise<QueryResult<R>> {
  const { sql: text, parameters } = query;
  const statement = { text, values: parameters.map(storable), name: preparedName(query) };
  const result = await orFault(client.query(statement));
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

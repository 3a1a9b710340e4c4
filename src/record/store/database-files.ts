import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { DatabaseError } from './database-error.ts';

/**
 * What SQLite keeps beside a database: its log, the index of that, and what undoes a change that
 * was cut off.
 */
export const BESIDE = ['-wal', '-shm', '-journal'] as const;

/** How a database's header begins, and where it says how the file is written and read. */
const MAGIC = Buffer.from('SQLite format 3\0');
const FORMAT_AT = 18;
const NO_LOG = Buffer.from([1, 1]);

/** @throws DatabaseError where there is something else in the file. To SQLite an empty one is an empty database. */
export function requireDatabase(path: string): void {
  const head = headOf(path, MAGIC.length);
  if (head.length === 0 || head.equals(MAGIC)) return;
  throw new DatabaseError(`${path} is not a database.`);
}

/**
 * Whether a database goes without a write-ahead log, as those that `npm run backup` writes do. The
 * bot's own says otherwise from the moment that it is first opened.
 */
export function isWithoutLog(path: string): boolean {
  const head = headOf(path, FORMAT_AT + NO_LOG.length);
  return head.subarray(0, MAGIC.length).equals(MAGIC) && head.subarray(FORMAT_AT).equals(NO_LOG);
}

/** Its first bytes; fewer where it has fewer. */
function headOf(path: string, bytes: number): Buffer {
  const head = Buffer.alloc(bytes);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

/**
 * SQLite plays every log that lies beside a database into it, and asks neither whose it is nor
 * whether there should be one. Done to a copy, that leaves a mixture of two databases.
 *
 * @throws DatabaseError where a copy lies beside a log, which is another database's.
 */
export function requireOwnLog(path: string): void {
  if (!existsSync(path) || !existsSync(`${path}-wal`) || !isWithoutLog(path)) return;
  throw new DatabaseError(
    `The database ${path} is a copy, and ${path}-wal is the log of another one, which would damage it. Move ${path}-wal and ${path}-shm away, or put the copy back by \`npm run restore -- FILE\`.`,
  );
}

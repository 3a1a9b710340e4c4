import pg from 'pg';
import { PostgresFault, type PostgresFaultKind } from '../unwritable.ts';

const { DatabaseError } = pg;

/** The SQLSTATE of every statement after one that failed in the same transaction. */
export const FAILED = '25P02';
/** The SQLSTATE of a statement that waited too long for a lock. */
export const LOCK_TIMEOUT = '55P03';

/** Whether a connection cannot be used any more after this error. */
export function isBroken(error: unknown): boolean {
  return error instanceof PostgresFault && !(error.cause instanceof DatabaseError);
}

/** @throws PostgresFault for every error. */
export async function orFault<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    const [, kind] = KINDS.find(([codes]) => codes.test(code)) ?? [undefined, 'wrong'];
    throw new PostgresFault(error instanceof DatabaseError ? kind : 'passing', code, error);
  });
}

/** SQLSTATE codes by what they mean: see appendix A of PostgreSQL's manual. */
const KINDS: readonly (readonly [RegExp, PostgresFaultKind])[] = [
  // Serialization failure, deadlock, lock timeout.
  [/^(?:40001|40P01|55P03)$/, 'again'],
  // Connection, authentication, database missing, resources, shutdown or timeout, I/O.
  [/^(?:08|28|3D000|53|57|58)/, 'passing'],
  // Read-only, and a transaction that was idle or open for too long.
  [/^(?:25006|25P03|25P04)$/, 'passing'],
  // A prepared statement is not there: the query before it, which was to prepare it, failed.
  [/^26000$/, 'passing'],
];

import SQLite from 'better-sqlite3';
import { BotError } from '../../errors/errors.ts';

/** An error of SQLite's own. */
export type SqliteError = InstanceType<typeof SQLite.SqliteError>;

/**
 * SQLite's codes for trouble that passes, as with another program or a full disk: another piece of
 * the same transaction may have met it, and not this one.
 */
const PASSING = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|ABORT)/;

/** What whoever waits is told where the database does not take a change. */
export function unwritable(cause: SqliteError): BotError {
  return new BotError('log_unwritable', { cause });
}

/** Whether the database did not take a change, which it may do later. */
export function isUnwritable(error: unknown): boolean {
  const cause = error instanceof BotError && error.code === 'log_unwritable' ? error.cause : error;
  return cause instanceof SQLite.SqliteError && PASSING.test(cause.code);
}

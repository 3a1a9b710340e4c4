import SQLite from 'better-sqlite3';
import { type Clock, systemClock } from '../engines/clock.ts';
import { BotError } from '../errors/errors.ts';
import type { Logger } from '../logger/logger.ts';

/** An error from SQLite. */
export type SqliteError = InstanceType<typeof SQLite.SqliteError>;

/**
 * SQLite's codes for passing trouble, such as another program's lock or a full disk. Another piece
 * of the same transaction may have caused it.
 */
const PASSING = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|ABORT)/;

/**
 * What PostgreSQL's errors mean. `again`: another transaction was in the way, so the same one may
 * succeed at once. `passing`: the server, its disk or the connection fails at the moment. `wrong`:
 * the statement is, whenever it runs.
 */
export type PostgresFaultKind = 'again' | 'passing' | 'wrong';

/** An error from PostgreSQL, or from the connection to it. */
export class PostgresFault extends Error {
  override readonly name = 'PostgresFault';
  readonly kind: PostgresFaultKind;
  /** The SQLSTATE, or the system's code. */
  readonly code: string;

  constructor(kind: PostgresFaultKind, code: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`PostgreSQL: ${reason} (${code})`, { cause });
    this.kind = kind;
    this.code = code;
  }
}

/** The error for callers whose change the database rejects. */
export function unwritable(cause: SqliteError | PostgresFault): BotError {
  return new BotError('log_unwritable', { cause });
}

/** The error for callers whose change may be committed or not, since its COMMIT was not answered. */
export class OutcomeUnknown extends BotError {
  /** Whether it is committed, once the database says so. Rejects if the bot stops before. */
  readonly isCommitted: Promise<boolean>;

  constructor(cause: PostgresFault, isCommitted: Promise<boolean>) {
    super('outcome_unknown', { cause });
    this.isCommitted = isCommitted;
  }
}

/** Whether the database rejected a change that may succeed later, or has not said. */
export function isUnwritable(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return true;
  const cause = error instanceof BotError && error.code === 'log_unwritable' ? error.cause : error;
  if (cause instanceof PostgresFault) return cause.kind !== 'wrong';
  return cause instanceof SQLite.SqliteError && PASSING.test(cause.code);
}

const PERSIST_PAUSE_MS = 1_000;

export interface PersistContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly halt: AbortSignal;
}

/**
 * Writes what no other place records: retries every second while the database is locked or the disk
 * is full, until the bot stops. @throws the signal's reason, or any other error.
 */
export async function persist<T>(
  { clock, halt, logger }: PersistContext,
  write: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      if (tries === 1) logger.error({ err: error }, 'the job log cannot be written; retrying');
      await clock.sleep(PERSIST_PAUSE_MS, halt);
    }
  }
}

/**
 * How long to wait for another program's lock, and for the slow disk it writes to. Discord allows 3
 * s for a response.
 */
export const LOCK_TIMEOUT_MS = 1_000;
const RETRY_MS = 10;
/** Counts tries instead of time: a stall of this process says nothing about the other's lock. */
const MOST_TRIES = LOCK_TIMEOUT_MS / RETRY_MS;

/** Whether another program's lock was in the way. */
export function isLocked(error: unknown): boolean {
  return error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/**
 * Retries every few milliseconds while another program holds the lock, without blocking the event
 * loop. The connection itself must not wait (`busy_timeout` 0).
 *
 * @throws the last error.
 */
export async function retryWhileLocked<T>(
  attempt: () => T,
  clock: Clock = systemClock,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return attempt();
    } catch (error) {
      if (!isLocked(error) || tries >= MOST_TRIES) throw error;
    }
    await clock.sleep(RETRY_MS);
  }
}

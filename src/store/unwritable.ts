import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import type { Clock } from '../engines/clock.ts';
import { BotError } from '../errors/errors.ts';
import type { Logger } from '../logger/logger.ts';

/** An error of SQLite's own. */
export type SqliteError = InstanceType<typeof SQLite.SqliteError>;

/**
 * SQLite's codes for trouble that passes, as with another program or a full disk: another piece of
 * the same transaction may have met it, and not this one.
 */
const PASSING = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|ABORT)/;

/** The error for callers whose change the database refuses. */
export function unwritable(cause: SqliteError): BotError {
  return new BotError('log_unwritable', { cause });
}

/** Whether the database did not take a change, which it may do later. */
export function isUnwritable(error: unknown): boolean {
  const cause = error instanceof BotError && error.code === 'log_unwritable' ? error.cause : error;
  return cause instanceof SQLite.SqliteError && PASSING.test(cause.code);
}

const PERSIST_PAUSE_MS = 1_000;

export interface PersistContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly halt: AbortSignal;
}

/**
 * Writes down what is known nowhere else: tries again once a second for as long as the database is
 * locked or the disk full, until the bot has to stop. @throws the signal's reason, or any other
 * error.
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
      if (tries === 1) logger.error({ err: error }, 'the job log cannot be written, and has to be');
      await clock.sleep(PERSIST_PAUSE_MS, halt);
    }
  }
}

/**
 * How long to wait for another program's lock, and for the slow disk that it writes to: Discord waits
 * 3 s for an answer.
 */
export const LOCK_PATIENCE_MS = 1_000;
const LOOK_AGAIN_MS = 10;
/** Counted rather than timed: what held up this process says nothing about the other's lock. */
const MOST_LOOKS = LOCK_PATIENCE_MS / LOOK_AGAIN_MS;

/** Whether another program's lock was in the way. */
export function isLocked(error: unknown): boolean {
  return error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/**
 * Tries at once, and again every few milliseconds where another program's lock is in the way, without
 * holding up the event loop. The connection itself is to wait for nothing (`busy_timeout` 0).
 *
 * @throws what the last try throws.
 */
export async function outlastLock<T>(attempt: () => T): Promise<T> {
  for (let looks = 1; ; looks += 1) {
    try {
      return attempt();
    } catch (error) {
      if (!isLocked(error) || looks >= MOST_LOOKS) throw error;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

import SQLite from 'better-sqlite3';
import type { Clock } from '../clock.ts';
import { BotError } from '../errors/errors.ts';
import type { Logger } from '../logger/logger.ts';

const PAUSE_MS = 1_000;

/**
 * SQLite's codes for what another program or a full disk does, and what passes with it: a piece of
 * the same transaction may have met it, and not this one.
 */
const PASSING = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|ABORT)/;

export interface PersistContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly halt: AbortSignal;
}

/**
 * Writes down what is known nowhere else: tries again once a second for as long as the database is
 * locked or the disk full, until the bot has to stop. @throws the signal's reason, or what is no
 * such error.
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
      await clock.sleep(PAUSE_MS, halt);
    }
  }
}

/** Whether the database did not take a change, which it may do later. */
export function isUnwritable(error: unknown): boolean {
  const cause = error instanceof BotError && error.code === 'log_unwritable' ? error.cause : error;
  return cause instanceof SQLite.SqliteError && PASSING.test(cause.code);
}

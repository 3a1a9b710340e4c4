import SQLite from 'better-sqlite3';
import type { Clock } from '../clock.ts';
import { BotError } from '../errors.ts';

const TRIES = 60;
const PAUSE_MS = 1_000;

/**
 * Writes down what is known nowhere else, for as long as a database that is locked or full may
 * take to come round: a minute. @throws what the last try threw.
 */
export async function persist<T>(
  { clock, halt }: { readonly clock: Clock; readonly halt: AbortSignal },
  write: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isUnwritable(error) || tries === TRIES) throw error;
      await clock.sleep(PAUSE_MS, halt);
    }
  }
}

/** Whether the database did not take a change, which it may do later. */
export function isUnwritable(error: unknown): boolean {
  return (
    error instanceof SQLite.SqliteError ||
    (error instanceof BotError && error.code === 'log_unwritable')
  );
}

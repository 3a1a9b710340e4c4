import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';

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

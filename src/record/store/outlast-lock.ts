import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';

/** How long to wait for another program's lock: Discord waits 3 s for an answer. */
export const LOCK_PATIENCE_MS = 250;
const LOOK_AGAIN_MS = 10;

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
  let until: number | undefined;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      until ??= performance.now() + LOCK_PATIENCE_MS;
      if (!isLocked(error) || performance.now() >= until) throw error;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import type { Job } from '../../src/jobs/job.ts';

/**
 * Locks a database as another program does that writes into it, or that lets nobody else in. Gives
 * what ends that.
 */
export function lock(
  path: string,
  kind: 'IMMEDIATE' | 'EXCLUSIVE' = 'IMMEDIATE',
): () => Promise<void> {
  const other = new SQLite(path);
  other.exec(`BEGIN ${kind}`);
  const release = () => {
    other.close();
    return Promise.resolve();
  };
  onTestFinished(release);
  return release;
}

/** Leaves a database no room for one more event, as a full disk does. Gives what ends that. */
export async function fill(db: Database, { id: jobId }: Job): Promise<() => Promise<void>> {
  const { rows } = await sql<{ pageCount: number }>`PRAGMA page_count`.execute(db);
  const limit = (pages: number) => sql`PRAGMA max_page_count = ${sql.lit(pages)}`.execute(db);
  await limit(rows[0]?.pageCount ?? 0);
  const filler = { jobId, at: 0, fromState: null, toState: 'filled', cause: 'filler' };
  try {
    for (;;) await db.insertInto('jobEvents').values(filler).execute();
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError) || error.code !== 'SQLITE_FULL') throw error;
  }
  return async () => {
    await limit(1_073_741_823);
  };
}

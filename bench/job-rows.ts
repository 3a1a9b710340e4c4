import { closeSync, fsyncSync, openSync } from 'node:fs';
import SQLite from 'better-sqlite3';

/** SQL expressions by column, in which `n` counts from 1. All other columns are as in the row that is copied. */
export type Differences = Readonly<Record<string, string>>;

/**
 * Copies one row of the jobs table, which the bot itself has written, as often as wanted. Nobody
 * else may have the database open. Indexes are rebuilt afterwards, which is faster.
 */
export function copyJob(
  path: string,
  { pattern, times, differences }: { pattern: string; times: number; differences: Differences },
): void {
  const database = new SQLite(path);
  try {
    // The file is thrown away if this fails.
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.pragma('cache_size = -262144');
    const indexes = database
      .prepare<[], { name: string; sql: string }>(
        `SELECT name, sql FROM sqlite_master
         WHERE type = 'index' AND tbl_name = 'jobs' AND sql IS NOT NULL`,
      )
      .all();
    const many = times > 50_000;
    if (many) for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`);
    const columns = database
      .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('jobs')`)
      .all()
      .map(({ name }) => name);
    const values = columns.map((name) => differences[name] ?? `pattern."${name}"`);
    database
      .prepare(
        `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
         INSERT INTO jobs (${columns.map((name) => `"${name}"`).join(', ')})
         SELECT ${values.join(', ')} FROM numbers
         CROSS JOIN (SELECT * FROM jobs WHERE id = ?) AS pattern`,
      )
      .run(times, pattern);
    if (many) for (const { sql } of indexes) database.exec(sql);
  } finally {
    database.close();
  }
  onDisk(path);
}

/** What is still being written out would be in the way of whatever is measured next. */
function onDisk(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** Gives every job of a person the events that one of their jobs has. */
export function copyEvents(path: string, pattern: string, userId: string): void {
  const database = new SQLite(path);
  try {
    database
      .prepare(
        `INSERT INTO job_events (job_id, at, from_state, to_state, cause)
         SELECT jobs.id, jobs.created_at, from_state, to_state, cause
         FROM jobs CROSS JOIN (SELECT * FROM job_events WHERE job_id = ?)
         WHERE user_id = ?`,
      )
      .run(pattern, userId);
  } finally {
    database.close();
  }
}

/** Runs a query while the bot runs, or after it. */
export function queryJobs<T>(path: string, sql: string, ...values: readonly unknown[]): T[] {
  const database = new SQLite(path, { readonly: true });
  try {
    return database.prepare<unknown[], T>(sql).all(...values);
  } finally {
    database.close();
  }
}

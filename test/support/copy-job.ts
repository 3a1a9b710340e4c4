import SQLite from 'better-sqlite3';

/** Puts so many jobs beside one, like it in all but what has to be unique: `copy1`, `copy2`, … */
export function copyJob(path: string, id: string, count: number): void {
  const sqlite = new SQLite(path);
  const columns = sqlite
    .prepare<[], string>(`SELECT name FROM pragma_table_info('jobs')`)
    .pluck()
    .all()
    .filter((name) => !['id', 'interaction_id'].includes(name))
    .join();
  sqlite
    .prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
      INSERT INTO jobs (id, interaction_id, ${columns})
      SELECT 'copy' || n, 'copy' || n, ${columns} FROM jobs, numbers WHERE id = ?`,
    )
    .run(count, id);
  sqlite.close();
}

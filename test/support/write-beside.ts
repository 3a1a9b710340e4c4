import SQLite from 'better-sqlite3';

/** Changes a database that a bot is at work with, as nothing that a person can do would. */
export function writeBeside(path: string, statement: string, ...values: readonly unknown[]): void {
  const database = new SQLite(path, { timeout: 5_000 });
  database.prepare(statement).run(...values);
  database.close();
}

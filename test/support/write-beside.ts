import SQLite from 'better-sqlite3';
import { inject } from 'vitest';
import { queryPostgres } from './postgres-databases.ts';

type Values = readonly unknown[];

/** Changes a database that a bot is at work with, as nothing that a person can do would. */
export async function writeBeside(path: string, statement: string, ...values: Values) {
  if (inject('postgres')) {
    await queryPostgres(path, statement, values);
    return;
  }
  const database = new SQLite(path, { timeout: 5_000 });
  database.prepare(statement).run(...values);
  database.close();
}

/** Reads from a database that a bot is at work with. The names of columns stay as they are. */
export async function readBeside(path: string, query: string, ...values: Values) {
  if (inject('postgres')) return queryPostgres(path, query, values);
  const database = new SQLite(path, { readonly: true });
  const rows = database.prepare(query).all(...values);
  database.close();
  return rows;
}

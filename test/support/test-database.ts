import { inject } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../src/store/database.ts';
import { openPostgresFor } from './postgres-databases.ts';

/** Opens the database of this path: on PostgreSQL if the tests run there, else on SQLite. */
export function openTestDatabase(path: string): OpenDatabase {
  return inject('postgres') ? openPostgresFor(path) : openDatabase(path);
}

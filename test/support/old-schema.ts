import type SQLite from 'better-sqlite3';
import { migrate } from '../../src/store/database.ts';
import { history } from '../../src/store/migrations.ts';
import { schemaFour } from './schema-four.ts';

/** The versions of databases that are upgraded, and the present one. */
export const SCHEMAS: readonly number[] = [
  history.oldest,
  ...history.steps.map((_, index) => history.oldest + index + 1),
];

/** The version that a step comes from. */
export function schemaBefore(step: string): number {
  return history.oldest + history.steps.indexOf(step);
}

/** Gives an empty database this version of the schema, or takes an older one there, by the steps. */
export function bringToSchema(sqlite: SQLite.Database, version: number): void {
  if (sqlite.pragma('user_version', { simple: true }) === 0) {
    sqlite.exec(schemaFour);
    sqlite.pragma(`user_version = ${history.oldest}`);
  }
  const steps = history.steps.slice(0, version - history.oldest);
  migrate(sqlite, 'some', { ...history, steps });
}

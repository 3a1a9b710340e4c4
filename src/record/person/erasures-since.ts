import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { DatabaseError, requireOwnLog } from '../../store/database-files.ts';
import { knownVersion } from '../../store/database.ts';
import { type KeptOutEntry, keptOutIn } from '../../operator/kept-out.ts';
import { tablesOf } from '../../store/sqlite.ts';
import { migrations } from '../migrations/index.ts';

/** From this schema on there are erasures. */
const WITH_ERASURES = 6;

/** What is to hold in a copy too, as a database has it on record. Times are milliseconds since the epoch. */
export interface TakenBack {
  /** By pseudonym: who had everything erased that they gave up to then. */
  readonly people: ReadonlyMap<string, number>;
  /** The same by their ids, where it was asked for and not all of it is done. */
  readonly asked: ReadonlyMap<string, number>;
  /** Consents that were withdrawn, by job. */
  readonly withdrawn: ReadonlyMap<string, number>;
  /** Whom the operator keeps out, or has let in again. */
  readonly keptOut: readonly KeptOutEntry[];
}

/** A database in which nobody took anything back, or was kept out. */
export const NOTHING_TAKEN_BACK: TakenBack = {
  people: new Map(),
  asked: new Map(),
  withdrawn: new Map(),
  keptOut: [],
};

/**
 * Reads from a database that nobody has open what people took back and whom the operator keeps out, and changes
 * nothing in it.
 *
 * @throws DatabaseError where that cannot be read.
 */
export function takenBackIn(path: string): TakenBack {
  if (!existsSync(path)) return NOTHING_TAKEN_BACK;
  let sqlite: SQLite.Database | undefined;
  try {
    requireOwnLog(path);
    sqlite = new SQLite(path, { readonly: true });
    const version = knownVersion(sqlite, path, migrations.length);
    if (version < WITH_ERASURES) throw new DatabaseError(`it is of an old version (${version})`);
    const tables = tablesOf(sqlite);
    const areOnRecord = tables.includes('erased_people');
    return {
      people: times(
        sqlite,
        areOnRecord
          ? 'SELECT pseudonym, asked_at FROM erased_people'
          : `SELECT user_id, max(coalesce(erase_asked_at, erased_at)) FROM jobs
             WHERE erased_at IS NOT NULL GROUP BY user_id`,
      ),
      asked: times(sqlite, 'SELECT user_id, asked_at FROM erasures'),
      withdrawn: times(
        sqlite,
        'SELECT job_id, withdrawn_at FROM consents WHERE withdrawn_at IS NOT NULL',
      ),
      keptOut: tables.includes('kept_out') ? keptOutIn(sqlite) : [],
    };
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(reason, { cause: error });
  } finally {
    sqlite?.close();
  }
}

/** Rows of a text and a time. */
function times(sqlite: SQLite.Database, question: string): ReadonlyMap<string, number> {
  return new Map(sqlite.prepare<[], [string, number]>(question).raw().all());
}

import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { carryKeptOut, type KeptOutEntry, keptOutIn } from '../../operator/kept-out.ts';
import { DatabaseError, requireOwnLog } from '../../store/database-files.ts';
import { knownVersion } from '../../store/database.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import { tablesOf } from '../../store/sqlite.ts';

/** The first schema with erasures. */
const WITH_ERASURES = 6;

/** A database's record of what to repeat in a backup. Times are milliseconds since the epoch. */
export interface Revocations {
  /** Completed erasures by pseudonym: everything up to that time. */
  readonly people: ReadonlyMap<string, number>;
  /** Unfinished erasures by member id. */
  readonly asked: ReadonlyMap<string, number>;
  /** Withdrawn consents by job. */
  readonly withdrawn: ReadonlyMap<string, number>;
  /** The operator's blocks, set or lifted. */
  readonly keptOut: readonly KeptOutEntry[];
}

/** A database without erasures, withdrawals and blocks. */
export const NO_REVOCATIONS: Revocations = {
  people: new Map(),
  asked: new Map(),
  withdrawn: new Map(),
  keptOut: [],
};

/**
 * Reads erasures, withdrawals and operator blocks from a database that no process has open, without
 * changing it.
 *
 * @throws DatabaseError if it cannot be read.
 */
export function readRevocations(path: string): Revocations {
  if (!existsSync(path)) return NO_REVOCATIONS;
  let sqlite: SQLite.Database | undefined;
  try {
    requireOwnLog(path);
    sqlite = new SQLite(path, { readonly: true });
    const version = knownVersion(sqlite, path);
    if (version < WITH_ERASURES) throw new DatabaseError(`its schema is too old (${version})`);
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

/** All member ids in a database. */
const MEMBER_IDS = `
  SELECT user_id FROM jobs
  UNION SELECT asks_user_id FROM jobs WHERE asks_user_id IS NOT NULL
  UNION SELECT cancelled_by FROM jobs WHERE cancelled_by IS NOT NULL
  UNION SELECT user_id FROM consents
  UNION SELECT reporter_id FROM reports
  UNION SELECT decided_by FROM reports WHERE decided_by IS NOT NULL
  UNION SELECT by_user FROM moderation_events
  UNION SELECT user_id FROM moderation_events WHERE user_id IS NOT NULL
  UNION SELECT blocked_by FROM blocks
  UNION SELECT subject FROM kept_out WHERE kind = 'person' AND lifted_at IS NOT NULL
  UNION SELECT asker_id FROM poster_questions
  UNION SELECT poster_id FROM poster_questions
  UNION SELECT user_id FROM data_copies
  UNION SELECT user_id FROM person_settings
  UNION SELECT user_id FROM person_defaults
  UNION SELECT owner_id FROM presets WHERE owner_kind = 'person'
  UNION SELECT made_by FROM presets WHERE made_by IS NOT NULL`;

/** Keeps the later of two times. */
const LATER = 'DO UPDATE SET asked_at = excluded.asked_at WHERE excluded.asked_at >';

/**
 * Records in a backup which members to erase, as if they had asked there, which consents are
 * withdrawn, and the operator's blocks. Returns how many of each.
 */
export function recordRevocations(
  path: string,
  { people, asked, withdrawn, keptOut }: Revocations,
  pseudonym: Pseudonym,
) {
  const sqlite = new SQLite(path);
  try {
    const known = sqlite
      .prepare<[string], number>('SELECT asked_at FROM erased_people WHERE pseudonym = ?')
      .pluck();
    const ask = sqlite.prepare(
      `INSERT INTO erasures VALUES (?, ?) ON CONFLICT (user_id) ${LATER} erasures.asked_at`,
    );
    const note = sqlite.prepare(
      `INSERT INTO erased_people VALUES (?, ?)
       ON CONFLICT (pseudonym) ${LATER} erased_people.asked_at`,
    );
    const withdraw = sqlite.prepare(
      'UPDATE consents SET withdrawn_at = ? WHERE job_id = ? AND withdrawn_at IS NULL',
    );
    const eraseTries = sqlite.prepare(
      'DELETE FROM safety_tries WHERE person = ? AND tried_at <= ?',
    );
    const erasePause = sqlite.prepare(
      'UPDATE safety_pauses SET count = NULL, appealed = 0 WHERE person = ?',
    );
    const noteAll = sqlite.transaction(() => {
      const blocks = carryKeptOut(sqlite, keptOut);
      const toErase = new Map(asked);
      for (const name of sqlite.prepare<[], string>(MEMBER_IDS).pluck().all()) {
        const alias = pseudonym(name);
        const at = people.get(alias);
        // What the backup has recorded is already done in it.
        if (at !== undefined && at > (known.get(alias) ?? -Infinity)) toErase.set(name, at);
      }
      for (const [name, at] of toErase) ask.run(name, at);
      // Refused prompts and pauses have no ids, so match them by pseudonym.
      for (const [alias, at] of people) {
        eraseTries.run(alias, at);
        erasePause.run(alias);
      }
      // An older backup may have members that this one lacks.
      for (const [alias, at] of people) note.run(alias, at);
      let consents = 0;
      for (const [jobId, at] of withdrawn) consents += withdraw.run(at, jobId).changes;
      return { people: toErase.size, consents, blocks };
    });
    return noteAll();
  } finally {
    sqlite.close();
  }
}

import SQLite from 'better-sqlite3';
import { carryKeptOut } from '../../operator/kept-out.ts';
import type { TakenBack } from './erasures-since.ts';
import type { Pseudonym } from '../../store/pseudonym.ts';

/** Everybody who is named in a database. */
const NAMES = `
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

/** What is to be done in a copy. */
export interface TakenBackAgain {
  readonly people: number;
  readonly consents: number;
  /** Entries about whoever the operator keeps out. */
  readonly blocks: number;
}

/** Keeps the later of two times. */
const LATER = 'DO UPDATE SET asked_at = excluded.asked_at WHERE excluded.asked_at >';

/**
 * Writes down in a copy who is to be erased, as if they had asked here, whose consents are
 * withdrawn, and whom the operator keeps out.
 */
export function noteTakenBack(
  path: string,
  { people, asked, withdrawn, keptOut }: TakenBack,
  pseudonym: Pseudonym,
): TakenBackAgain {
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
      for (const name of sqlite.prepare<[], string>(NAMES).pluck().all()) {
        const alias = pseudonym(name);
        const at = people.get(alias);
        // What the copy itself knows of is done in it.
        if (at !== undefined && at > (known.get(alias) ?? -Infinity)) toErase.set(name, at);
      }
      for (const [name, at] of toErase) ask.run(name, at);
      // Tries and pauses name nobody, so no name of the copy leads to them.
      for (const [alias, at] of people) {
        eraseTries.run(alias, at);
        erasePause.run(alias);
      }
      // An older copy may name those whom this one does not.
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

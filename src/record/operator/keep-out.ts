import { changeBeside, lookBeside } from '../store/beside.ts';
import { openPseudonyms } from '../person/pseudonym.ts';
import { keyFileOf } from '../store/key-file.ts';
import { keptOutIn, type KeptOutEntry, type Subject } from './kept-out-entries.ts';

/**
 * Keeps somebody out, in a database that a bot may be using: at once, and everywhere. False where they are kept out
 * already, whose reason stays.
 *
 * @throws DatabaseError
 */
export function keepOut(
  path: string,
  { kind, id }: Subject,
  { reason, now }: { readonly reason: string; readonly now: number },
): boolean {
  return changeBeside(path, (sqlite) => {
    const { changes } = sqlite
      .prepare(
        `INSERT INTO kept_out (kind, subject, reason, kept_out_at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(kind, id, reason, now);
    return changes > 0;
  });
}

/** Lets them in again. False where they are not kept out. */
export function lift(path: string, { kind, id }: Subject, now: number): boolean {
  return changeBeside(path, (sqlite) => {
    const { changes } = sqlite
      .prepare(
        `UPDATE kept_out SET lifted_at = ?
         WHERE kind = ? AND subject = ? AND lifted_at IS NULL`,
      )
      .run(now, kind, id);
    return changes > 0;
  });
}

/** Ends a member's pause before its time, and forgets their tries. False if they are not paused. */
export function endPause(path: string, userId: string, now: number): boolean {
  return changeBeside(path, (sqlite) => {
    const person = openPseudonyms(keyFileOf(path))(userId);
    sqlite.prepare('DELETE FROM safety_tries WHERE person = ?').run(person);
    const { changes } = sqlite
      .prepare('UPDATE safety_pauses SET ends_at = ? WHERE person = ? AND ends_at > ?')
      .run(now, person, now);
    return changes > 0;
  });
}

/** See {@link keptOutIn}. */
export function keptOutList(path: string): readonly KeptOutEntry[] {
  return lookBeside(path, keptOutIn);
}

import type SQLite from 'better-sqlite3';
import type { KeptOutKind } from './kept-out.ts';

/** A person or a server, by the id that Discord gives it. */
export interface Subject {
  readonly kind: KeptOutKind;
  readonly id: string;
}

/** Times are milliseconds since the epoch. */
export interface KeptOutEntry extends Subject {
  /** In the operator's words. */
  readonly reason: string;
  readonly keptOutAt: number;
  /** Null while it stands. */
  readonly liftedAt: number | null;
}

/** Whoever is kept out, and then whose was lifted, each with the latest first. */
export function keptOutIn(sqlite: SQLite.Database): readonly KeptOutEntry[] {
  return sqlite
    .prepare<[], KeptOutEntry>(
      `SELECT kind, subject AS id, reason, kept_out_at AS "keptOutAt", lifted_at AS "liftedAt"
       FROM kept_out ORDER BY lifted_at IS NOT NULL, kept_out_at DESC, id DESC`,
    )
    .all();
}

/**
 * Has an older copy say what another database says of whoever is kept out: what it has on record of that is lifted where
 * that was, and the rest is added. What it alone knows stays. Gives how many entries that changed.
 */
export function carryKeptOut(sqlite: SQLite.Database, entries: readonly KeptOutEntry[]): number {
  const lift = sqlite.prepare(
    `UPDATE kept_out SET lifted_at = ?
     WHERE kind = ? AND subject = ? AND kept_out_at = ? AND lifted_at IS NULL`,
  );
  const known = sqlite
    .prepare('SELECT 1 FROM kept_out WHERE kind = ? AND subject = ? AND kept_out_at = ?')
    .pluck();
  const add = sqlite.prepare(
    `INSERT INTO kept_out (kind, subject, reason, kept_out_at, lifted_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  let changed = 0;
  // The oldest first: whoever was let in again may be kept out once more.
  for (const { kind, id, reason, keptOutAt, liftedAt } of entries.toSorted(byTime)) {
    const isKnown = known.get(kind, id, keptOutAt) !== undefined;
    if (isKnown && liftedAt !== null) changed += lift.run(liftedAt, kind, id, keptOutAt).changes;
    if (!isKnown) changed += add.run(kind, id, reason, keptOutAt, liftedAt).changes;
  }
  return changed;
}

function byTime(one: KeptOutEntry, other: KeptOutEntry): number {
  return one.keptOutAt - other.keptOutAt;
}

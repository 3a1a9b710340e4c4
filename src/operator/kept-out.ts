import type SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../store/database.ts';
import { keyFileOf, openPseudonyms } from '../store/key-file.ts';
import { type DatabasePlace, readBeside, writeBeside } from '../store/live-database.ts';
import { personLock } from '../store/locks.ts';
import { argument, PreparedQuery } from '../store/queries.ts';
import type { Store } from '../store/store.ts';

/** What the operator can block. */
const kindOf = z.enum(['person', 'server']);
type KeptOutKind = z.infer<typeof kindOf>;

/** Runs with every interaction. */
const BLOCKED = new PreparedQuery<{ kind: KeptOutKind }>(
  () => sql`SELECT 'person' AS kind FROM kept_out
      WHERE kind = 'person' AND subject = ${argument('userId')} AND lifted_at IS NULL
    UNION ALL SELECT 'server' FROM kept_out
      WHERE kind = 'server' AND subject = ${argument('guildId')} AND lifted_at IS NULL`,
);

/** The operator's blocks, made by `npm run block` in another process. */
export class KeptOut {
  readonly #db: Database;

  constructor({ read }: Pick<Store, 'read'>) {
    this.#db = read;
  }

  /** Whether the member or the server is blocked: the member if both are. */
  async whichOf(userId: string, guildId: string | undefined): Promise<KeptOutKind | undefined> {
    const row = await BLOCKED.first(this.#db, { userId, guildId: guildId ?? null });
    return row?.kind;
  }
}

/** Erases a member's lifted blocks. Current ones must stay. */
export async function eraseLifted(trx: Database, userId: string): Promise<boolean> {
  await trx
    .deleteFrom('keptOut')
    .where('kind', '=', 'person')
    .where('subject', '=', userId)
    .where('liftedAt', 'is not', null)
    .execute();
  return false;
}

/** A member or a server, by Discord id. */
export interface Subject {
  readonly kind: KeptOutKind;
  readonly id: string;
}

/** Times are milliseconds since the epoch. */
export interface KeptOutEntry extends Subject {
  /** In the operator's words. */
  readonly reason: string;
  readonly keptOutAt: number;
  /** Null while the block stands. */
  readonly liftedAt: number | null;
}

/** Current blocks, then lifted ones, each newest first. */
export function keptOutIn(sqlite: SQLite.Database): readonly KeptOutEntry[] {
  return sqlite
    .prepare<[], KeptOutEntry>(
      `SELECT kind, subject AS id, reason, kept_out_at AS "keptOutAt", lifted_at AS "liftedAt"
       FROM kept_out ORDER BY lifted_at IS NOT NULL, kept_out_at DESC, id DESC`,
    )
    .all();
}

/**
 * Carries blocks from another database into a backup: lifts those that were lifted since, and adds
 * the missing ones. Blocks that only the backup has stay. Returns the number of changed entries.
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
  // Oldest first: a member may be blocked again after a lift.
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

/**
 * Blocks a member or server at once and everywhere. A bot may be using the database. False if
 * already blocked: the recorded reason stays.
 *
 * @throws DatabaseError
 */
export function keepOut(
  place: DatabasePlace,
  { kind, id }: Subject,
  { reason, now }: { readonly reason: string; readonly now: number },
): Promise<boolean> {
  return writeBeside(place, async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('keptOut')
      .values({ kind, subject: id, reason, keptOutAt: now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  });
}

/** Lifts a block. False if there is none. */
export function lift(place: DatabasePlace, { kind, id }: Subject, now: number): Promise<boolean> {
  return writeBeside(place, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('keptOut')
      .set({ liftedAt: now })
      .where('kind', '=', kind)
      .where('subject', '=', id)
      .where('liftedAt', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  });
}

/** Ends a member's pause early, and deletes their tries. False if they are not paused. */
export function endPause(place: DatabasePlace, userId: string, now: number): Promise<boolean> {
  return writeBeside(place, async (trx, locks) => {
    const person = openPseudonyms(keyFileOf(place.databasePath))(userId);
    await locks.hold(personLock(userId));
    await trx.deleteFrom('safetyTries').where('person', '=', person).execute();
    const { numUpdatedRows } = await trx
      .updateTable('safetyPauses')
      .set({ endsAt: now })
      .where('person', '=', person)
      .where('endsAt', '>', now)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  });
}

/** See {@link keptOutIn}. */
export function keptOutList(place: DatabasePlace): Promise<readonly KeptOutEntry[]> {
  return readBeside(place, keptOutBlocks);
}

async function keptOutBlocks(db: Database): Promise<readonly KeptOutEntry[]> {
  const rows = await db
    .selectFrom('keptOut')
    .select(['id', 'kind', 'subject', 'reason', 'keptOutAt', 'liftedAt'])
    .orderBy('keptOutAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const entries = rows.map(({ kind, subject, reason, keptOutAt, liftedAt }) => {
    return { kind: kindOf.parse(kind), id: subject, reason, keptOutAt, liftedAt };
  });
  const current = entries.filter(({ liftedAt }) => liftedAt === null);
  return [...current, ...entries.filter(({ liftedAt }) => liftedAt !== null)];
}

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

/**
 * Carries blocks from another database into a backup: lifts those that were lifted since, and adds
 * the missing ones. Blocks that only the backup has stay. Returns the number of changed entries.
 */
export async function carryKeptOut(
  trx: Database,
  entries: readonly KeptOutEntry[],
): Promise<number> {
  const keyOf = ({ kind, id, keptOutAt }: KeptOutEntry) => `${kind} ${id} ${keptOutAt}`;
  const known = new Set((await keptOutIn(trx)).map(keyOf));
  let changed = 0;
  // Oldest first: a member may be blocked again after a lift.
  for (const entry of entries.toSorted(byTime)) {
    changed += await (known.has(keyOf(entry)) ? carryLift(trx, entry) : carryBlock(trx, entry));
  }
  return changed;
}

async function carryLift(
  trx: Database,
  { kind, id, keptOutAt, liftedAt }: KeptOutEntry,
): Promise<number> {
  if (liftedAt === null) return 0;
  const { numUpdatedRows } = await trx
    .updateTable('keptOut')
    .set({ liftedAt })
    .where('kind', '=', kind)
    .where('subject', '=', id)
    .where('keptOutAt', '=', keptOutAt)
    .where('liftedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

async function carryBlock(
  trx: Database,
  { kind, id, reason, keptOutAt, liftedAt }: KeptOutEntry,
): Promise<number> {
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto('keptOut')
    .values({ kind, subject: id, reason, keptOutAt, liftedAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows);
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

/** See {@link keptOutIn}. @throws DatabaseError */
export function keptOutList(place: DatabasePlace): Promise<readonly KeptOutEntry[]> {
  return readBeside(place, keptOutIn);
}

/** Current blocks, then lifted ones, each newest first. */
export async function keptOutIn(db: Database): Promise<readonly KeptOutEntry[]> {
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

import { SnowflakeUtil } from 'discord.js';
import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { Database } from '../../store/database.ts';
import { personLock, serverLock } from '../../store/locks.ts';
import { argument, deleteSome, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import {
  afterSighting,
  type Entitlement,
  isValid,
  type KeptEntitlement,
  type Sighting,
  type Skus,
} from '../premium.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * How long an older description of an entitlement may arrive after a newer one: the gateway repeats events
 * after a pause, and a process that stood still goes on.
 */
const LATE_MS = DAY_MS;

/** Pauses between attempts to tell Discord that an entitlement is credited: three days in all. */
const PAUSES_MS = [60_000, 300_000, 1_800_000, DAY_MS / 12, DAY_MS / 4, DAY_MS / 2, DAY_MS, DAY_MS];

/** Entitlements to consume at Discord in one go. */
const MOST_DUE = 20;

type Row = Readonly<
  Pick<KeptEntitlement, 'startsAt' | 'endsAt' | 'asOf'> & {
    id: string;
    credits: number;
    spent: number;
    deleted: number;
    consumed: number;
  }
>;

/** What became of an entitlement. */
export type Noted =
  /** Credits were added, once. */
  | { readonly what: 'credited'; readonly id: string; readonly credits: number }
  /** Deleted with so many credits left, which are gone. */
  | { readonly what: 'withdrawn'; readonly id: string; readonly credits: number }
  | { readonly what: 'changed'; readonly id: string };

/** A credited entitlement that is to be consumed at Discord. */
export interface Unconsumed {
  readonly id: string;
  readonly consumeAt: number;
  /** Attempts so far. */
  readonly consumeTries: number;
}

const BY_IDS = (db: Database, ids: readonly string[]) =>
  db
    .selectFrom('entitlements')
    .select(['id', 'startsAt', 'endsAt', 'asOf', 'deleted', 'consumed', 'credits', 'spent'])
    .where('id', 'in', ids)
    .execute();

const DUE = new PreparedQuery<Unconsumed>(
  () => sql`SELECT id, consume_at, consume_tries FROM entitlements
    WHERE consume_at <= ${argument('now')} ORDER BY consume_at LIMIT ${sql.lit(MOST_DUE)}`,
);

/**
 * What Discord says that members and servers are entitled to: one row for each entitlement to a configured SKU.
 * Credits are added with the row, so an entitlement is credited once, however often and wherever it is
 * seen.
 */
export class Entitlements {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #skus: Skus;

  constructor(store: Store, clock: Clock, skus: Skus) {
    this.#store = store;
    this.#clock = clock;
    this.#skus = skus;
  }

  /** Which SKUs count. */
  get skuIds(): readonly string[] {
    return Object.keys(this.#skus);
  }

  /**
   * Those of the entitlements that have changed, or are new and of configured SKUs. A SKU may be taken out of the
   * configuration: what was credited of it stays, and so do its refunds.
   */
  async news(seen: readonly Entitlement[], sighting: Sighting): Promise<readonly Entitlement[]> {
    if (seen.length === 0) return [];
    const rows = new Map(
      (
        await BY_IDS(
          this.#store.read,
          seen.map(({ id }) => id),
        )
      ).map((row) => [row.id, row]),
    );
    const now = this.#clock.now();
    return seen.filter((one) => {
      const row = rows.get(one.id);
      if (row) return afterSighting(keptOf(row), one, sighting);
      return Object.hasOwn(this.#skus, one.skuId) && isKept(one, this.#skus, now);
    });
  }

  /** Records an entitlement as it was seen. `undefined` if nothing changes, as an older sighting changes nothing. */
  note(seen: Entitlement, sighting: Sighting): Promise<Noted | undefined> {
    return this.#store.write(async (trx, locks) => {
      const { owner } = seen;
      // What is spent is decided under the member's.
      await locks.hold('userId' in owner ? personLock(owner.userId) : serverLock(owner.guildId));
      const [row] = await BY_IDS(trx, [seen.id]);
      const now = this.#clock.now();
      return row
        ? noteChange(trx, { row, seen, sighting }, now)
        : noteNew(trx, { seen, sighting, skus: this.#skus }, now);
    }, 'person');
  }

  /** Some of the credited entitlements that are to be consumed now. */
  unconsumed(): Promise<readonly Unconsumed[]> {
    return DUE.all(this.#store.read, { now: this.#clock.now() });
  }

  /**
   * Claims the next attempt to tell Discord, so that one process makes it, and a restart goes on. `given_up`:
   * that was the last one before. `undefined`: another process has claimed it, or it is done.
   */
  claim({ id, consumeAt, consumeTries }: Unconsumed): Promise<'claimed' | 'given_up' | undefined> {
    const pause = PAUSES_MS[consumeTries];
    const next = pause === undefined ? null : this.#clock.now() + pause;
    return this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('entitlements')
        .set((eb) => ({ consumeAt: next, consumeTries: eb('consumeTries', '+', 1) }))
        .where('id', '=', id)
        .where('consumeAt', '=', consumeAt)
        .where('consumeTries', '=', consumeTries)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return undefined;
      return next === null ? 'given_up' : 'claimed';
    });
  }

  /** Discord knows that it is credited. */
  async noteConsumed(id: string): Promise<void> {
    await this.#store.write(async (trx) => {
      await trx
        .updateTable('entitlements')
        .set({ consumed: 1, consumeAt: null, changedAt: this.#clock.now() })
        .where('id', '=', id)
        .where('consumed', '=', 0)
        .execute();
    });
  }
}

function keptOf({ deleted, consumed, ...row }: Row): KeptEntitlement {
  return { ...row, deleted: deleted === 1, consumed: consumed === 1 };
}

function creditsOf(skuId: string, skus: Skus): number {
  return (Object.hasOwn(skus, skuId) ? skus[skuId]?.credits : undefined) ?? 0;
}

/** Whether an entitlement gives anything when it is first seen. Consumed ones were credited, in another database. */
function givesAnything(seen: Entitlement, skus: Skus, now: number): boolean {
  const isOver = seen.endsAt !== null && seen.endsAt <= now;
  return !seen.deleted && !isOver && !(seen.consumed && creditsOf(seen.skuId, skus) > 0);
}

/**
 * Whether to keep an entitlement that is first seen. One that is over gets a row as well while an older
 * description of it may arrive.
 */
function isKept(seen: Entitlement, skus: Skus, now: number): boolean {
  const madeAt = Number(SnowflakeUtil.deconstruct(seen.id).timestamp);
  return givesAnything(seen, skus, now) || now - madeAt < LATE_MS;
}

async function noteNew(
  trx: Database,
  {
    seen,
    sighting,
    skus,
  }: { readonly seen: Entitlement; readonly sighting: Sighting; readonly skus: Skus },
  now: number,
): Promise<Noted | undefined> {
  const { id, skuId, owner, startsAt, endsAt, deleted, consumed } = seen;
  if (!isKept(seen, skus, now)) return undefined;
  const credits = givesAnything(seen, skus, now) ? creditsOf(skuId, skus) : 0;
  await trx
    .insertInto('entitlements')
    .values({
      id,
      skuId,
      userId: 'userId' in owner ? owner.userId : null,
      guildId: 'guildId' in owner ? owner.guildId : null,
      startsAt,
      endsAt,
      asOf: sighting.asOf,
      deleted: Number(deleted),
      consumed: Number(consumed),
      credits,
      consumeAt: credits > 0 ? now : null,
      changedAt: now,
    })
    .execute();
  return credits > 0 ? { what: 'credited', id, credits } : { what: 'changed', id };
}

async function noteChange(
  trx: Database,
  {
    row,
    seen,
    sighting,
  }: { readonly row: Row; readonly seen: Entitlement; readonly sighting: Sighting },
  now: number,
): Promise<Noted | undefined> {
  const { id } = row;
  const kept = keptOf(row);
  const next = afterSighting(kept, seen, sighting);
  if (!next) return undefined;
  const { startsAt, endsAt, asOf, deleted, consumed } = next;
  await trx
    .updateTable('entitlements')
    .set({
      startsAt,
      endsAt,
      asOf,
      // Never back to 0: what was consumed meanwhile takes no lock.
      ...(deleted && { deleted: 1 }),
      ...(consumed && { consumed: 1 }),
      ...((deleted || consumed) && { consumeAt: null }),
      changedAt: now,
    })
    .where('id', '=', id)
    .execute();
  const credits = row.credits - row.spent;
  const isWithdrawn = isValid(kept, now) && !isValid(next, now) && credits > 0;
  return isWithdrawn ? { what: 'withdrawn', id, credits } : { what: 'changed', id };
}

/**
 * Forgets some entitlements that give nothing any more and have not changed since that time. Returns how
 * many. One that is not consumed yet stays, since it would be credited again.
 */
export function forgetEntitlements(
  { trx }: { readonly trx: Database },
  before: number,
): Promise<number> {
  return deleteSome(
    trx,
    ['entitlements', 'id'],
    sql`changed_at < ${before} AND (deleted = 1 OR ends_at < ${before}
        OR (credits > 0 AND spent >= credits AND consumed = 1))
      AND NOT EXISTS (SELECT 1 FROM job_credits WHERE entitlement_id = entitlements.id)`,
  );
}

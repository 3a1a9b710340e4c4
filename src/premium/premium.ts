import type { Allowance } from '../rules/rule.ts';

/** What a SKU raises for as long as its entitlement is valid. Added to a member's limits of a day. */
export interface Raise {
  readonly picturesADay?: number;
  readonly gpuSecondsADay?: number;
}

/** What an entitlement to a SKU gives: a raise, or pictures to make once, whenever. */
export type Grant = Raise & { readonly credits?: number };

/** The grants by the ids of their SKUs. Empty: premium is off. */
export type Skus = Readonly<Record<string, Grant>>;

/** Whether premium is on. */
export function isOffered(skus: Skus): boolean {
  return Object.keys(skus).length > 0;
}

/** The limits that premium raises. */
export const RAISED_LIMITS = ['picturesADay', 'gpuSecondsADay'] as const;

/** An entitlement as Discord describes it. Times are in milliseconds since the epoch. */
export interface Entitlement {
  readonly id: string;
  readonly skuId: string;
  /** Whose it is: a member's, or all members' of a server. */
  readonly owner: { readonly userId: string } | { readonly guildId: string };
  readonly startsAt: number | null;
  /** When it ends or ended, if Discord says. */
  readonly endsAt: number | null;
  /** Refunded or removed. */
  readonly deleted: boolean;
  /** Discord was told that it is credited. */
  readonly consumed: boolean;
}

/** Where an entitlement was seen. */
export interface Sighting {
  /** When Discord described it so, at the earliest, by Discord's clock. */
  readonly asOf: number;
  /** Whether it is Discord's own list, which alone may say that an ended entitlement has not ended. */
  readonly isList: boolean;
}

/** What is kept of an entitlement, as far as Discord changes it. */
export type KeptEntitlement = Omit<Entitlement, 'id' | 'skuId' | 'owner'> & {
  readonly asOf: number;
};

/**
 * An entitlement after another sighting; `undefined` if it stays as it is. Sightings may come twice and
 * in any order. Deleted and consumed are for good. Otherwise the later one holds, but one that knows no end
 * does not undo an end: events and interactions may show what Discord has just changed.
 */
export function afterSighting(
  kept: KeptEntitlement,
  seen: Omit<KeptEntitlement, 'asOf'>,
  { asOf, isList }: Sighting,
): KeptEntitlement | undefined {
  const isLater = asOf > kept.asOf || (asOf === kept.asOf && seen.endsAt !== null);
  const undoesEnd = kept.endsAt !== null && seen.endsAt === null && !isList;
  const times =
    isLater && !undoesEnd
      ? { startsAt: seen.startsAt, endsAt: seen.endsAt, asOf }
      : { startsAt: kept.startsAt, endsAt: kept.endsAt, asOf: kept.asOf };
  const next = {
    ...times,
    deleted: kept.deleted || seen.deleted,
    consumed: kept.consumed || seen.consumed,
  };
  const isSame =
    next.startsAt === kept.startsAt &&
    next.endsAt === kept.endsAt &&
    next.deleted === kept.deleted &&
    next.consumed === kept.consumed;
  return isSame ? undefined : next;
}

/** Whether an entitlement counts at a time. */
export function isValid(
  { startsAt, endsAt, deleted }: Omit<KeptEntitlement, 'asOf' | 'consumed'>,
  now: number,
): boolean {
  return !deleted && (startsAt ?? now) <= now && (endsAt === null || endsAt > now);
}

/** Credits that are left of an entitlement. */
export interface Credits {
  readonly entitlementId: string;
  readonly credits: number;
}

/** What premium gives a member in a server. */
export interface Premium {
  readonly raise: Raise;
  /** Credits to use, oldest entitlement first. */
  readonly credits: readonly Credits[];
}

export const NO_PREMIUM: Premium = Object.freeze({ raise: {}, credits: [] });

/** The raises of these SKUs together. One that is there twice counts once. */
export function raiseOf(skuIds: readonly string[], skus: Skus): Raise {
  const grants = [...new Set(skuIds)].map((id) => (Object.hasOwn(skus, id) ? skus[id] : undefined));
  const sum = (limit: (typeof RAISED_LIMITS)[number]) =>
    grants.reduce((all, grant) => all + (grant?.[limit] ?? 0), 0);
  const raised = RAISED_LIMITS.map((limit) => [limit, sum(limit)] as const);
  return Object.fromEntries(raised.filter(([, by]) => by > 0));
}

/**
 * What a member may do with premium: a limit of a day is raised by a number. One of 0 forbids, and stays;
 * without one there is nothing to raise. Never for what a server as a whole may do.
 */
export function raised(own: Allowance, raise: Raise): Allowance {
  const changes = RAISED_LIMITS.flatMap((limit) => {
    const deciding = own[limit];
    const by = raise[limit];
    if (!deciding || deciding.value === 0 || by === undefined) return [];
    return [[limit, { ...deciding, value: deciding.value + by }] as const];
  });
  return changes.length === 0 ? own : { ...own, ...Object.fromEntries(changes) };
}

/** How many credits there are. */
export function sumOf(credits: readonly Credits[]): number {
  return credits.reduce((sum, one) => sum + one.credits, 0);
}

/**
 * The credits that pictures need beyond what a day's limit leaves, oldest entitlement first. `undefined` if
 * there are too few, or the limit forbids pictures.
 */
export function creditsFor(
  { pictures, most, used }: { readonly pictures: number; readonly most: number; used: number },
  available: readonly Credits[],
): readonly Credits[] | undefined {
  let missing = pictures - Math.max(0, most - used);
  if (missing <= 0) return [];
  if (most === 0 || missing > sumOf(available)) return undefined;
  return available.flatMap(({ entitlementId, credits: left }) => {
    const credits = Math.min(left, missing);
    missing -= credits;
    return credits > 0 ? [{ entitlementId, credits }] : [];
  });
}

/**
 * The credits of an ended job that stay used: those for counted pictures beyond what the day's limit left. So
 * pictures that it did not make give back credits first.
 */
export function creditsKept({
  credits,
  count,
  counted,
}: {
  readonly credits: number;
  /** Pictures that it was asked for. */
  readonly count: number;
  /** Those that count now. */
  readonly counted: number;
}): number {
  return Math.max(0, Math.min(credits, counted - (count - credits)));
}

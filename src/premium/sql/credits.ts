import { type RawBuilder, sql } from 'kysely';
import { OUTSIDE_SERVERS } from '../../rules/outside-servers.ts';
import type { Database } from '../../store/database.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import {
  type Credits,
  isOffered,
  NO_PREMIUM,
  type Premium,
  raiseOf,
  type Skus,
} from '../premium.ts';

/*
 * Credits: pictures that a member may make once, beyond their limit of a day. Each comes from an entitlement,
 * whose row counts how many are spent. So credits that are given back after a refund are not there again.
 */

/** More subscriptions, and packs of credits, of one member or server than count at once. */
const MOST_ENTITLEMENTS = 100;

interface EntitledRow {
  readonly id: string;
  readonly skuId: string;
  readonly credits: number;
  readonly spent: number;
}

const VALID = sql`deleted = 0 AND (starts_at IS NULL OR starts_at <= ${argument('now')})
  AND (ends_at IS NULL OR ends_at > ${argument('now')})`;
const OF_MEMBER = sql`user_id IN (${argument('userId')}, ${argument('pseudonym')})`;
const OF_SERVER = sql`guild_id = ${argument('guildId')}`;
/** A subscription counts however many packs of credits its member has. */
const LASTING = sql`credits = 0`;
const CREDITED = sql`spent < credits`;

const oldest = (whose: RawBuilder<unknown>, which: RawBuilder<unknown>, name: string) =>
  sql`SELECT * FROM (SELECT id, sku_id, credits, spent FROM entitlements
    WHERE ${whose} AND ${which} AND ${VALID}
    ORDER BY id LIMIT ${sql.lit(MOST_ENTITLEMENTS)}) AS ${sql.ref(name)}`;

/** Runs with every request that a limit of a day concerns. */
const ENTITLED = new PreparedQuery<EntitledRow>(
  () => sql`${oldest(OF_MEMBER, LASTING, 'own')}
    UNION ALL ${oldest(OF_MEMBER, CREDITED, 'own_credits')}
    UNION ALL ${oldest(OF_SERVER, LASTING, 'of_server')}
    UNION ALL ${oldest(OF_SERVER, CREDITED, 'credits_of_server')}`,
);

/** A member in a server. */
export interface Entitled {
  readonly userId: string;
  readonly guildId: string;
}

export interface PremiumOptions {
  readonly skus: Skus;
  /** Entitlements outlast an erasure under the member's pseudonym. */
  readonly pseudonym: Pseudonym;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What premium gives a member: nothing outside servers, where the limit of a day is the operator's own. Reads nothing
 * while it is off. Hold the member's lock to spend credits.
 */
export async function premiumOf(
  db: Database,
  { userId, guildId }: Entitled,
  { skus, pseudonym, now }: PremiumOptions,
): Promise<Premium> {
  if (!isOffered(skus) || guildId === OUTSIDE_SERVERS) return NO_PREMIUM;
  const args = { userId, pseudonym: pseudonym(userId), guildId, now };
  const rows = await ENTITLED.all(db, args);
  const raise = raiseOf(
    rows.map(({ skuId }) => skuId),
    skus,
  );
  const credits = rows.flatMap(({ id: entitlementId, credits: all, spent }) =>
    all > spent ? [{ entitlementId, credits: all - spent }] : [],
  );
  return { raise, credits };
}

const SPEND = new PreparedQuery<{ readonly id: string }>(
  () => sql`UPDATE entitlements SET spent = spent + ${argument('credits')}, changed_at = ${argument('now')}
    WHERE id = ${argument('entitlementId')} AND deleted = 0 AND spent + ${argument('credits')} <= credits
    RETURNING id`,
);

const NOTE_SPENT = new PreparedQuery(
  () => sql`INSERT INTO job_credits (job_id, entitlement_id, credits)
    VALUES (${argument('jobId')}, ${argument('entitlementId')}, ${argument('credits')})`,
);

/**
 * Spends credits for a new job. Requires the member's lock since they were read. False, with the transaction to be
 * rolled back, if they are gone: those of a server only its lock keeps from other members.
 */
export async function spendCredits(
  trx: Database,
  {
    jobId,
    credits,
    now,
  }: { readonly jobId: string; readonly credits: readonly Credits[]; now: number },
): Promise<boolean> {
  for (const one of credits) {
    if (!(await SPEND.first(trx, { ...one, now }))) return false;
    await NOTE_SPENT.send(trx, { ...one, jobId });
  }
  return true;
}

const SPENT_BY = new PreparedQuery<Credits>(
  () => sql`SELECT entitlement_id, credits FROM job_credits WHERE job_id = ${argument('jobId')}
    ORDER BY entitlement_id DESC`,
);

const GIVE_BACK = new PreparedQuery(
  () => sql`UPDATE entitlements SET spent = spent - ${argument('back')}, changed_at = ${argument('now')}
    WHERE id = ${argument('entitlementId')}`,
);

const KEEP = new PreparedQuery(
  () => sql`UPDATE job_credits SET credits = credits - ${argument('back')}
    WHERE job_id = ${argument('jobId')} AND entitlement_id = ${argument('entitlementId')}`,
);

/**
 * Gives back so many credits of an ended job, those of the newest entitlement first. Call once, in the transaction that
 * ends it.
 */
export async function giveCreditsBack(
  trx: Database,
  { jobId, back, now }: { readonly jobId: string; readonly back: number; readonly now: number },
): Promise<void> {
  let left = back;
  for (const { entitlementId, credits } of await SPENT_BY.all(trx, { jobId })) {
    const some = Math.min(credits, left);
    if (some === 0) break;
    left -= some;
    await GIVE_BACK.send(trx, { entitlementId, back: some, now });
    await KEEP.send(trx, { jobId, entitlementId, back: some });
  }
}

import { type RawBuilder, sql } from 'kysely';
import { microsOf } from '../../engines/money.ts';
import { BotError, type FactsOf } from '../../errors/errors.ts';
import { type Credits, creditsFor } from '../../premium/premium.ts';
import { OUTSIDE_SERVERS } from '../../rules/outside-servers.ts';
import type { Allowance } from '../../rules/rule.ts';
import type { Database } from '../../store/database.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import { argument, PreparedQuery, repeated } from '../../store/queries.ts';
import { gpuMsOfEnded } from './usage.ts';

/*
 * What a member, or a server, has made within the last 24 hours, by the rules of the server's managers.
 * A job counts from its request: first with the pictures that it was asked for and its estimated GPU
 * time, and once it has ended with those that it made and took. See `countedPictures`.
 */

/** How long a request counts, in milliseconds. */
export const DAY_MS = 24 * 60 * 60_000;

/** The newest requests of a day that are counted: a bound for what one query reads. */
const MOST_COUNTED = 20_000;

/** A run that RunPod did not measure counts as this at most. */
const LONGEST_RUN_MS = 60 * 60_000;

const PICTURES = sql<number>`coalesce(counted, count)`;

/** Those that credits pay count toward the server's limit alone. */
const PICTURES_OF_MEMBER = sql<number>`${PICTURES} - credits`;

/** A job that counts for no picture was not its member's doing. */
const GPU_MS = sql<number>`CASE WHEN finished_at IS NULL THEN estimate_ms WHEN counted = 0 THEN 0
  ELSE ${gpuMsOfEnded(sql.lit(LONGEST_RUN_MS))} END`;

/** Millionths of a US dollar: the price of the pictures, else of the GPU time. */
const MICROS = sql<number>`CASE WHEN price_micros IS NULL
    THEN (${GPU_MS}) * ${argument('gpuSecondMicros')} / 1000
  WHEN finished_at IS NOT NULL AND counted = 0 THEN 0
  ELSE coalesce(cost_micros, price_micros) END`;

/** A member in a server, or a server as a whole. Erased jobs still count, under a pseudonym. */
export interface Consumer {
  readonly guildId: string;
  readonly userId?: string;
}

/** Pictures, GPU time in milliseconds, and money in millionths of a US dollar. */
export interface Used {
  readonly pictures: number;
  readonly gpuMs: number;
  readonly micros: number;
}

/**
 * What was used within 24 hours, with what unfinished jobs are expected to use, and when the oldest of each was
 * requested, in milliseconds since the epoch.
 */
export type DayUse = Used & { readonly [what in keyof Used as `${what}Since`]: number | null };

/** Whose jobs count, and which of their pictures. */
interface Counted {
  readonly where: RawBuilder<unknown>;
  readonly pictures: RawBuilder<number>;
}

const SERVER: Counted = { where: sql`guild_id = ${argument('guildId')}`, pictures: PICTURES };
/** By the index of the member, who has made far less than the server. */
const MEMBER: Counted = {
  where: sql`user_id IN (${argument('userId')}, ${argument('pseudonym')})
  AND ${repeated(SERVER.where)}`,
  pictures: PICTURES_OF_MEMBER,
};

const recent = ({ where, pictures }: Counted) => sql`SELECT created_at,
    ${pictures} AS pictures, ${GPU_MS} AS gpu_ms, ${MICROS} AS micros FROM jobs
  WHERE ${where} AND created_at > ${argument('since')}
  ORDER BY created_at DESC LIMIT ${sql.lit(MOST_COUNTED)}`;

const used = (whose: Counted) =>
  new PreparedQuery<DayUse>(
    () => sql`SELECT coalesce(sum(pictures), 0) AS pictures, coalesce(sum(gpu_ms), 0) AS gpu_ms,
        coalesce(sum(micros), 0) AS micros,
        min(CASE WHEN pictures > 0 THEN created_at END) AS pictures_since,
        min(CASE WHEN gpu_ms > 0 THEN created_at END) AS gpu_ms_since,
        min(CASE WHEN micros > 0 THEN created_at END) AS micros_since
      FROM (${recent(whose)}) AS recent`,
  );

/** When the newest request was made with which more than `allowed` was used. */
const exceededAt = (whose: Counted, what: RawBuilder<unknown>) =>
  new PreparedQuery<{ readonly createdAt: number }>(
    () => sql`SELECT created_at FROM (
        SELECT created_at, sum(${what}) OVER (ORDER BY created_at DESC) AS total
        FROM (${recent(whose)}) AS recent) AS running
      WHERE total > ${argument('allowed')} ORDER BY created_at DESC LIMIT 1`,
  );

const QUERIES = {
  member: {
    used: used(MEMBER),
    pictures: exceededAt(MEMBER, sql`pictures`),
    gpuMs: exceededAt(MEMBER, sql`gpu_ms`),
    micros: exceededAt(MEMBER, sql`micros`),
  },
  server: {
    used: used(SERVER),
    pictures: exceededAt(SERVER, sql`pictures`),
    gpuMs: exceededAt(SERVER, sql`gpu_ms`),
    micros: exceededAt(SERVER, sql`micros`),
  },
};

export interface DayUseOptions {
  readonly pseudonym: Pseudonym;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What a GPU second costs, in millionths of a US dollar. Default: nothing. */
  readonly gpuSecondMicros?: number | undefined;
}

/** What a member or server used within the last 24 hours. */
export function dayUse(db: Database, consumer: Consumer, options: DayUseOptions): Promise<DayUse> {
  const [queries, args] = queriesFor(consumer, options);
  return queries.used.one(db, args);
}

function queriesFor(
  { guildId, userId }: Consumer,
  { pseudonym, now, gpuSecondMicros = 0 }: DayUseOptions,
) {
  const args = { guildId, since: now - DAY_MS, gpuSecondMicros };
  if (userId === undefined) return [QUERIES.server, args] as const;
  return [QUERIES.member, { ...args, userId, pseudonym: pseudonym(userId) }] as const;
}

/** Whether any rule limits what may be used within a day. */
export function isLimitedByDay(allowed: Allowance): boolean {
  return DAY_LIMITS.some((limit) => allowed[limit] !== undefined);
}

/** The limits that count what is used within a day. */
export const DAY_LIMITS = ['picturesADay', 'gpuSecondsADay', 'moneyADay'] as const;

/** What a limit is counted in: its use, and how much of that is one of the limit's units. */
export const DAY_LIMIT_UNITS = {
  picturesADay: { what: 'pictures', unit: 1 },
  gpuSecondsADay: { what: 'gpuMs', unit: 1_000 },
  moneyADay: { what: 'micros', unit: microsOf(1) },
} as const satisfies Record<
  (typeof DAY_LIMITS)[number],
  { readonly what: keyof Used; readonly unit: number }
>;

/** What a member, or a server, may still use: for each limit of a day that holds, in its unit. */
export interface DayLeft {
  readonly limit: (typeof DAY_LIMITS)[number];
  readonly most: number;
  readonly left: number;
  /** When the oldest request was made that counts, in milliseconds since the epoch. */
  readonly since: number | null;
}

/** What is left of the limits of a day. */
export function leftOf(allowed: Allowance, used: DayUse): readonly DayLeft[] {
  return DAY_LIMITS.flatMap((limit) => {
    const most = allowed[limit]?.value;
    if (most === undefined) return [];
    const { what, unit } = DAY_LIMIT_UNITS[limit];
    const left = Math.max(0, most - used[what] / unit);
    // Cents for money, else whole ones.
    const step = limit === 'moneyADay' ? 100 : 1;
    return [{ limit, most, left: Math.floor(left * step) / step, since: used[`${what}Since`] }];
  });
}

function whoseLimit({ guildId, userId }: Consumer): 'server' | 'outside' | 'member' {
  if (userId === undefined) return 'server';
  return guildId === OUTSIDE_SERVERS ? 'outside' : 'member';
}

/** A limit of a day that leaves too little for a request. `at`: when it leaves enough, in seconds, if ever. */
export type Excess = FactsOf['day_used_up'];

/** What the limits of a day say to a request. */
export interface WithinDay {
  readonly excess: readonly Excess[];
  /** To use for pictures beyond the limit. */
  readonly credits: readonly Credits[];
}

/**
 * Checks what a member, or a server, may use within 24 hours. `credits`: those that there are. By default none.
 */
export async function withinDay(
  db: Database,
  {
    allowed,
    consumer,
    wish,
    credits = [],
  }: {
    readonly allowed: Allowance;
    readonly consumer: Consumer;
    /** The GPU time is an estimate. */
    readonly wish: Used;
    readonly credits?: readonly Credits[];
  },
  options: DayUseOptions,
): Promise<WithinDay> {
  if (!isLimitedByDay(allowed)) return { excess: [], credits: [] };
  let toUse: readonly Credits[] = [];
  const excess: Excess[] = [];
  const used = await dayUse(db, consumer, options);
  const [queries, args] = queriesFor(consumer, options);
  for (const { limit, most, left } of leftOf(allowed, used)) {
    const { what, unit } = DAY_LIMIT_UNITS[limit];
    const spare = most * unit - wish[what];
    // One of 0 forbids, even what costs nothing.
    if (most > 0 && used[what] <= spare) continue;
    if (limit === 'picturesADay') {
      const by = creditsFor({ pictures: wish.pictures, most, used: used.pictures }, credits);
      if (by) {
        toUse = by;
        continue;
      }
    }
    const isNever = most === 0 || spare < 0;
    const last = isNever ? undefined : await queries[what].first(db, { ...args, allowed: spare });
    excess.push({
      ...{ limit, whose: whoseLimit(consumer), most, left },
      ...(last && { at: Math.ceil((last.createdAt + DAY_MS) / 1_000) }),
    });
  }
  return { excess, credits: toUse };
}

/** @throws BotError `day_used_up` with the limit that leaves enough last, if any leaves too little. */
export function requireNoExcess(excess: readonly Excess[]): void {
  const never = excess.find(({ at }) => at === undefined);
  const [latest] = excess.toSorted((a, b) => Number(b.at) - Number(a.at));
  const last = never ?? latest;
  if (last) throw new BotError('day_used_up', { facts: last });
}

import { type RawBuilder, sql } from 'kysely';
import { BotError } from '../../errors/errors.ts';
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

const DAY_MS = 24 * 60 * 60_000;

/** The newest requests of a day that are counted: a bound for what one query reads. */
const MOST_COUNTED = 20_000;

/** A run that RunPod did not measure counts as this at most. */
const LONGEST_RUN_MS = 60 * 60_000;

const PICTURES = sql<number>`coalesce(counted, count)`;

/** A job that counts for no picture was not its member's doing. */
const GPU_MS = sql<number>`CASE WHEN finished_at IS NULL THEN estimate_ms WHEN counted = 0 THEN 0
  ELSE ${gpuMsOfEnded(sql.lit(LONGEST_RUN_MS))} END`;

/** A member in a server, or a server as a whole. Erased jobs still count, under a pseudonym. */
export interface Consumer {
  readonly guildId: string;
  readonly userId?: string;
}

/** What was used within 24 hours, with what unfinished jobs are expected to use. */
export interface DayUse {
  readonly pictures: number;
  readonly gpuMs: number;
}

const SERVER = sql`guild_id = ${argument('guildId')}`;
/** By the index of the member, who has made far less than the server. */
const MEMBER = sql`user_id IN (${argument('userId')}, ${argument('pseudonym')})
  AND ${repeated(SERVER)}`;

const recent = (whose: RawBuilder<unknown>) => sql`SELECT created_at, ${PICTURES} AS pictures,
    ${GPU_MS} AS gpu_ms FROM jobs
  WHERE ${whose} AND created_at > ${argument('since')}
  ORDER BY created_at DESC LIMIT ${sql.lit(MOST_COUNTED)}`;

const used = (whose: RawBuilder<unknown>) =>
  new PreparedQuery<DayUse>(
    () => sql`SELECT coalesce(sum(pictures), 0) AS pictures, coalesce(sum(gpu_ms), 0) AS gpu_ms
      FROM (${recent(whose)}) AS recent`,
  );

/** When the newest request was made with which more than `allowed` was used. */
const exceededAt = (whose: RawBuilder<unknown>, what: RawBuilder<unknown>) =>
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
  },
  server: {
    used: used(SERVER),
    pictures: exceededAt(SERVER, sql`pictures`),
    gpuMs: exceededAt(SERVER, sql`gpu_ms`),
  },
};

export interface DayUseOptions {
  readonly pseudonym: Pseudonym;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a member or server used within the last 24 hours. */
export function dayUse(db: Database, consumer: Consumer, options: DayUseOptions): Promise<DayUse> {
  const [queries, args] = queriesFor(consumer, options);
  return queries.used.one(db, args);
}

function queriesFor({ guildId, userId }: Consumer, { pseudonym, now }: DayUseOptions) {
  const since = now - DAY_MS;
  if (userId === undefined) return [QUERIES.server, { guildId, since }] as const;
  return [QUERIES.member, { guildId, userId, pseudonym: pseudonym(userId), since }] as const;
}

/** What a request would use. */
export interface Wish {
  readonly pictures: number;
  /** Estimated. */
  readonly gpuMs: number;
}

/** Whether any rule limits what may be used within a day. */
export function isLimitedByDay({ picturesADay, gpuSecondsADay }: Allowance): boolean {
  return picturesADay !== undefined || gpuSecondsADay !== undefined;
}

/**
 * Checks what a member, or a server, may use within 24 hours.
 *
 * @throws BotError `day_used_up`, with what is left and when there is room for the request, if ever.
 */
export async function requireWithinDay(
  db: Database,
  {
    allowed,
    consumer,
    wish,
  }: { readonly allowed: Allowance; readonly consumer: Consumer; readonly wish: Wish },
  options: DayUseOptions,
): Promise<void> {
  if (!isLimitedByDay(allowed)) return;
  const { pictures, gpuMs } = await dayUse(db, consumer, options);
  const [queries, args] = queriesFor(consumer, options);
  const check = async (what: keyof DayUse, { most, used, unit }: DayLimit) => {
    if (used + wish[what] <= most * unit) return;
    const spare = most * unit - wish[what];
    const last = spare < 0 ? undefined : await queries[what].first(db, { ...args, allowed: spare });
    throw new BotError('day_used_up', {
      facts: {
        limit: what === 'pictures' ? 'picturesADay' : 'gpuSecondsADay',
        whose: consumer.userId === undefined ? 'server' : 'member',
        most,
        left: Math.max(0, Math.floor(most - used / unit)),
        ...(last && { at: Math.ceil((last.createdAt + DAY_MS) / 1_000) }),
      },
    });
  };
  const { picturesADay, gpuSecondsADay } = allowed;
  if (picturesADay) {
    await check('pictures', { most: picturesADay.value, used: pictures, unit: 1 });
  }
  if (gpuSecondsADay) {
    await check('gpuMs', { most: gpuSecondsADay.value, used: gpuMs, unit: 1_000 });
  }
}

/** `used` in units of which `unit` are one of those that the limit is in. */
interface DayLimit {
  readonly most: number;
  readonly used: number;
  readonly unit: number;
}

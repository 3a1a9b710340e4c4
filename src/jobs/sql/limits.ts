import { type RawBuilder, sql } from 'kysely';
import { BotError } from '../../errors/errors.ts';
import { requireNotDraining } from '../../operator/drain.ts';
import type { Database } from '../../store/database.ts';
import { personLock, serverLock } from '../../store/locks.ts';
import type { Pseudonym } from '../../store/pseudonym.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Changing } from './changing.ts';
import { requireNotPaused } from './pauses.ts';

const HOUR_MS = 60 * 60_000;

/**
 * How many pictures a member, or a server, may request. 0: no limit. One job is always allowed if
 * nothing else is unfinished, or was requested within the hour, whatever it makes: otherwise a
 * limit could refuse it for ever.
 */
export interface Limits {
  /** Pictures of unfinished jobs. */
  readonly atOncePerPerson: number;
  readonly atOncePerServer: number;
  /** Pictures requested within the last hour, however their jobs ended. */
  readonly hourlyPerPerson: number;
  readonly hourlyPerServer: number;
}

export const NO_LIMITS: Limits = Object.freeze({
  atOncePerPerson: 0,
  atOncePerServer: 0,
  hourlyPerPerson: 0,
  hourlyPerServer: 0,
});

/** The requester, the server, and the number of pictures. */
interface Requester {
  readonly userId: string;
  /** Erased jobs still count under the requester's pseudonym. */
  readonly pseudonym: Pseudonym;
  readonly guildId: string;
  readonly count: number;
}

/**
 * Checks that the bot accepts another job and that it is within the limits. Runs without a lock
 * before any other work, so the result may be stale.
 *
 * @throws BotError `draining`, `paused`, or the limit reached and when it ends.
 */
export async function requireRoom(
  db: Database,
  asker: Requester,
  limits: Limits,
  now: number,
): Promise<void> {
  await checkLimits(db, { asker, limits, now, isWritten: false });
}

/**
 * Checks the limits for a job already written, in its transaction and under the locks of its member
 * and server. So two requests at the same time cannot both be the last one allowed, and a restart
 * changes nothing.
 *
 * @throws as {@link requireRoom} does.
 */
export async function requireWithinLimits(
  { trx, locks, now }: Changing,
  asker: Requester,
  limits: Limits,
): Promise<void> {
  locks.require(personLock(asker.userId), serverLock(asker.guildId));
  await checkLimits(trx, { asker, limits, now, isWritten: true });
}

interface LimitCheck {
  readonly asker: Requester;
  readonly limits: Limits;
  readonly now: number;
  /** Whether the job's row exists and is counted with the others. */
  readonly isWritten: boolean;
}

async function checkLimits(
  db: Database,
  { asker, limits, now, isWritten }: LimitCheck,
): Promise<void> {
  await requireNotDraining(db);
  const { userId, pseudonym, guildId, count } = asker;
  await requireNotPaused(db, pseudonym(userId), now);
  const { atOncePerPerson, atOncePerServer, hourlyPerPerson, hourlyPerServer } = limits;
  /** How many the rows may hold. A job alone never exceeds the limit. */
  const allowed = (limit: number) => {
    if (limit === 0) return undefined;
    return isWritten ? Math.max(limit, count) : Math.max(0, limit - count);
  };
  const unfinishedPictures = { person: allowed(atOncePerPerson), server: allowed(atOncePerServer) };
  const lately = { person: allowed(hourlyPerPerson), server: allowed(hourlyPerServer) };
  const { ofPerson, personSince, ofServer, serverSince } = await countPictures(
    db,
    { userId, pseudonym: pseudonym(userId), guildId },
    { atOnce: unfinishedPictures, lately, since: now - HOUR_MS },
  );
  if (ofPerson > (unfinishedPictures.person ?? Infinity)) {
    throw new BotError('too_many_at_once', { facts: { count: atOncePerPerson } });
  }
  if (personSince !== null) {
    throw new BotError('too_many_an_hour', { facts: hourlyFacts(hourlyPerPerson, personSince) });
  }
  if (ofServer > (unfinishedPictures.server ?? Infinity)) {
    throw new BotError('server_too_many_at_once', { facts: { count: atOncePerServer } });
  }
  if (serverSince !== null) {
    throw new BotError('server_too_many_an_hour', {
      facts: hourlyFacts(hourlyPerServer, serverSince),
    });
  }
}

/** @param since the request time that must become an hour old. */
function hourlyFacts(count: number, since: number) {
  return { count, at: Math.ceil((since + HOUR_MS) / 1000) };
}

/** The requester and server to count for. */
export interface CountedRequester {
  readonly userId: string;
  /** Erased jobs still count under it. */
  readonly pseudonym: string;
  readonly guildId: string;
}

/** The maximum pictures of a member and of their server; `undefined`: no limit. */
export interface Allowed {
  readonly person: number | undefined;
  readonly server: number | undefined;
}

/** Requested pictures, counted only as far as the limits need. */
export interface PictureCounts {
  /** Pictures of unfinished jobs. */
  readonly ofPerson: number;
  readonly ofServer: number;
  /**
   * The request time of the newest picture over the hourly limit, counted from the latest; null if
   * within it.
   */
  readonly personSince: number | null;
  readonly serverSince: number | null;
}

/** Pictures requested at a time, in milliseconds since the epoch. */
export interface TimedPictures {
  readonly createdAt: number;
  readonly pictures: number;
}

const PERSON = sql`user_id IN (${argument('userId')}, ${argument('pseudonym')})`;
const SERVER = sql`guild_id = ${argument('guildId')}`;
const RECENT = sql`created_at > ${argument('since')}`;

/** Counts unfinished pictures: one per job, plus the rest of each batch. */
function atOnce(filter: RawBuilder<unknown>, limit: string): RawBuilder<number> {
  return sql`((SELECT count(*) FROM (SELECT 1 FROM jobs
      WHERE ${filter} AND finished_at IS NULL LIMIT ${argument(limit)}) AS counted)
    + (SELECT coalesce(sum(more), 0) FROM (SELECT count - 1 AS more FROM jobs
      WHERE ${filter} AND finished_at IS NULL AND count > 1 LIMIT ${argument(limit)}) AS counted))`;
}

/** The request time of the first job over the limit, if each made one picture. */
function firstExcess(
  scope: RawBuilder<unknown>,
  { limit, offset }: { readonly limit: string; readonly offset: string },
): RawBuilder<number | null> {
  return sql`(SELECT created_at FROM jobs WHERE ${scope} AND ${RECENT}
    ORDER BY created_at DESC LIMIT ${argument(limit)} OFFSET ${argument(offset)})`;
}

function hasBatches(whose: RawBuilder<unknown>): RawBuilder<0 | 1> {
  return sql`EXISTS (SELECT 1 FROM jobs WHERE ${whose} AND ${RECENT} AND count > 1)`;
}

/** One query, since every request waits for it. */
const COUNTS = new PreparedQuery<
  PictureCounts & { readonly personBatches: 0 | 1; readonly serverBatches: 0 | 1 }
>(
  () => sql`SELECT ${atOnce(PERSON, 'ofPerson')} AS of_person,
    ${firstExcess(PERSON, { limit: 'onePerson', offset: 'beforePerson' })} AS person_since,
    ${hasBatches(PERSON)} AS person_batches,
    ${atOnce(SERVER, 'ofServer')} AS of_server,
    ${firstExcess(SERVER, { limit: 'oneServer', offset: 'beforeServer' })} AS server_since,
    ${hasBatches(SERVER)} AS server_batches`,
);

/** The latest requests. A batch comes twice: one picture, and the rest. */
function latest(whose: RawBuilder<unknown>): PreparedQuery<TimedPictures> {
  return new PreparedQuery(
    () => sql`SELECT * FROM (SELECT created_at, 1 AS pictures FROM jobs
        WHERE ${whose} AND ${RECENT} ORDER BY created_at DESC LIMIT ${argument('limit')}) AS jobs_each
      UNION ALL SELECT * FROM (SELECT created_at, count - 1 AS pictures FROM jobs
        WHERE ${whose} AND ${RECENT} AND count > 1
        ORDER BY created_at DESC LIMIT ${argument('limit')}) AS jobs_several`,
  );
}

const LATEST = { person: latest(PERSON), server: latest(SERVER) };

/** Counts the unfinished and recent pictures of a member and of their server. */
async function countPictures(
  db: Database,
  asker: CountedRequester,
  { atOnce: open, since, lately }: { atOnce: Allowed; lately: Allowed; since: number },
): Promise<PictureCounts> {
  const args = { ...asker, since };
  const found = await COUNTS.one(db, {
    ...args,
    ofPerson: rowsOverLimit(open.person),
    ofServer: rowsOverLimit(open.server),
    onePerson: lately.person === undefined ? 0 : 1,
    beforePerson: lately.person ?? 0,
    oneServer: lately.server === undefined ? 0 : 1,
    beforeServer: lately.server ?? 0,
  });
  const { personBatches: personSeveral, serverBatches: serverSeveral, ...counted } = found;
  const exactly = async (whose: keyof Allowed) => {
    const allowed = lately[whose];
    if (allowed === undefined) return null;
    const moments = await LATEST[whose].all(db, { ...args, limit: allowed + 1 });
    return excessTime(moments, allowed);
  };
  return {
    ...counted,
    ...(personSeveral === 1 && { personSince: await exactly('person') }),
    ...(serverSeveral === 1 && { serverSince: await exactly('server') }),
  };
}

/** This many rows exceed the limit, since each makes at least one picture. */
function rowsOverLimit(allowed: number | undefined): number {
  return allowed === undefined ? 0 : allowed + 1;
}

/**
 * The request time at which the sum exceeds `allowed`, counting from the newest; null if it does
 * not.
 */
export function excessTime(moments: readonly TimedPictures[], allowed: number): number | null {
  let sum = 0;
  for (const { createdAt, pictures } of moments.toSorted((a, b) => b.createdAt - a.createdAt)) {
    sum += pictures;
    if (sum > allowed) return createdAt;
  }
  return null;
}

import { type RawBuilder, sql } from 'kysely';
import { allInOrder } from '../../engines/in-order.ts';
import { BotError } from '../../errors/errors.ts';
import { requireNotDraining } from '../../operator/drain.ts';
import { PARKED } from '../../rules/pause.ts';
import type { Database } from '../../store/database.ts';
import { type Lock, personLock, serverLock, shared } from '../../store/locks.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import { rowNumber } from '../../store/sqlite.ts';
import type { Changing } from './changing.ts';
import { requireNotPaused } from './pauses.ts';

const HOUR_MS = 60 * 60_000;

const PERSON = sql`user_id IN (${argument('userId')}, ${argument('pseudonym')})`;
const SERVER = sql`guild_id = ${argument('guildId')}`;
const RECENT = sql`created_at > ${argument('since')}`;

/**
 * How many pictures a member, or a server, may have and request. 0: no limit. One job is always allowed if no
 * other one is in progress, or was requested within the hour, whatever it makes: otherwise a limit could
 * refuse it for ever.
 */
export interface Limits {
  /** Pictures in progress. Requests beyond that wait: see `queue.ts`. */
  readonly atOncePerPerson: number;
  readonly atOncePerServer: number;
  /** Requests of a member that wait for the member's others. Those beyond that are refused. */
  readonly waitingPerPerson: number;
  /** Pictures requested within the last hour, however their jobs ended. */
  readonly hourlyPerPerson: number;
  readonly hourlyPerServer: number;
  /** Pictures within 24 hours of a person outside servers. 0: none may be made there. */
  readonly dailyOutsideServers: number;
}

export const NO_LIMITS: Limits = Object.freeze({
  atOncePerPerson: 0,
  atOncePerServer: 0,
  waitingPerPerson: 0,
  hourlyPerPerson: 0,
  hourlyPerServer: 0,
  dailyOutsideServers: 0,
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
  await checkLimits(db, { asker, limits, now });
}

/** The lock on a server for those limits: an exclusive one only if it has a limit of its own. */
export function serverLimitLock(guildId: string, { hourlyPerServer }: Limits): Lock {
  const lock = serverLock(guildId);
  return hourlyPerServer === 0 ? shared(lock) : lock;
}

/**
 * Checks the limits in the transaction that writes the job, under the locks of its member and server. So two requests at the same time cannot both be the last one allowed, and a restart
 * changes nothing.
 *
 * @throws as {@link requireRoom} does.
 */
export async function requireWithinLimits(
  { trx, locks, now }: Changing,
  asker: Requester,
  limits: Limits,
): Promise<void> {
  locks.require(personLock(asker.userId), serverLimitLock(asker.guildId, limits));
  await checkLimits(trx, { asker, limits, now });
}

interface LimitCheck {
  readonly asker: Requester;
  readonly limits: Limits;
  readonly now: number;
}

async function checkLimits(db: Database, { asker, limits, now }: LimitCheck): Promise<void> {
  await allInOrder([
    requireNotDraining(db),
    requireNotPaused(db, asker.pseudonym(asker.userId), now),
    requireRoomToWait(db, { asker, limits }),
    requireFewRecent(db, { asker, limits, now }),
  ]);
}

/** @throws BotError `too_many_an_hour` and `server_too_many_an_hour`. */
async function requireFewRecent(db: Database, { asker, limits, now }: LimitCheck): Promise<void> {
  const { userId, pseudonym, guildId, count } = asker;
  const { hourlyPerPerson, hourlyPerServer } = limits;
  /** How many the others may be. A job alone never exceeds the limit. */
  const allowed = (limit: number) => (limit === 0 ? undefined : Math.max(0, limit - count));
  const args = { userId, pseudonym: pseudonym(userId), guildId, since: now - HOUR_MS };
  const [personSince, serverSince] = await Promise.all([
    excessTime(db, LATEST.person, args, allowed(hourlyPerPerson)),
    excessTime(db, LATEST.server, args, allowed(hourlyPerServer)),
  ]);
  if (personSince !== undefined) {
    throw new BotError('too_many_an_hour', { facts: hourlyFacts(hourlyPerPerson, personSince) });
  }
  if (serverSince !== undefined) {
    throw new BotError('server_too_many_an_hour', {
      facts: hourlyFacts(hourlyPerServer, serverSince),
    });
  }
}

/** The unfinished jobs of a member, by the pictures they make, without those of paused servers. */
const UNFINISHED = new PreparedQuery<{ readonly count: number; readonly row: number }>(
  () => sql`SELECT count, ${rowNumber('jobs')} AS row FROM jobs
    WHERE ${PERSON} AND finished_at IS NULL
      AND (retry_at IS NULL OR retry_at < ${sql.lit(PARKED)}) LIMIT ${argument('limit')}`,
);

/** @throws BotError `too_many_waiting` if too many requests of the member would wait for the others. */
async function requireRoomToWait(
  db: Database,
  { asker, limits }: Pick<LimitCheck, 'asker' | 'limits'>,
): Promise<void> {
  const { atOncePerPerson, waitingPerPerson } = limits;
  if (atOncePerPerson === 0 || waitingPerPerson === 0) return;
  const { userId, pseudonym, count } = asker;
  const limit = atOncePerPerson + waitingPerPerson + 1;
  const unfinished = await UNFINISHED.all(db, { userId, pseudonym: pseudonym(userId), limit });
  const inOrder = unfinished.toSorted((a, b) => a.row - b.row);
  const counts = [...inOrder.map((job) => job.count), count];
  if (waitingOf(counts, atOncePerPerson) <= waitingPerPerson) return;
  throw new BotError('too_many_waiting', { facts: { count: waitingPerPerson } });
}

/** How many of these requests have to wait, if so many pictures may be in progress. */
export function waitingOf(counts: readonly number[], atOnce: number): number {
  let pictures = 0;
  const waits = counts.findIndex((count, index) => {
    pictures += count;
    return index > 0 && pictures > atOnce;
  });
  return waits === -1 ? 0 : counts.length - waits;
}

/** @param since the request time that must become an hour old. */
function hourlyFacts(count: number, since: number) {
  return { count, at: Math.ceil((since + HOUR_MS) / 1000) };
}

/** Pictures requested at a time, in milliseconds since the epoch. */
interface TimedPictures {
  readonly createdAt: number;
  readonly pictures: number;
}

/** The latest requests. A batch comes twice: one picture, and the rest. */
function latest(whose: RawBuilder<unknown>): PreparedQuery<TimedPictures> {
  return new PreparedQuery(
    () => sql`SELECT * FROM (SELECT created_at, 1 AS pictures FROM jobs
        WHERE ${whose} AND ${RECENT} ORDER BY created_at DESC LIMIT ${argument('limit')}) AS singles
      UNION ALL SELECT * FROM (SELECT created_at, count - 1 AS pictures FROM jobs
        WHERE ${whose} AND ${RECENT} AND count > 1
        ORDER BY created_at DESC LIMIT ${argument('limit')}) AS extras`,
  );
}

const LATEST = { person: latest(PERSON), server: latest(SERVER) };

/**
 * The request time of the newest picture over an hourly limit, counted from the latest; `undefined` if
 * within it.
 */
async function excessTime(
  db: Database,
  requests: PreparedQuery<TimedPictures>,
  args: Readonly<Record<string, unknown>>,
  allowed: number | undefined,
): Promise<number | undefined> {
  if (allowed === undefined) return undefined;
  const latest = await requests.all(db, { ...args, limit: allowed + 1 });
  let sum = 0;
  for (const { createdAt, pictures } of latest.toSorted((a, b) => b.createdAt - a.createdAt)) {
    sum += pictures;
    if (sum > allowed) return createdAt;
  }
  return undefined;
}

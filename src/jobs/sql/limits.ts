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
  const args = { userId, pseudonym: pseudonym(userId), guildId, since: now - HOUR_MS };
  const most = { person: allowed(atOncePerPerson), server: allowed(atOncePerServer) };
  const { ofPerson, ofServer } = await UNFINISHED.one(db, {
    ...args,
    ofPerson: rowsOver(most.person),
    ofServer: rowsOver(most.server),
  });
  if (ofPerson > (most.person ?? Infinity)) {
    throw new BotError('too_many_at_once', { facts: { count: atOncePerPerson } });
  }
  const personSince = await excessTime(db, LATEST.person, args, allowed(hourlyPerPerson));
  if (personSince !== undefined) {
    throw new BotError('too_many_an_hour', { facts: hourlyFacts(hourlyPerPerson, personSince) });
  }
  if (ofServer > (most.server ?? Infinity)) {
    throw new BotError('server_too_many_at_once', { facts: { count: atOncePerServer } });
  }
  const serverSince = await excessTime(db, LATEST.server, args, allowed(hourlyPerServer));
  if (serverSince !== undefined) {
    throw new BotError('server_too_many_an_hour', {
      facts: hourlyFacts(hourlyPerServer, serverSince),
    });
  }
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

/** The pictures of unfinished jobs, counted only as far as the limits need. */
const UNFINISHED = new PreparedQuery<{ readonly ofPerson: number; readonly ofServer: number }>(
  () => sql`SELECT ${atOnce(PERSON, 'ofPerson')} AS of_person,
    ${atOnce(SERVER, 'ofServer')} AS of_server`,
);

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

/** This many rows exceed a limit, since each makes at least one picture. */
function rowsOver(allowed: number | undefined): number {
  return allowed === undefined ? 0 : allowed + 1;
}

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
  const latest = await requests.all(db, { ...args, limit: rowsOver(allowed) });
  let sum = 0;
  for (const { createdAt, pictures } of latest.toSorted((a, b) => b.createdAt - a.createdAt)) {
    sum += pictures;
    if (sum > allowed) return createdAt;
  }
  return undefined;
}

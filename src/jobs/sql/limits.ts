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
 * How many pictures one person, or one server, may ask for. 0 is no limit. Who has nothing else under
 * way, or has asked for nothing else within the hour, may always ask for one job, whatever it makes: no
 * limit is to refuse something for ever.
 */
export interface Limits {
  /** Pictures of jobs that are not over. */
  readonly atOncePerPerson: number;
  readonly atOncePerServer: number;
  /** Pictures that were asked for within the last hour, however their jobs ended. */
  readonly hourlyPerPerson: number;
  readonly hourlyPerServer: number;
}

export const NO_LIMITS: Limits = Object.freeze({
  atOncePerPerson: 0,
  atOncePerServer: 0,
  hourlyPerPerson: 0,
  hourlyPerServer: 0,
});

/** Who asks for a job, where, and how many pictures it is to make. */
interface Asker {
  readonly userId: string;
  /** Gives the name under which the jobs that they had erased still count. */
  readonly pseudonym: Pseudonym;
  readonly guildId: string;
  readonly count: number;
}

/**
 * Whether one more job would be taken, and within the limits, as far as can be told without a lock: before
 * anything else is done with a request.
 *
 * @throws BotError `draining`, `paused`, and one that says which limit was reached, and when it is possible again.
 */
export async function requireRoom(
  db: Database,
  asker: Asker,
  limits: Limits,
  now: number,
): Promise<void> {
  await requireFew(db, { asker, limits, now, isWritten: false });
}

/**
 * The same for a job that is among the rows already, in the transaction that writes it and holding
 * the locks of its person and its server. So two requests at the same time cannot both be the last
 * one allowed, and a restart changes nothing.
 *
 * @throws as {@link requireRoom} does.
 */
export async function requireWithinLimits(
  { trx, locks, now }: Changing,
  asker: Asker,
  limits: Limits,
): Promise<void> {
  locks.require(personLock(asker.userId), serverLock(asker.guildId));
  await requireFew(trx, { asker, limits, now, isWritten: true });
}

interface Asked {
  readonly asker: Asker;
  readonly limits: Limits;
  readonly now: number;
  /** Whether the job has its row already, and is counted with the others. */
  readonly isWritten: boolean;
}

async function requireFew(db: Database, { asker, limits, now, isWritten }: Asked): Promise<void> {
  await requireNotDraining(db);
  const { userId, pseudonym, guildId, count } = asker;
  await requireNotPaused(db, pseudonym(userId), now);
  const { atOncePerPerson, atOncePerServer, hourlyPerPerson, hourlyPerServer } = limits;
  /** How many there may be in the rows. By itself a job is never too much. */
  const allowed = (limit: number) => {
    if (limit === 0) return undefined;
    return isWritten ? Math.max(limit, count) : Math.max(0, limit - count);
  };
  const atOnce = { person: allowed(atOncePerPerson), server: allowed(atOncePerServer) };
  const lately = { person: allowed(hourlyPerPerson), server: allowed(hourlyPerServer) };
  const { ofPerson, personSince, ofServer, serverSince } = await askedFor(
    db,
    { userId, pseudonym: pseudonym(userId), guildId },
    { atOnce, lately, since: now - HOUR_MS },
  );
  if (ofPerson > (atOnce.person ?? Infinity)) {
    throw new BotError('too_many_at_once', { facts: { count: atOncePerPerson } });
  }
  if (personSince !== null) {
    throw new BotError('too_many_an_hour', { facts: anHour(hourlyPerPerson, personSince) });
  }
  if (ofServer > (atOnce.server ?? Infinity)) {
    throw new BotError('server_too_many_at_once', { facts: { count: atOncePerServer } });
  }
  if (serverSince !== null) {
    throw new BotError('server_too_many_an_hour', { facts: anHour(hourlyPerServer, serverSince) });
  }
}

/** @param since when what has to turn an hour old first was asked for. */
function anHour(count: number, since: number) {
  return { count, at: Math.ceil((since + HOUR_MS) / 1000) };
}

/** Whose pictures are counted. */
export interface CountedAsker {
  readonly userId: string;
  /** The name under which the jobs that they had erased still count. */
  readonly pseudonym: string;
  readonly guildId: string;
}

/** How many pictures there may be of a person and of their server; `undefined` is no limit. */
export interface Allowed {
  readonly person: number | undefined;
  readonly server: number | undefined;
}

/** What was asked for, counted no further than shows that it is too much. */
export interface AskedFor {
  /** Pictures of jobs that are not over. */
  readonly ofPerson: number;
  readonly ofServer: number;
  /** When those were asked for that are too many within the last hour, counting from the newest; null where none are. */
  readonly personSince: number | null;
  readonly serverSince: number | null;
}

/** Pictures that were asked for at a time, in milliseconds since the epoch. */
export interface Moment {
  readonly createdAt: number;
  readonly pictures: number;
}

const PERSON = sql`user_id IN (${argument('userId')}, ${argument('pseudonym')})`;
const SERVER = sql`guild_id = ${argument('guildId')}`;
const LATELY = sql`created_at > ${argument('since')}`;

/** One for each job, and what those of several make besides. */
function atOnce(whose: RawBuilder<unknown>, limit: string): RawBuilder<number> {
  return sql`((SELECT count(*) FROM (SELECT 1 FROM jobs
      WHERE ${whose} AND finished_at IS NULL LIMIT ${argument(limit)}) AS counted)
    + (SELECT coalesce(sum(more), 0) FROM (SELECT count - 1 AS more FROM jobs
      WHERE ${whose} AND finished_at IS NULL AND count > 1 LIMIT ${argument(limit)}) AS counted))`;
}

/** When the job was asked for that would be one too many, if each made one picture. */
function tooManyJobs(
  whose: RawBuilder<unknown>,
  { limit, offset }: { readonly limit: string; readonly offset: string },
): RawBuilder<number | null> {
  return sql`(SELECT created_at FROM jobs WHERE ${whose} AND ${LATELY}
    ORDER BY created_at DESC LIMIT ${argument(limit)} OFFSET ${argument(offset)})`;
}

function anySeveral(whose: RawBuilder<unknown>): RawBuilder<0 | 1> {
  return sql`EXISTS (SELECT 1 FROM jobs WHERE ${whose} AND ${LATELY} AND count > 1)`;
}

/** All in one query, since everybody waits for it. */
const ASKED_FOR = new PreparedQuery<
  AskedFor & { readonly personSeveral: 0 | 1; readonly serverSeveral: 0 | 1 }
>(
  () => sql`SELECT ${atOnce(PERSON, 'ofPerson')} AS of_person,
    ${tooManyJobs(PERSON, { limit: 'onePerson', offset: 'beforePerson' })} AS person_since,
    ${anySeveral(PERSON)} AS person_several,
    ${atOnce(SERVER, 'ofServer')} AS of_server,
    ${tooManyJobs(SERVER, { limit: 'oneServer', offset: 'beforeServer' })} AS server_since,
    ${anySeveral(SERVER)} AS server_several`,
);

/** The latest, twice where there are several: one for each job, and the rest. */
function latest(whose: RawBuilder<unknown>): PreparedQuery<Moment> {
  return new PreparedQuery(
    () => sql`SELECT * FROM (SELECT created_at, 1 AS pictures FROM jobs
        WHERE ${whose} AND ${LATELY} ORDER BY created_at DESC LIMIT ${argument('limit')}) AS jobs_each
      UNION ALL SELECT * FROM (SELECT created_at, count - 1 AS pictures FROM jobs
        WHERE ${whose} AND ${LATELY} AND count > 1
        ORDER BY created_at DESC LIMIT ${argument('limit')}) AS jobs_several`,
  );
}

const LATEST = { person: latest(PERSON), server: latest(SERVER) };

/** Counts what a person, and everybody in a server, has under way and has asked for since then. */
async function askedFor(
  db: Database,
  asker: CountedAsker,
  { atOnce: open, since, lately }: { atOnce: Allowed; lately: Allowed; since: number },
): Promise<AskedFor> {
  const args = { ...asker, since };
  const found = await ASKED_FOR.first(db, {
    ...args,
    ofPerson: oneMore(open.person),
    ofServer: oneMore(open.server),
    onePerson: lately.person === undefined ? 0 : 1,
    beforePerson: lately.person ?? 0,
    oneServer: lately.server === undefined ? 0 : 1,
    beforeServer: lately.server ?? 0,
  });
  if (!found) throw new Error('a query without a table gave no row');
  const { personSeveral, serverSeveral, ...counted } = found;
  const exactly = async (whose: keyof Allowed) => {
    const allowed = lately[whose];
    if (allowed === undefined) return null;
    const moments = await LATEST[whose].all(db, { ...args, limit: allowed + 1 });
    return tooMany(moments, allowed);
  };
  return {
    ...counted,
    ...(personSeveral === 1 && { personSince: await exactly('person') }),
    ...(serverSeveral === 1 && { serverSince: await exactly('server') }),
  };
}

/** So many rows show that there are too many, since each makes a picture at least. */
function oneMore(allowed: number | undefined): number {
  return allowed === undefined ? 0 : allowed + 1;
}

/** When those were asked for with which there are more than `allowed`, counting from the newest. */
export function tooMany(moments: readonly Moment[], allowed: number): number | null {
  let sum = 0;
  for (const { createdAt, pictures } of moments.toSorted((a, b) => b.createdAt - a.createdAt)) {
    sum += pictures;
    if (sum > allowed) return createdAt;
  }
  return null;
}

import { sql, type RawBuilder } from 'kysely';
import { BotError } from '../../errors/errors.ts';
import type { Database } from '../store/database.ts';
import { personLock, serverLock } from '../store/locks.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import type { Pseudonym } from '../person/pseudonym.ts';
import type { Changing } from './changing.ts';

const HOUR_MS = 60 * 60_000;

/** How much one person, or one server, may ask for. 0 is no limit. */
export interface Limits {
  /** Jobs that are not over. */
  readonly atOncePerPerson: number;
  readonly atOncePerServer: number;
  /** Jobs that were asked for within the last hour, however they ended. */
  readonly hourlyPerPerson: number;
  readonly hourlyPerServer: number;
}

export const NO_LIMITS: Limits = Object.freeze({
  atOncePerPerson: 0,
  atOncePerServer: 0,
  hourlyPerPerson: 0,
  hourlyPerServer: 0,
});

/** Who asked for a job, and where. */
interface Asker {
  readonly userId: string;
  /** Gives the name under which the jobs that they had erased still count. */
  readonly pseudonym: Pseudonym;
  readonly guildId: string;
}

const PERSON = sql`user_id IN (${argument('userId')}, ${argument('pseudonym')})`;
const SERVER = sql`guild_id = ${argument('guildId')}`;

/** Jobs that are not over, counted no further than shows that they are too many. */
function atOnce(whose: RawBuilder<unknown>, most: string): RawBuilder<number> {
  return sql`(SELECT count(*) FROM (SELECT 1 FROM jobs WHERE ${whose} AND finished_at IS NULL
    LIMIT ${argument(most)}) AS counted)`;
}

/**
 * When the job was asked for that is one too many within the last hour, counting from the newest.
 */
function oneTooMany(
  whose: RawBuilder<unknown>,
  { most, before }: { readonly most: string; readonly before: string },
): RawBuilder<number | null> {
  return sql`(SELECT created_at FROM jobs WHERE ${whose} AND created_at > ${argument('since')}
    ORDER BY created_at DESC LIMIT ${argument(most)} OFFSET ${argument(before)})`;
}

/** All in one query, since everybody waits for it. */
const WITHIN_LIMITS = new PreparedQuery<{
  readonly ofPerson: number;
  readonly personSince: number | null;
  readonly ofServer: number;
  readonly serverSince: number | null;
}>(
  () => sql`SELECT ${atOnce(PERSON, 'ofPerson')} AS of_person,
    ${oneTooMany(PERSON, { most: 'onePerson', before: 'beforePerson' })} AS person_since,
    ${atOnce(SERVER, 'ofServer')} AS of_server,
    ${oneTooMany(SERVER, { most: 'oneServer', before: 'beforeServer' })} AS server_since`,
);

/**
 * Whether one more job would be within the limits, as far as can be told without a lock: before
 * anything else is done with a request.
 *
 * @throws BotError that says which limit was reached, and when it is possible again.
 */
export async function requireRoom(
  db: Database,
  asker: Asker,
  limits: Limits,
  now: number,
): Promise<void> {
  await count(db, { asker, limits, now, more: 1 });
}

/**
 * The same for a job that is among the rows already, in the transaction that writes it and holding
 * the locks of its person and its server. So two requests at the same time cannot both be the last
 * one allowed, and a restart changes nothing.
 *
 * @throws BotError that says which limit was reached, and when it is possible again.
 */
export async function requireWithinLimits(
  { trx, locks, now }: Changing,
  asker: Asker,
  limits: Limits,
): Promise<void> {
  locks.require(personLock(asker.userId), serverLock(asker.guildId));
  await count(trx, { asker, limits, now, more: 0 });
}

interface Counting {
  readonly asker: Asker;
  readonly limits: Limits;
  readonly now: number;
  /** How many of the jobs asked for have no row yet. */
  readonly more: 0 | 1;
}

async function count(db: Database, { asker, limits, now, more }: Counting): Promise<void> {
  const { userId, pseudonym, guildId } = asker;
  const { atOncePerPerson, atOncePerServer, hourlyPerPerson, hourlyPerServer } = limits;
  const found = await WITHIN_LIMITS.first(db, {
    userId,
    pseudonym: pseudonym(userId),
    guildId,
    since: now - HOUR_MS,
    ofPerson: atOncePerPerson > 0 ? atOncePerPerson + 1 : 0,
    ofServer: atOncePerServer > 0 ? atOncePerServer + 1 : 0,
    onePerson: hourlyPerPerson > 0 ? 1 : 0,
    beforePerson: Math.max(0, hourlyPerPerson - more),
    oneServer: hourlyPerServer > 0 ? 1 : 0,
    beforeServer: Math.max(0, hourlyPerServer - more),
  });
  if (!found) return;
  requireFewAtOnce(found.ofPerson + more, atOncePerPerson, 'too_many_at_once');
  requireFewAnHour(found.personSince, hourlyPerPerson, 'too_many_an_hour');
  requireFewAtOnce(found.ofServer + more, atOncePerServer, 'server_too_many_at_once');
  requireFewAnHour(found.serverSince, hourlyPerServer, 'server_too_many_an_hour');
}

function requireFewAtOnce(
  count: number,
  most: number,
  code: 'too_many_at_once' | 'server_too_many_at_once',
): void {
  if (most > 0 && count > most) throw new BotError(code, { facts: { count: most } });
}

/** @param since when the job was asked for that has to turn an hour old first, if there is one. */
function requireFewAnHour(
  since: number | null,
  most: number,
  code: 'too_many_an_hour' | 'server_too_many_an_hour',
): void {
  if (since === null) return;
  const at = Math.ceil((since + HOUR_MS) / 1000);
  throw new BotError(code, { facts: { count: most, at } });
}

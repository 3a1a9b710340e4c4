import { sql, type RawBuilder } from 'kysely';
import { BotError } from '../../errors/errors.ts';
import type { Database } from '../store/database.ts';
import { argument, PreparedQuery } from '../store/prepared-query.ts';
import type { Pseudonym } from '../person/pseudonym.ts';

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
  /** Gives that by which jobs of theirs are known that they had erased. */
  readonly pseudonym: Pseudonym;
  readonly guildId: string;
}

const PERSON = sql`user_id IN (${argument('userId')}, ${argument('pseudonym')})`;
const SERVER = sql`guild_id = ${argument('guildId')}`;

/** Of what is not over: no more than says that it is too much. */
function atOnce(whose: RawBuilder<unknown>, limit: keyof Limits): RawBuilder<number> {
  const most = argument(limit);
  return sql`(SELECT count(*) FROM (SELECT 1 FROM jobs WHERE ${whose} AND finished_at IS NULL
    LIMIT iif(${most} > 0, ${most} + 1, 0)))`;
}

/** Of the last hour: when the job was asked for that is one too many, the newest being the first. */
function oneTooMany(whose: RawBuilder<unknown>, limit: keyof Limits): RawBuilder<number | null> {
  const most = argument(limit);
  return sql`(SELECT created_at FROM jobs WHERE ${whose} AND created_at > ${argument('since')}
    ORDER BY created_at DESC LIMIT ${most} > 0 OFFSET ${most} - ${argument('more')})`;
}

/** All in one, since everybody waits for it. */
const WITHIN_LIMITS = new PreparedQuery<{
  readonly ofPerson: number;
  readonly personSince: number | null;
  readonly ofServer: number;
  readonly serverSince: number | null;
}>(
  () => sql`SELECT ${atOnce(PERSON, 'atOncePerPerson')} AS of_person,
    ${oneTooMany(PERSON, 'hourlyPerPerson')} AS person_since,
    ${atOnce(SERVER, 'atOncePerServer')} AS of_server,
    ${oneTooMany(SERVER, 'hourlyPerServer')} AS server_since`,
);

/**
 * Counts what the log holds. That is done twice: before anything else is made of a request, and
 * again with the new row, in the transaction that writes it. So two requests at the same time cannot
 * both be the last one allowed, and a restart changes nothing.
 *
 * @param more how many jobs are asked for that are not among the rows yet.
 * @throws BotError that says which limit was reached, and when it is possible again.
 */
export async function requireWithinLimits(
  db: Database,
  { userId, pseudonym, guildId }: Asker,
  limits: Limits,
  now: number,
  more: 0 | 1 = 0,
): Promise<void> {
  const { atOncePerPerson, atOncePerServer, hourlyPerPerson, hourlyPerServer } = limits;
  const asker = { userId, pseudonym: pseudonym(userId), guildId };
  const found = await WITHIN_LIMITS.first(db, { ...asker, ...limits, since: now - HOUR_MS, more });
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

/** @param since when the job was asked for that has to be an hour old first, if there is one. */
function requireFewAnHour(
  since: number | null,
  most: number,
  code: 'too_many_an_hour' | 'server_too_many_an_hour',
): void {
  if (since === null) return;
  const at = Math.ceil((since + HOUR_MS) / 1000);
  throw new BotError(code, { facts: { count: most, at } });
}

import type { Transaction } from 'kysely';
import { BotError } from '../errors.ts';
import type { Tables } from './tables.ts';

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
  /** By which jobs of theirs are known that they had erased. */
  readonly pseudonym: string;
  readonly guildId: string;
}

/**
 * Counts what the log holds, the new row included, in the transaction that writes it: two requests
 * at the same time cannot both be the last one allowed, and a restart changes nothing.
 *
 * @throws BotError that says which limit was reached, and when it is possible again.
 */
export async function requireWithinLimits(
  trx: Transaction<Tables>,
  { userId, pseudonym, guildId }: Asker,
  limits: Limits,
  now: number,
): Promise<void> {
  const { atOncePerPerson, atOncePerServer, hourlyPerPerson, hourlyPerServer } = limits;
  const person = { column: 'userId', values: [userId, pseudonym] } as const;
  const server = { column: 'guildId', values: [guildId] } as const;
  await requireFewAtOnce(trx, person, atOncePerPerson, 'too_many_at_once');
  await requireFewAnHour(trx, person, hourlyPerPerson, now, 'too_many_an_hour');
  await requireFewAtOnce(trx, server, atOncePerServer, 'server_too_many_at_once');
  await requireFewAnHour(trx, server, hourlyPerServer, now, 'server_too_many_an_hour');
}

interface Whose {
  readonly column: 'userId' | 'guildId';
  readonly values: readonly string[];
}

async function requireFewAtOnce(
  trx: Transaction<Tables>,
  { column, values }: Whose,
  most: number,
  code: 'too_many_at_once' | 'server_too_many_at_once',
): Promise<void> {
  if (most === 0) return;
  const { count } = await trx
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(column, 'in', values)
    .where('finishedAt', 'is', null)
    .executeTakeFirstOrThrow();
  if (count > most) throw new BotError(code, { facts: { count: String(most) } });
}

async function requireFewAnHour(
  trx: Transaction<Tables>,
  { column, values }: Whose,
  most: number,
  now: number,
  code: 'too_many_an_hour' | 'server_too_many_an_hour',
): Promise<void> {
  if (most === 0) return;
  const inTheWay = await trx
    .selectFrom('jobs')
    .select('createdAt')
    .where(column, 'in', values)
    .where('createdAt', '>', now - HOUR_MS)
    .orderBy('createdAt', 'desc')
    // The newest is the one that is asked for now.
    .offset(most)
    .limit(1)
    .executeTakeFirst();
  if (!inTheWay) return;
  const at = String(Math.ceil((inTheWay.createdAt + HOUR_MS) / 1000));
  throw new BotError(code, { facts: { count: String(most), at } });
}

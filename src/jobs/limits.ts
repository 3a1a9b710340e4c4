import { BotError } from '../errors.ts';
import type { Database } from './database.ts';
import type { Pseudonym } from './pseudonym.ts';

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
  const person = { column: 'userId', values: () => [userId, pseudonym(userId)] } as const;
  const server = { column: 'guildId', values: () => [guildId] } as const;
  await requireFewAtOnce(db, person, atOncePerPerson, more, 'too_many_at_once');
  await requireFewAnHour(db, person, hourlyPerPerson, more, now, 'too_many_an_hour');
  await requireFewAtOnce(db, server, atOncePerServer, more, 'server_too_many_at_once');
  await requireFewAnHour(db, server, hourlyPerServer, more, now, 'server_too_many_an_hour');
}

interface Whose {
  readonly column: 'userId' | 'guildId';
  readonly values: () => readonly string[];
}

async function requireFewAtOnce(
  db: Database,
  { column, values }: Whose,
  most: number,
  more: number,
  code: 'too_many_at_once' | 'server_too_many_at_once',
): Promise<void> {
  if (most === 0) return;
  const { count } = await db
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(column, 'in', values())
    .where('finishedAt', 'is', null)
    .executeTakeFirstOrThrow();
  if (count + more > most) throw new BotError(code, { facts: { count: String(most) } });
}

async function requireFewAnHour(
  db: Database,
  { column, values }: Whose,
  most: number,
  more: number,
  now: number,
  code: 'too_many_an_hour' | 'server_too_many_an_hour',
): Promise<void> {
  if (most === 0) return;
  const inTheWay = await db
    .selectFrom('jobs')
    .select('createdAt')
    .where(column, 'in', values())
    .where('createdAt', '>', now - HOUR_MS)
    .orderBy('createdAt', 'desc')
    // The newest is the one that is asked for now, once it has its row.
    .offset(most - more)
    .limit(1)
    .executeTakeFirst();
  if (!inTheWay) return;
  const at = String(Math.ceil((inTheWay.createdAt + HOUR_MS) / 1000));
  throw new BotError(code, { facts: { count: String(most), at } });
}

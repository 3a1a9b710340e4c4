import { BotError } from '../../errors/errors.ts';
import type { Database } from '../../store/database.ts';
import { personLock, serverLock } from '../../store/locks.ts';
import type { Pseudonym } from '../../store/pseudonym.ts';
import { requireNotDraining } from '../../operator/drain.ts';
import { requireNotPaused } from '../person/pauses.ts';
import { askedFor } from './asked-for.ts';
import type { Changing } from './changing.ts';

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

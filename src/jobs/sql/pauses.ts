import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import { BotError } from '../../errors/errors.ts';
import type { Database } from '../../store/database.ts';
import { personLock } from '../../store/locks.ts';
import type { Pseudonym } from '../../store/key-file.ts';
import { argument, deleteSome, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../../store/tables.ts';
import type { Changing } from './changing.ts';

/*
 * A member whose prompts are refused repeatedly, each time by a strong match, cannot make pictures
 * for a day.
 *
 * Stored rows name neither member nor prompt: keyed hashes of the member's id and of the words, a
 * time and, for a pause, the number of tries and its end. Tries are deleted once they cause a
 * pause.
 */

/** How long a try counts, and how long a pause lasts. */
export const PAUSE_MS = 24 * 60 * 60_000;

/** Runs with every request for a picture. */
const RUNNING = new PreparedQuery<{ endsAt: number; appealed: number }>(
  () => sql`SELECT ends_at AS "endsAt", appealed FROM safety_pauses
    WHERE person = ${argument('person')} AND ends_at > ${argument('now')}`,
);

/** A pause that has not ended. */
export interface Pause {
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  /** Whether the member asked the operator to end it. */
  readonly appealed: boolean;
}

/** What is stored about a member, without their key. */
export interface PauseRecords {
  readonly tries: readonly Omit<Tables['safetyTries'], 'person'>[];
  readonly pauses: readonly Pick<Tables['safetyPauses'], 'count' | 'endsAt'>[];
}

export interface PausesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly pseudonym: Pseudonym;
  /** How many different tries in a day cause a pause. 0: no pauses, and nothing is stored. */
  readonly after: number;
}

/** Counts refused prompts and pauses members. */
export class Pauses {
  readonly #options: PausesOptions;

  constructor(options: PausesOptions) {
    this.#options = options;
  }

  /** The member's current pause, if any. */
  of(userId: string): Promise<Pause | undefined> {
    const { store, clock, pseudonym } = this.#options;
    return runningPause(store.read, pseudonym(userId), clock.now());
  }

  /**
   * Counts a refused prompt. The same letters and digits count once.
   *
   * @throws BotError `paused` if it causes a pause, or one is running.
   */
  async noteTry(userId: string, text: string): Promise<void> {
    const { store, clock, pseudonym, after } = this.#options;
    if (after === 0) return;
    const person = pseudonym(userId);
    const words = this.#hashOf(userId, text);
    const pause = await store.write(async (trx, locks) => {
      await locks.hold(personLock(userId));
      const now = clock.now();
      return (await runningPause(trx, person, now)) ?? countTry(trx, { person, words }, now, after);
    }, 'person');
    if (pause) throw paused(pause);
  }

  /** Records that the member asked the operator to end the pause. */
  async noteAppeal(userId: string): Promise<void> {
    const { store, pseudonym } = this.#options;
    const person = pseudonym(userId);
    await store.write(async (trx, locks) => {
      await locks.hold(personLock(userId));
      const ofPerson = trx.updateTable('safetyPauses').where('person', '=', person);
      await ofPerson.set({ appealed: 1 }).execute();
    }, 'person');
  }

  async recordsOf(userId: string): Promise<PauseRecords> {
    const { store, pseudonym } = this.#options;
    const person = pseudonym(userId);
    const tries = store.read.selectFrom('safetyTries').select(['words', 'triedAt']);
    const pauses = store.read.selectFrom('safetyPauses').select(['count', 'endsAt']);
    return {
      tries: await tries.where('person', '=', person).execute(),
      pauses: await pauses.where('person', '=', person).execute(),
    };
  }

  /** A key per member, so that the same words of two members have different hashes. */
  #hashOf(userId: string, text: string): string {
    const plain = text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '');
    const key = this.#options.pseudonym(`words-${userId}`);
    return createHmac('sha256', key).update(plain).digest('hex').slice(0, 32);
  }
}

/**
 * Runs before a job is written, and again in its transaction.
 *
 * @throws BotError `paused`.
 */
export async function requireNotPaused(db: Database, person: string, now: number): Promise<void> {
  const pause = await runningPause(db, person, now);
  if (pause) throw paused(pause);
}

async function runningPause(db: Database, person: string, now: number): Promise<Pause | undefined> {
  const row = await RUNNING.first(db, { person, now });
  // Clock went backwards: a pause lasts a day at most.
  return row && { endsAt: Math.min(row.endsAt, now + PAUSE_MS), appealed: row.appealed === 1 };
}

function paused({ endsAt }: Pause): BotError {
  return new BotError('paused', { facts: { at: Math.ceil(endsAt / 1000) } });
}

/** Stores a try. Returns the pause that it causes. */
async function countTry(
  trx: Database,
  { person, words }: Pick<Tables['safetyTries'], 'person' | 'words'>,
  now: number,
  after: number,
): Promise<Pause | undefined> {
  const since = now - PAUSE_MS;
  await trx
    .insertInto('safetyTries')
    .values({ person, words, triedAt: now })
    .onConflict((conflict) =>
      conflict
        .columns(['person', 'words'])
        .doUpdateSet({ triedAt: now })
        .where('safetyTries.triedAt', '<=', since),
    )
    .execute();
  const tries = await trx
    .selectFrom('safetyTries')
    .select('words')
    .where('person', '=', person)
    .where('triedAt', '>', since)
    .limit(after)
    .execute();
  const count = tries.length;
  if (count < after) return undefined;
  await trx.deleteFrom('safetyTries').where('person', '=', person).execute();
  const pause = { count, endsAt: now + PAUSE_MS, appealed: 0 };
  await trx
    .insertInto('safetyPauses')
    .values({ person, ...pause })
    .onConflict((conflict) => conflict.column('person').doUpdateSet(pause))
    .execute();
  return { endsAt: pause.endsAt, appealed: false };
}

/** Erases a member's tries. Keeps the key and end of a running pause. */
export async function erasePauses(changing: Changing, userId: string): Promise<boolean> {
  await changing.locks.hold(personLock(userId));
  const { trx, pseudonym, now } = changing;
  const person = pseudonym(userId);
  const ofPerson = trx.deleteFrom('safetyPauses').where('person', '=', person);
  await trx.deleteFrom('safetyTries').where('person', '=', person).execute();
  await ofPerson.where('endsAt', '<=', now).execute();
  await trx
    .updateTable('safetyPauses')
    .set({ count: null, appealed: 0 })
    .where('person', '=', person)
    .execute();
  return false;
}

/**
 * Deletes some tries and pauses that expired more than `keepMs` ago. Clamps times from a clock that
 * ran ahead, or a pause would last until then. Returns how many were deleted.
 */
export async function forgetPauses(
  { trx }: Pick<Changing, 'trx'>,
  now: number,
  keepMs: number,
): Promise<number> {
  const oldTry = sql`tried_at <= ${now - PAUSE_MS - keepMs}`;
  const tries = await deleteSome(trx, ['safetyTries', 'person', 'words'], oldTry);
  const oldPause = sql`ends_at <= ${now - keepMs}`;
  const pauses = await deleteSome(trx, ['safetyPauses', 'person'], oldPause);
  await trx.updateTable('safetyTries').set({ triedAt: now }).where('triedAt', '>', now).execute();
  const latest = now + PAUSE_MS;
  await trx
    .updateTable('safetyPauses')
    .set({ endsAt: latest })
    .where('endsAt', '>', latest)
    .execute();
  return tries + pauses;
}

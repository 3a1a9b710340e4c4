import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from './database.ts';
import { interactionLock, type Locks } from './locks.ts';
import { argument, PreparedQuery } from './queries.ts';
import type { Store } from './store.ts';

/**
 * What Discord shows until the response: a public or ephemeral "thinking…", or the clicked message
 * unchanged.
 */
export const DEFERRAL_KINDS = ['public', 'ephemeral', 'update'] as const;
export type DeferralKind = (typeof DEFERRAL_KINDS)[number];

/** An interaction that is acknowledged before its response. */
export interface Deferral {
  readonly interactionId: string;
  readonly token: string;
  readonly kind: DeferralKind;
  /** When the token expires, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The member's Discord locale, if known. */
  readonly locale?: string | undefined;
}

const kindOf = z.enum(DEFERRAL_KINDS);

const TAKE = new PreparedQuery<{ kind: string }>(
  () => sql`DELETE FROM deferrals WHERE interaction_id = ${argument('interactionId')}
    RETURNING kind`,
);

/**
 * Removes an interaction's deferral in the transaction that records its response, under the lock of
 * the interaction. Returns how it was deferred, if it was.
 */
export async function takeDeferral(
  { trx, locks }: { readonly trx: Database; readonly locks: Locks },
  interactionId: string,
): Promise<DeferralKind | undefined> {
  locks.require(interactionLock(interactionId));
  const row = await TAKE.first(trx, { interactionId });
  return row && kindOf.parse(row.kind);
}

/** Deferred interactions that still need a response. */
export class Deferrals {
  readonly #store: Store;
  readonly #answered: string[] = [];
  #isRemovalQueued = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** See {@link Store.roundTripMs}. */
  get roundTripMs(): number {
    return this.#store.roundTripMs;
  }

  /**
   * Records deferrals ahead of all other writes. Returns the interactions to defer: not those
   * deferred before, nor those whose job exists already.
   *
   * @throws BotError `log_unwritable`.
   */
  note(deferrals: readonly Deferral[]): Promise<ReadonlySet<string>> {
    const ids = deferrals.map(({ interactionId }) => interactionId);
    return this.#store.write(async (trx, locks) => {
      await locks.hold(...ids.map(interactionLock));
      // One statement, since members wait for the answers of a slow database.
      const values = deferrals.map(
        ({ interactionId, token, kind, expiresAt, locale = null }) =>
          sql`(${interactionId}, ${token}, ${kind}, CAST(${expiresAt} AS bigint), ${this.#store.process}, CAST(${locale} AS text))`,
      );
      const { rows } = await sql<{ interactionId: string }>`
        INSERT INTO deferrals (interaction_id, token, kind, expires_at, process, locale)
        SELECT column1, column2, column3, column4, column5, column6 FROM (VALUES ${sql.join(values)}) AS due
          WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE interaction_id = column1)
        ON CONFLICT DO NOTHING
        RETURNING interaction_id`.execute(trx);
      return new Set(rows.map(({ interactionId }) => interactionId));
    }, 'deferral');
  }

  /**
   * Removes a deferral with the next commit, after the response. If the process dies before, the
   * next start checks it.
   */
  answered(interactionId: string): void {
    this.#answered.push(interactionId);
    if (this.#isRemovalQueued) return;
    this.#isRemovalQueued = true;
    let taken: readonly string[] | undefined;
    // Late, for as many as possible, but once: the piece may run again.
    const take = () => {
      this.#isRemovalQueued = false;
      return this.#answered.splice(0);
    };
    const removed = this.#store.writeLazily((trx) => removeAll(trx, (taken ??= take())));
    removed.catch(() => {
      // The next removal takes them along. Without one, they go once their tokens expire.
      this.#answered.push(...(taken ?? take()));
    });
  }

  /**
   * Deferrals without a response from ended processes. On SQLite, those of this process are among
   * them.
   */
  async left(): Promise<readonly Deferral[]> {
    const rows = await this.#store.read
      .selectFrom('deferrals')
      .select(['interactionId', 'token', 'kind', 'expiresAt', 'locale'])
      .where((eb) => eb('process', 'not in', eb.selectFrom('processes').select('id')))
      .execute();
    return rows.map(({ locale, ...row }) => ({
      ...row,
      kind: kindOf.parse(row.kind),
      ...(locale !== null && { locale }),
    }));
  }

  async remove(interactionIds: readonly string[]): Promise<void> {
    await this.#store.write((trx) => removeAll(trx, interactionIds));
    this.#store.leaveNoTrace();
  }
}

async function removeAll(trx: Database, interactionIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('deferrals').where('interactionId', 'in', interactionIds).execute();
}

/** Removes deferrals without a response whose tokens have expired. Returns how many. */
export async function forgetExpired(trx: Database, now: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('deferrals')
    .where('expiresAt', '<', now)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

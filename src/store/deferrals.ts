import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from './database.ts';
import { argument, PreparedQuery } from './queries.ts';
import type { Store } from './store.ts';

/** What Discord shows until the answer: a public or ephemeral "thinking…", or the clicked message unchanged. */
export const DEFERRAL_KINDS = ['public', 'ephemeral', 'update'] as const;
export type DeferralKind = (typeof DEFERRAL_KINDS)[number];

/** An interaction that is acknowledged before it is answered. */
export interface Deferral {
  readonly interactionId: string;
  readonly token: string;
  readonly kind: DeferralKind;
  /** When the token ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

const kindOf = z.enum(DEFERRAL_KINDS);

const TAKE = new PreparedQuery<{ kind: string }>(
  () => sql`DELETE FROM deferrals WHERE interaction_id = ${argument('interactionId')}
    RETURNING kind`,
);

/**
 * Removes the deferral of an interaction in the transaction that records its answer. Returns how it
 * was deferred, if it was.
 */
export async function takeDeferral(
  trx: Database,
  interactionId: string,
): Promise<DeferralKind | undefined> {
  const row = await TAKE.first(trx, { interactionId });
  return row && kindOf.parse(row.kind);
}

/** The interactions that were deferred and still need their answer. */
export class Deferrals {
  readonly #store: Store;
  readonly #answered: string[] = [];
  #isRemovalQueued = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Records deferrals ahead of all other writes. Returns the interactions that may be deferred: not
   * those that were deferred before, nor those whose job is recorded already.
   *
   * @throws BotError `log_unwritable`.
   */
  note(deferrals: readonly Deferral[]): Promise<ReadonlySet<string>> {
    const ids = deferrals.map(({ interactionId }) => interactionId);
    return this.#store.write(async (trx) => {
      const jobs = await trx
        .selectFrom('jobs')
        .select('interactionId')
        .where('interactionId', 'in', ids)
        .execute();
      const taken = new Set(jobs.map(({ interactionId }) => interactionId));
      const open = deferrals.filter(({ interactionId }) => !taken.has(interactionId));
      if (open.length === 0) return new Set();
      const written = await trx
        .insertInto('deferrals')
        .values(open)
        .onConflict((conflict) => conflict.doNothing())
        .returning('interactionId')
        .execute();
      return new Set(written.map(({ interactionId }) => interactionId));
    }, 'deferral');
  }

  /** It has its answer. Removed with the next commit; if the process dies before, the next start checks it. */
  answered(interactionId: string): void {
    this.#answered.push(interactionId);
    if (this.#isRemovalQueued) return;
    this.#isRemovalQueued = true;
    const remove = (trx: Database) => {
      this.#isRemovalQueued = false;
      return removeAll(trx, this.#answered.splice(0));
    };
    // Where the commit fails, the rows go once their tokens have ended.
    this.#store.writeAlong(remove).catch(() => {
      this.#isRemovalQueued = false;
    });
  }

  /** Those that an earlier process left unanswered. */
  async left(): Promise<readonly Deferral[]> {
    const rows = await this.#store.read.selectFrom('deferrals').selectAll().execute();
    return rows.map((row) => ({ ...row, kind: kindOf.parse(row.kind) }));
  }

  async remove(interactionIds: readonly string[]): Promise<void> {
    await this.#store.write((trx) => removeAll(trx, interactionIds));
    this.#store.leaveNoTrace();
  }
}

async function removeAll(trx: Database, interactionIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('deferrals').where('interactionId', 'in', interactionIds).execute();
}

/** Removes those that were never answered and whose tokens have expired. Returns how many. */
export async function forgetExpired(trx: Database, now: number): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('deferrals')
    .where('expiresAt', '<', now)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import { BotError } from '../../errors/errors.ts';
import type { Changing } from '../../jobs/sql/changing.ts';
import type { Database } from '../../store/database.ts';
import { deleteSome } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../../store/tables.ts';

/** A member gets one export in this time; its time is forgotten afterwards. */
export const BETWEEN_COPIES_MS = 60 * 60_000;

/** An export under way. */
export interface DataCopy {
  /** Ends the export; it counts only if sent. Always call it. */
  end(sent: boolean): Promise<void>;
}

/**
 * Limits exports of members' data, since each walks through all stored rows.
 *
 * An export has its row from the start, so an erasure meanwhile removes it: ending it updates a row
 * and never inserts one. While it is under way, its time is the negative of when it began, which
 * names it. Such a row does not count.
 */
export class DataCopies {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #underWay = new Set<string>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Begins an export for a member.
   *
   * @throws BotError `export_under_way` and `export_too_soon`.
   */
  async begin(userId: string): Promise<DataCopy> {
    if (this.#underWay.has(userId)) throw new BotError('export_under_way');
    this.#underWay.add(userId);
    try {
      const now = this.#clock.now();
      const underWay = { userId, sentAt: -now };
      const isAlone = this.#store.process === '';
      await this.#store.write((trx) => beginCopy(trx, underWay, { now, isAlone }), 'person');
      return { end: (sent) => this.#end(underWay, sent) };
    } catch (error) {
      this.#underWay.delete(userId);
      throw error;
    }
  }

  async #end(underWay: DataCopyRow, sent: boolean): Promise<void> {
    const sentAt = this.#clock.now();
    try {
      if (sent) await this.#store.write((trx) => noteSent(trx, underWay, sentAt));
      else await this.#store.write((trx) => removeCopy(trx, underWay), 'person');
    } finally {
      // The member may ask again only now, so that the next export keeps its row.
      this.#underWay.delete(underWay.userId);
    }
  }
}

type DataCopyRow = Tables['dataCopies'];

/** How long an export may take: one that began earlier at another process has died with it. */
const LONGEST_EXPORT_MS = 10 * 60_000;

/**
 * `isAlone`: no other process may have one under way.
 *
 * @throws BotError `export_too_soon` if the last one was sent less than an hour ago, and
 * `export_under_way` if another process has begun one.
 */
async function beginCopy(
  trx: Database,
  underWay: DataCopyRow,
  { now, isAlone }: { readonly now: number; readonly isAlone: boolean },
): Promise<void> {
  const begun = await trx
    .insertInto('dataCopies')
    .values(underWay)
    .onConflict((conflict) =>
      conflict
        .column('userId')
        .doUpdateSet(underWay)
        .where((eb) =>
          eb.or([
            eb.between('dataCopies.sentAt', 0, now - BETWEEN_COPIES_MS),
            // It is the negative of when an export began that was never sent.
            eb.between(
              'dataCopies.sentAt',
              isAlone ? Number.MIN_SAFE_INTEGER : LONGEST_EXPORT_MS - now,
              -1,
            ),
            // Clock went backwards: do not refuse an export.
            eb('dataCopies.sentAt', '>', now),
          ]),
        ),
    )
    .returning('userId')
    .executeTakeFirst();
  if (begun) return;
  const last = await trx
    .selectFrom('dataCopies')
    .select('sentAt')
    .where('userId', '=', underWay.userId)
    .executeTakeFirst();
  if (last && last.sentAt < 0) throw new BotError('export_under_way');
  const opensAt = last ? last.sentAt + BETWEEN_COPIES_MS : now;
  throw new BotError('export_too_soon', { facts: { at: Math.ceil(opensAt / 1000) } });
}

async function noteSent(
  trx: Database,
  { userId, sentAt: begun }: DataCopyRow,
  sentAt: number,
): Promise<void> {
  await trx
    .updateTable('dataCopies')
    .set({ sentAt })
    .where('userId', '=', userId)
    .where('sentAt', '=', begun)
    .execute();
}

async function removeCopy(trx: Database, { userId, sentAt }: DataCopyRow): Promise<void> {
  await trx
    .deleteFrom('dataCopies')
    .where('userId', '=', userId)
    .where('sentAt', '=', sentAt)
    .execute();
}

/**
 * Forgets some exports sent before that time, and those that began before it and never ended.
 * Returns how many.
 */
export function forgetCopies({ trx }: Pick<Changing, 'trx'>, before: number): Promise<number> {
  return deleteSome(
    trx,
    ['dataCopies', 'userId'],
    sql`sent_at < ${before} AND sent_at > ${-before}`,
  );
}

import type { Clock } from '../../engines/clock.ts';
import { BotError } from '../../errors/errors.ts';
import type { Store } from '../../store/store.ts';

/** A member gets one export in this time; its time is forgotten afterwards. */
export const BETWEEN_COPIES_MS = 60 * 60_000;

/** The time of an export under way. It never counts. */
const NOT_YET = 0;

/** An export under way. */
export interface DataCopy {
  /** Ends the export; it counts only if sent. Always call it. */
  end(sent: boolean): Promise<void>;
}

/**
 * Limits exports of members' data, since each walks through all stored rows.
 *
 * An export has its row from the start, so an erasure meanwhile removes it: ending it updates a row
 * and never inserts one.
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
      await this.#requireTime(userId);
      await this.#store.write(
        (trx) =>
          trx
            .insertInto('dataCopies')
            .values({ userId, sentAt: NOT_YET })
            .onConflict((conflict) => conflict.column('userId').doUpdateSet({ sentAt: NOT_YET }))
            .execute(),
        'person',
      );
    } catch (error) {
      this.#underWay.delete(userId);
      throw error;
    }
    return { end: (sent) => this.#end(userId, sent) };
  }

  async #requireTime(userId: string): Promise<void> {
    const now = this.#clock.now();
    const last = await this.#store.read
      .selectFrom('dataCopies')
      .select('sentAt')
      .where('userId', '=', userId)
      // Clock went backwards: do not refuse an export.
      .where('sentAt', '<=', now)
      .executeTakeFirst();
    const opensAt = (last?.sentAt ?? -Infinity) + BETWEEN_COPIES_MS;
    if (opensAt <= now) return;
    throw new BotError('export_too_soon', { facts: { at: Math.ceil(opensAt / 1000) } });
  }

  async #end(userId: string, sent: boolean): Promise<void> {
    if (!sent) {
      // The member may ask again at once: that write comes after this one.
      this.#underWay.delete(userId);
      await this.#store.write(
        (trx) =>
          trx
            .deleteFrom('dataCopies')
            .where('userId', '=', userId)
            .where('sentAt', '=', NOT_YET)
            .execute(),
        'person',
      );
      return;
    }
    const sentAt = this.#clock.now();
    try {
      await this.#store.write((trx) =>
        trx
          .updateTable('dataCopies')
          .set({ sentAt })
          .where('userId', '=', userId)
          .where('sentAt', '=', NOT_YET)
          .execute(),
      );
    } finally {
      this.#underWay.delete(userId);
    }
  }
}

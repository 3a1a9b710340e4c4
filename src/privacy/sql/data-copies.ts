import type { Clock } from '../../engines/clock.ts';
import { BotError } from '../../errors/errors.ts';
import type { Store } from '../../store/store.ts';

/** A person is sent one copy of their data in this time; when that was is forgotten afterwards. */
export const BETWEEN_COPIES_MS = 60 * 60_000;

/** Stands for the time in the row of a copy that is under way. It counts for nobody. */
const NOT_YET = 0;

/** A copy of somebody's data that is under way. */
export interface DataCopy {
  /** It was sent, or was not and does not count. Always to be called. */
  end(sent: boolean): Promise<void>;
}

/**
 * How often people are sent a copy of their data, which costs a walk through all that is kept.
 *
 * A copy has its row from the beginning, so that an erasure meanwhile takes it away: what is noted at
 * the end changes a row and makes none.
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
   * Begins a copy for somebody.
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
      // A clock that was set back keeps nobody from theirs.
      .where('sentAt', '<=', now)
      .executeTakeFirst();
    const opensAt = (last?.sentAt ?? -Infinity) + BETWEEN_COPIES_MS;
    if (opensAt <= now) return;
    throw new BotError('export_too_soon', { facts: { at: Math.ceil(opensAt / 1000) } });
  }

  async #end(userId: string, sent: boolean): Promise<void> {
    if (!sent) {
      // They may ask again at once: what that writes comes after this.
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

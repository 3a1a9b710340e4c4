import { sql } from 'kysely';
import { personLock } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/** How somebody wants to be told and shown things. */
export interface OwnSettings {
  /** Whether they are told of the end of a job that took long. */
  readonly notify: boolean;
  /** Whether they alone see what they ask for, unless they say otherwise with it. */
  readonly private: boolean;
  /** Whether their pictures are covered. */
  readonly spoiler: boolean;
  /** Whether others may ask to use a picture that they posted. */
  readonly askable: boolean;
}

/** What holds for whoever has never said. */
export const UNTOUCHED: OwnSettings = Object.freeze({
  notify: true,
  private: false,
  spoiler: false,
  askable: true,
});

interface Row {
  readonly notify: number;
  readonly private: number;
  readonly spoiler: number;
  readonly askable: number;
}

const SETTINGS = new PreparedQuery<Row>(
  () => sql`SELECT notify, private, spoiler, askable FROM person_settings
    WHERE user_id = ${argument('userId')}`,
);

/** What each person has chosen for themselves, but for what their pictures are made with. */
export class PersonSettings {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(userId: string): Promise<OwnSettings> {
    const row = await SETTINGS.first(this.#store.read, { userId });
    if (!row) return UNTOUCHED;
    return {
      notify: row.notify === 1,
      private: row.private === 1,
      spoiler: row.spoiler === 1,
      askable: row.askable === 1,
    };
  }

  /** What is left out stays as it is. */
  async change(userId: string, changes: Partial<OwnSettings>): Promise<void> {
    const columns = Object.fromEntries(
      Object.entries(changes).map(([name, value]) => [name, value ? 1 : 0]),
    );
    await this.#store.write(async (trx, locks) => {
      // The lock under which a question to them is decided.
      await locks.hold(personLock(userId));
      await trx
        .insertInto('personSettings')
        .values({ userId, ...columns })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet({ userId, ...columns }))
        .execute();
    }, 'person');
  }

  /** As if they had never chosen anything, for their pictures neither. */
  async reset(userId: string): Promise<void> {
    await this.#store.write(async (trx) => {
      await trx.deleteFrom('personSettings').where('userId', '=', userId).execute();
      await trx.deleteFrom('personDefaults').where('userId', '=', userId).execute();
    }, 'person');
  }
}

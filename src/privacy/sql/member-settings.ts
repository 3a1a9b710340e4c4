import { sql } from 'kysely';
import { isRecord } from '../../engines/record.ts';
import { jsonIn } from '../../jobs/sql/job-row.ts';
import type { KeptValues } from '../../recipes/settings.ts';
import type { Database } from '../../store/database.ts';
import { personLock } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';

/** A member's preferences for notifications and visibility. */
export interface OwnSettings {
  /** Whether to ping them when a long job ends. */
  readonly notify: boolean;
  /** Whether their jobs are private by default. */
  readonly private: boolean;
  /** Whether their pictures are spoilers. */
  readonly spoiler: boolean;
  /** Whether others may ask to use their posted pictures. */
  readonly askable: boolean;
  /** Whether usage charts of servers may name them. */
  readonly named: boolean;
}

/** The settings of a member who never changed any. */
export const DEFAULT_SETTINGS: OwnSettings = Object.freeze({
  notify: true,
  private: false,
  spoiler: false,
  askable: true,
  named: true,
});

const SETTINGS = new PreparedQuery<Readonly<Record<keyof OwnSettings, number>>>(
  () => sql`SELECT notify, private, spoiler, askable, named FROM person_settings
    WHERE user_id = ${argument('userId')}`,
);

/** Members' settings, except their default options. */
export class PersonSettings {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(userId: string): Promise<OwnSettings> {
    const row = await SETTINGS.first(this.#store.read, { userId });
    if (!row) return DEFAULT_SETTINGS;
    return {
      notify: row.notify === 1,
      private: row.private === 1,
      spoiler: row.spoiler === 1,
      askable: row.askable === 1,
      named: row.named === 1,
    };
  }

  /** Omitted settings stay. */
  async change(userId: string, changes: Partial<OwnSettings>): Promise<void> {
    const columns = Object.fromEntries(
      Object.entries(changes).map(([name, value]) => [name, value ? 1 : 0]),
    );
    await this.#store.write(async (trx, locks) => {
      // The lock for consent questions to them.
      await locks.hold(personLock(userId));
      await trx
        .insertInto('personSettings')
        .values({ userId, ...columns })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet({ userId, ...columns }))
        .execute();
    }, 'person');
  }

  /** Resets all settings, including default options. */
  async reset(userId: string): Promise<void> {
    await this.#store.write(async (trx, locks) => {
      await locks.hold(personLock(userId));
      await trx.deleteFrom('personSettings').where('userId', '=', userId).execute();
      await trx.deleteFrom('personDefaults').where('userId', '=', userId).execute();
    }, 'person');
  }
}

/** Runs with every request for a picture. */
const DEFAULTS = new PreparedQuery<{ options: string }>(
  () => sql`SELECT options FROM person_defaults
    WHERE user_id = ${argument('userId')} AND recipe = ${argument('recipe')}`,
);

/**
 * Members' default options by recipe. Returned as stored: the caller checks what the recipe accepts
 * now.
 */
export class PersonDefaults {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(userId: string, recipe: string): Promise<KeptValues> {
    return defaultsIn(this.#store.read, userId, recipe);
  }

  /** The recipes for which they have defaults. */
  async recipesOf(userId: string): Promise<ReadonlySet<string>> {
    const rows = await this.#store.read
      .selectFrom('personDefaults')
      .select('recipe')
      .where('userId', '=', userId)
      .execute();
    return new Set(rows.map(({ recipe }) => recipe));
  }

  /** Omitted options stay; `undefined` removes one. */
  async change(userId: string, recipe: string, changes: KeptValues): Promise<void> {
    await this.#store.write(async (trx, locks) => {
      await locks.hold(personLock(userId));
      const options = changedOptions(await defaultsIn(trx, userId, recipe), changes);
      if (Object.keys(options).length === 0) {
        await forget(trx, userId, recipe);
        return;
      }
      const values = { userId, recipe, options: JSON.stringify(options) };
      await trx
        .insertInto('personDefaults')
        .values(values)
        .onConflict((conflict) => conflict.columns(['userId', 'recipe']).doUpdateSet(values))
        .execute();
    }, 'person');
  }

  async reset(userId: string, recipe: string): Promise<void> {
    await this.#store.write(async (trx, locks) => {
      await locks.hold(personLock(userId));
      await forget(trx, userId, recipe);
    }, 'person');
  }
}

async function defaultsIn(db: Database, userId: string, recipe: string): Promise<KeptValues> {
  const row = await DEFAULTS.first(db, { userId, recipe });
  return row ? keptOptions(row.options) : {};
}

async function forget(trx: Database, userId: string, recipe: string): Promise<void> {
  await trx
    .deleteFrom('personDefaults')
    .where('userId', '=', userId)
    .where('recipe', '=', recipe)
    .execute();
}

/** Option values as stored in a column; empty if unreadable. */
export function keptOptions(column: string): KeptValues {
  const options = jsonIn(column);
  return isRecord(options) ? options : {};
}

/** The values with changes; `undefined` removes one. */
export function changedOptions(before: KeptValues, changes: KeptValues): KeptValues {
  const all = Object.entries({ ...before, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

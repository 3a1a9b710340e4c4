import { sql } from 'kysely';
import { isRecord } from '../../engines/record.ts';
import { jsonIn } from '../../jobs/sql/job-row.ts';
import type { KeptValues } from '../../recipes/settings.ts';
import type { Database } from '../../store/database.ts';
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

/** Asked with every request for a picture. */
const DEFAULTS = new PreparedQuery<{ options: string }>(
  () => sql`SELECT options FROM person_defaults
    WHERE user_id = ${argument('userId')} AND recipe = ${argument('recipe')}`,
);

/**
 * What each person's pictures are made with where they fill in nothing, by recipe. It is given as it was kept: whoever
 * uses it looks what the recipe takes today.
 */
export class PersonDefaults {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async of(userId: string, recipe: string): Promise<KeptValues> {
    return defaultsIn(this.#store.read, userId, recipe);
  }

  /** The names of the recipes for which they have any. */
  async recipesOf(userId: string): Promise<ReadonlySet<string>> {
    const rows = await this.#store.read
      .selectFrom('personDefaults')
      .select('recipe')
      .where('userId', '=', userId)
      .execute();
    return new Set(rows.map(({ recipe }) => recipe));
  }

  /** What is not named stays as it is; `undefined` takes an option's away. */
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
    await this.#store.write((trx) => forget(trx, userId, recipe), 'person');
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

/** Values of options as a column holds them. None where that cannot be read. */
export function keptOptions(column: string): KeptValues {
  const options = jsonIn(column);
  return isRecord(options) ? options : {};
}

/** The same with some of them changed; `undefined` takes one out. */
export function changedOptions(before: KeptValues, changes: KeptValues): KeptValues {
  const all = Object.entries({ ...before, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

import { sql } from 'kysely';
import type { KeptValues } from '../../comfy/settable.ts';
import type { Database } from '../../store/database.ts';
import { personLock } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import { changedOptions, keptOptions } from './kept-options.ts';

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

import type { Selectable } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import { BotError } from '../../errors/errors.ts';
import type { PresetParts } from '../../recipes/presets.ts';
import type { KeptValues } from '../../recipes/settings.ts';
import type { Database } from '../../store/database.ts';
import { type Lock, personLock, serverLock } from '../../store/locks.ts';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../../store/tables.ts';
import { changedOptions, keptOptions } from './member-settings.ts';

/** A preset's owner: a member, for themselves, or a server, for all its members. */
export interface PresetOwner {
  readonly kind: 'person' | 'server';
  readonly id: string;
}

/** The limits of each. */
export const MOST_PRESETS = { person: 25, server: 50 } as const;

/** As much as a custom id holds. */
const LARGEST_NUMBER = 999;

export interface Preset extends PresetParts {
  readonly owner: PresetOwner;
  /** Its number in buttons, unique per owner. */
  readonly number: number;
  /** The recipe it is bound to, if any. */
  readonly recipe: string | undefined;
}

/** The changes to save. Omitted fields stay if the preset exists. */
export interface SavedPreset {
  readonly name: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly negativePrompt?: string | undefined;
  /** Option values, `undefined` to remove one, and the recipe they are bound to, if any. */
  readonly options?: KeptValues | undefined;
  readonly recipe?: string | undefined;
}

/** Members' and servers' presets. Names are case-insensitive. */
export class Presets {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Sorted by name. */
  async of(owner: PresetOwner): Promise<readonly Preset[]> {
    const rows = await rowsOf(this.#store.read, owner).orderBy('sortName').execute();
    return rows.map(presetOf);
  }

  async named(owner: PresetOwner, name: string): Promise<Preset | undefined> {
    return named(this.#store.read, owner, name);
  }

  async numbered(owner: PresetOwner, number: number): Promise<Preset | undefined> {
    const row = await rowsOf(this.#store.read, owner)
      .where('number', '=', number)
      .executeTakeFirst();
    return row && presetOf(row);
  }

  /**
   * Creates a preset or changes the one of that name. Options of another recipe replace the
   * existing ones.
   *
   * @throws BotError `presets_full`.
   */
  save(owner: PresetOwner, saved: SavedPreset, madeBy: string): Promise<Preset> {
    return this.#store.write(async (trx, locks) => {
      // An erasure of its author removes their id from it.
      await locks.hold(personLock(madeBy), ownerLock(owner));
      const before = await named(trx, owner, saved.name);
      const preset = savedOver(before, {
        ...saved,
        owner,
        number: before?.number ?? (await freeNumber(trx, owner)),
      });
      const values = rowOf(preset, { madeBy, madeAt: this.#clock.now() });
      await trx
        .insertInto('presets')
        .values(values)
        .onConflict((conflict) =>
          conflict.columns(['ownerKind', 'ownerId', 'number']).doUpdateSet(values),
        )
        .execute();
      return preset;
    }, 'person');
  }

  /** False if there was none. */
  remove(owner: PresetOwner, name: string): Promise<boolean> {
    return this.#store.write(async (trx, locks) => {
      await locks.hold(ownerLock(owner));
      const { numDeletedRows } = await trx
        .deleteFrom('presets')
        .where('ownerKind', '=', owner.kind)
        .where('ownerId', '=', owner.id)
        .where('sortName', '=', sortName(name))
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    }, 'person');
  }
}

function ownerLock({ kind, id }: PresetOwner): Lock {
  return kind === 'person' ? personLock(id) : serverLock(id);
}

function rowsOf(db: Database, { kind, id }: PresetOwner) {
  return db
    .selectFrom('presets')
    .selectAll()
    .where('ownerKind', '=', kind)
    .where('ownerId', '=', id);
}

async function named(db: Database, owner: PresetOwner, name: string): Promise<Preset | undefined> {
  const row = await rowsOf(db, owner).where('sortName', '=', sortName(name)).executeTakeFirst();
  return row && presetOf(row);
}

/** One after the largest, so that numbers are not soon reused, otherwise the smallest free one. */
async function freeNumber(trx: Database, owner: PresetOwner): Promise<number> {
  const rows = await rowsOf(trx, owner).execute();
  const most = MOST_PRESETS[owner.kind];
  if (rows.length >= most) throw new BotError('presets_full', { facts: { count: most } });
  const taken = new Set(rows.map(({ number }) => number));
  const next = Math.max(0, ...taken) + 1;
  if (next <= LARGEST_NUMBER) return next;
  return Array.from({ length: most }, (_, place) => place + 1).find((one) => !taken.has(one)) ?? 1;
}

function savedOver(
  had: Preset | undefined,
  { name, owner, number, ...saved }: SavedPreset & Pick<Preset, 'owner' | 'number'>,
): Preset {
  const { negativePrompt, options } = saved;
  const isOfAnother = options && had?.recipe !== undefined && had.recipe !== saved.recipe;
  const kept = isOfAnother ? {} : (had?.options ?? {});
  return {
    owner,
    number,
    name,
    before: saved.before ?? had?.before ?? '',
    after: saved.after ?? had?.after ?? '',
    options: changedOptions(kept, {
      negativePrompt: had?.options.negativePrompt,
      ...options,
      // An option set by itself takes precedence over the rest.
      ...(negativePrompt !== undefined && { negativePrompt }),
    }),
    recipe: options ? saved.recipe : had?.recipe,
  };
}

function rowOf(
  { owner, number, name, before, after, options, recipe }: Preset,
  made: { readonly madeBy: string; readonly madeAt: number },
): Selectable<Tables['presets']> {
  return {
    ownerKind: owner.kind,
    ownerId: owner.id,
    number,
    name,
    sortName: sortName(name),
    before,
    after,
    options: JSON.stringify(options),
    recipe: recipe ?? null,
    ...made,
  };
}

function presetOf(row: Selectable<Tables['presets']>): Preset {
  const { ownerKind, ownerId, number, name, before, after, options, recipe } = row;
  return {
    owner: { kind: ownerKind === 'server' ? 'server' : 'person', id: ownerId },
    number,
    name,
    before,
    after,
    options: keptOptions(options),
    recipe: recipe ?? undefined,
  };
}

function sortName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

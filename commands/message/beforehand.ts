import { valueOptions } from '../../src/comfy/option.ts';
import type { Params, Recipe } from '../../src/comfy/recipe.ts';
import { noting } from '../../src/comfy/request-notes.ts';
import type { KeptValues } from '../../src/comfy/settable.ts';
import { fittingDefaults } from '../fitting-defaults.ts';
import type { Maker } from '../maker.ts';
import type { Services } from '../services.ts';

/** What a form begins with, before anybody fills it in. */
export interface Beforehand {
  readonly params: Params;
  /** Those of them that its person keeps for themselves. */
  readonly own: KeptValues;
}

/** The recipe's defaults, and before these the person's own, as far as they fit today. */
export async function beforehand(
  { maker, recipe }: { readonly maker: Maker; readonly recipe: Recipe },
  userId: string,
  services: Pick<Services, 'personDefaults' | 'modelFiles'>,
): Promise<Beforehand> {
  const own = await fittingDefaults({ key: maker.key, recipe }, userId, services);
  const usual = valueOptions(recipe.options).map(
    ([name, option]) => [name, option.default] as const,
  );
  const known = Object.fromEntries(usual.filter(([, value]) => value !== undefined));
  return { params: { ...known, ...own }, own };
}

/** The params, with a note of what is in them as its person keeps it. */
export function notingOwn(params: Params, own: KeptValues): Params {
  const still = Object.keys(own).filter((name) => params[name] === own[name]);
  return noting(params, {
    kept: Object.fromEntries(still.map((name) => [name, 'default' as const])),
  });
}

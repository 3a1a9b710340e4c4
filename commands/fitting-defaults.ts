import { fittingValues, type KeptValues } from '../src/comfy/settable.ts';
import type { Maker } from './maker.ts';
import { isFileThere } from './open-choices.ts';
import type { Services } from './services.ts';

/** What somebody keeps for a command, as far as it fits today: a file may not be there any more. */
export async function fittingDefaults(
  { key, recipe }: Pick<Maker, 'key' | 'recipe'>,
  userId: string,
  services: Pick<Services, 'personDefaults' | 'modelFiles'>,
): Promise<KeptValues> {
  const kept = await services.personDefaults.of(userId, key);
  const fitting = Object.entries(fittingValues(recipe.options, kept)).filter((one) =>
    isFileThere(recipe, one, services),
  );
  return Object.fromEntries(fitting);
}

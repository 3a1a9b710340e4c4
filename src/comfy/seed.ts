import type { Recipe } from './recipe.ts';

/** Asks for a seed to be drawn. Any other seed, 0 too, is taken as it is. */
export const RANDOM_SEED = -1;

/**
 * Puts a drawn seed where a random one was asked for: one that the recipe's option takes. `draw` gives whole
 * numbers from 0 to 2^53 - 1.
 */
export function withDrawnSeed<Given extends { readonly seed?: number }>(
  asked: Given,
  draw: () => number,
  { options }: Pick<Recipe, 'options'>,
): Given {
  if (asked.seed !== RANDOM_SEED) return asked;
  const { seed } = options;
  const { min, max } = seed?.kind === 'whole' ? seed : { min: 0, max: Number.MAX_SAFE_INTEGER };
  const least = Math.max(0, min);
  return { ...asked, seed: least + (draw() % (max - least + 1)) };
}

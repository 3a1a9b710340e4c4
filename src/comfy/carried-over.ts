import { valueOptions } from './option.ts';
import type { Params, Recipe } from './recipe.ts';
import { problemWith } from './settable.ts';

/** What means the same whatever makes a picture. */
const WORDS: ReadonlySet<string> = new Set(['prompt', 'negativePrompt']);
/** What each picture has of its own, or what means something else where there is a picture to start from. */
const OWN: ReadonlySet<string> = new Set(['seed', 'count', 'denoise', 'aspectRatio']);

/**
 * What of a request goes over into one of another recipe, for what is made from its picture: the words, and between
 * recipes of the same models the settings too. What the other one does not take today is left to its default.
 */
export function carriedOver(
  params: Params,
  from: Pick<Recipe, 'rating'> | undefined,
  to: Pick<Recipe, 'rating' | 'options'>,
): Params {
  const isSameModel = from?.rating === 'by_checkpoint' && to.rating === 'by_checkpoint';
  const isMeant = (name: string) => WORDS.has(name) || (isSameModel && !OWN.has(name));
  return Object.fromEntries(
    valueOptions(to.options).flatMap(([name]) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      if (!isMeant(name) || value === undefined) return [];
      return problemWith(to.options, name, value) ? [] : [[name, value]];
    }),
  );
}

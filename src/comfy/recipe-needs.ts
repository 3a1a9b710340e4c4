import { allNeeds, needsOf, type Needs } from './needs.ts';
import { pictureOptions, valueOptions, type OptionTable } from './option.ts';
import type { GraphParts, Recipe } from './recipe.ts';

/**
 * What a worker must have for a recipe, whatever people choose: for its defaults, with every picture,
 * and for each choice that has a name here. Files that only the worker knows are no need.
 */
export function recipeNeeds(recipe: Recipe, parts: Omit<GraphParts, 'pictures'>): Needs {
  const { options } = recipe;
  const pictures = Object.fromEntries(pictureOptions(options).map(([name]) => [name, 'a.png']));
  const asked = Object.fromEntries(exampleWords(options));
  const needs = variants(options).map((choice) => {
    const params = recipe.request.parse({ ...asked, ...choice });
    return needsOf(recipe.graph(params, { ...parts, pictures }));
  });
  return allNeeds(needs);
}

/** Something for every text that has to be filled in. */
function exampleWords(options: OptionTable): readonly (readonly [string, string])[] {
  return valueOptions(options).flatMap(([name, option]) =>
    option.kind === 'text' && option.default === undefined
      ? [[name, 'x'.repeat(Math.max(1, option.min))] as const]
      : [],
  );
}

/** The defaults, and every other name of every choice, one at a time. */
function variants(options: OptionTable): readonly Readonly<Record<string, string>>[] {
  const others = valueOptions(options).flatMap(([name, option]) => {
    if (option.kind !== 'choice' || option.anyOf !== undefined) return [];
    return option.names.filter((one) => one !== option.default).map((one) => ({ [name]: one }));
  });
  return [{}, ...others];
}

import type { Recipe } from '../recipes/recipe.ts';
import type { Problem } from './problem.ts';
import type { Workflows } from './read-workflows.ts';

/** Workflows without those that something is wrong with, which are among the broken ones then. */
export function leavingOut(
  { recipes, broken }: Workflows,
  problemsOf: (recipe: Recipe) => readonly Problem[],
): Workflows {
  const looked = recipes.map((recipe) => ({ recipe, problems: problemsOf(recipe) }));
  const wrong = looked.filter(({ problems }) => problems.length > 0);
  return {
    recipes: looked.filter(({ problems }) => problems.length === 0).map(({ recipe }) => recipe),
    broken: [
      ...broken,
      ...wrong.map(({ recipe: { command: name = '' }, problems }) => ({ name, problems })),
    ],
  };
}

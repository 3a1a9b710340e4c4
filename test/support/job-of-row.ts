import { fileURLToPath } from 'node:url';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { type Steps, stepsOf } from '../../src/recipes/picture-steps.ts';
import { loadWorkflows } from '../../src/bot/open-workflows.ts';
import { JobRows } from '../../src/jobs/sql/job-rows.ts';
import type { JobRow } from '../../src/jobs/sql/job-row.ts';
import type { Job } from '../../src/jobs/job.ts';

/** Where the workflows are that come with the project. */
export const EXAMPLES = fileURLToPath(new URL('../../workflows.example', import.meta.url));

const examples = loadWorkflows({
  workflows: { folder: EXAMPLES, featured: undefined, publicEndpoints: false },
});
const recipes = recipesOf([...builtInRecipes.values(), ...examples.recipes]);
const rows = new JobRows(recipes);

/** The job of a row, of a recipe that comes with the bot, or of a workflow that comes with the project. */
export function jobOfRow(row: JobRow): Job {
  return rows.job(row);
}

/** What may be made from its pictures by these. */
export function stepsOfJob({ wanted }: Job): Steps | undefined {
  const recipe = recipes.get(wanted.recipe);
  return recipe && stepsOf(recipe, [...recipes.values()]);
}

import { type Recipe, recipesOf } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { text } from '../../src/recipes/text.ts';
import { requestOf, type StoredRequest } from '../../src/recipes/stored-request.ts';
import { sampleParams } from '../../packages/stand-ins/playground/cards/sample-job.ts';

/** The endpoint that {@link flux} names, and so the queue of its jobs. */
export const FLUX = 'flux-endpoint';

/** A recipe that only tests have: like the one for words alone, made at an endpoint of its own. */
export const flux = {
  ...(text as Recipe),
  name: 'flux',
  title: 'FLUX.1 dev',
  endpoint: FLUX,
} satisfies Recipe;

/** It, and those that come with the bot. `parts`: what is different about it. */
export function recipesWithFlux(parts: Partial<Recipe> = {}) {
  return recipesOf([...builtInRecipes.values(), { ...flux, ...parts }]);
}

export function fluxRequest(): StoredRequest {
  return requestOf(flux, sampleParams());
}

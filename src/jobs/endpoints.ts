import type { Recipe, Recipes } from '../comfy/recipe.ts';

/** One of RunPod's endpoints, and what is made there. */
export interface EndpointUse {
  /** Which lane of the line its jobs wait in: empty for the bot's own, else its id. */
  readonly lane: string;
  readonly endpointId: string;
  readonly recipes: readonly Recipe[];
}

/**
 * Every endpoint that jobs go to: the bot's own first, which is there whether or not anything is made
 * there, and then those that recipes name, in their order.
 */
export function endpointsOf(recipes: Recipes, ownEndpointId: string): readonly EndpointUse[] {
  const made = new Map<string, Recipe[]>([[ownEndpointId, []]]);
  for (const recipe of recipes.values()) {
    const endpointId = recipe.endpoint ?? ownEndpointId;
    made.set(endpointId, [...(made.get(endpointId) ?? []), recipe]);
  }
  return [...made].map(([endpointId, there]) => ({
    lane: endpointId === ownEndpointId ? '' : endpointId,
    endpointId,
    recipes: there,
  }));
}

/** What people call the things that are made at an endpoint. */
export function titlesOf({ recipes }: Pick<EndpointUse, 'recipes'>): readonly string[] {
  return recipes.map(({ name, title = name }) => title);
}

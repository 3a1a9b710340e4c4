import type { Recipe, Recipes } from '../comfy/recipe.ts';
import type { WorkerKind } from '../comfy/worker-kinds.ts';

/** One of RunPod's endpoints, and what is made there. */
export interface EndpointUse {
  /** Which lane of the line its jobs wait in: empty for the bot's own, else its id. */
  readonly lane: string;
  readonly endpointId: string;
  readonly recipes: readonly Recipe[];
  /** Whether it is one of RunPod's public ones, which have no workers of anybody's and tell no health. */
  readonly isPublic: boolean;
}

/** The bot's own endpoint, and the kind of worker that is there. */
export interface OwnEndpoint {
  readonly endpointId: string;
  readonly kind: WorkerKind;
}

/**
 * Every endpoint that jobs go to: the bot's own first, which is there whether or not anything is made
 * there, and then those that recipes name, in their order. Recipes that nothing can make have none.
 */
export function endpointsOf(recipes: Recipes, own: OwnEndpoint): readonly EndpointUse[] {
  const made = new Map<string, Recipe[]>([[own.endpointId, []]]);
  for (const recipe of recipes.values()) {
    if (!canBeMade(recipe, own)) continue;
    const endpointId = recipe.endpoint ?? own.endpointId;
    made.set(endpointId, [...(made.get(endpointId) ?? []), recipe]);
  }
  return [...made].map(([endpointId, there]) => {
    const isOwn = endpointId === own.endpointId;
    return {
      lane: isOwn ? '' : endpointId,
      endpointId,
      recipes: there,
      isPublic: isOwn
        ? own.kind === 'runpod-public'
        : there.some(({ worker }) => worker === 'runpod-public'),
    };
  });
}

/** Whether anything makes it: RunPod's public endpoints take no graph of ComfyUI's. */
export function canBeMade({ worker, endpoint }: Recipe, own: OwnEndpoint): boolean {
  if (own.kind !== 'runpod-public' || worker === 'runpod-public') return true;
  return worker !== undefined && endpoint !== undefined && endpoint !== own.endpointId;
}

/** The ids of those among them that are RunPod's public ones. */
export function publicAmong(endpoints: readonly EndpointUse[]): ReadonlySet<string> {
  return new Set(endpoints.filter(({ isPublic }) => isPublic).map(({ endpointId }) => endpointId));
}

/** What people call the things that are made at an endpoint. */
export function titlesOf({ recipes }: Pick<EndpointUse, 'recipes'>): readonly string[] {
  return recipes.map(({ name, title = name }) => title);
}

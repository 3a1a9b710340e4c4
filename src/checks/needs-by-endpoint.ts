import { allNeeds, type Needs } from '../comfy/needs.ts';
import type { Recipe } from '../comfy/recipe.ts';
import { recipeNeeds } from '../comfy/recipe-needs.ts';
import type { WorkerKind } from '../comfy/worker-kinds.ts';
import type { Config } from '../config/config.ts';
import { checkpointFor } from '../safety/checkpoint.ts';

/** An endpoint, and what its worker must have for everything that people may ask of it. */
export interface EndpointNeeds {
  readonly endpointId: string;
  readonly kind: WorkerKind;
  /** By what it is for, such as `/upscale`. */
  readonly uses: readonly { readonly name: string; readonly needs: Needs }[];
}

interface Around extends Pick<Config, 'worker' | 'models' | 'faces'> {
  readonly runpod: Pick<Config['runpod'], 'endpointId'>;
}

/** Sorts recipes by the endpoint that makes them, the bot's own first. */
export function needsByEndpoint(
  recipes: Iterable<Recipe>,
  around: Around,
): readonly EndpointNeeds[] {
  const { worker, runpod } = around;
  const own = { endpointId: runpod.endpointId, kind: worker.kind, uses: [] };
  const byEndpoint = new Map<string, EndpointNeeds>([[own.endpointId, own]]);
  for (const recipe of recipes) {
    const endpointId = recipe.endpoint ?? own.endpointId;
    const { kind, uses } = byEndpoint.get(endpointId) ?? { kind: own.kind, uses: [] };
    const name = recipe.command === undefined ? `the recipe ${recipe.name}` : `/${recipe.command}`;
    const needs = needsOfAll(recipe, around);
    if (!needs) continue;
    byEndpoint.set(endpointId, {
      endpointId,
      kind: recipe.worker ?? kind,
      uses: [...uses, { name, needs }],
    });
  }
  return [...byEndpoint.values()];
}

/** With every checkpoint that it may be given; undefined where the settings switch it off. */
function needsOfAll(recipe: Recipe, { models, faces }: Around): Needs | undefined {
  if (recipe.person && !faces) return undefined;
  const { checkpoints, ipAdapterFile, clipVisionName } = models;
  const choices = [false, true].flatMap((ageRestricted) => {
    const choice = checkpointFor({ face: recipe.person, ageRestricted }, checkpoints);
    return choice.kind === 'use' ? [choice.checkpoint] : [];
  });
  if (choices.length === 0) return undefined;
  return allNeeds(
    choices.map((checkpoint) =>
      recipeNeeds(recipe, {
        models: { checkpoint, ipAdapterFile, clipVisionName },
        faceWorkflow: 'face-reference',
      }),
    ),
  );
}

import type { Recipe } from '../comfy/recipe.ts';
import { withDrawnSeed } from '../comfy/seed.ts';
import { workerRequest } from '../comfy/worker-request.ts';
import { withSafetyTerms } from '../safety/safety-terms.ts';
import type { TrialJob } from './trial-jobs.ts';

/** What nobody names, since no file of these is chosen there. */
const NO_MODELS = { checkpoint: '', ipAdapterFile: '', clipVisionName: '' };

/** A job for one of RunPod's public endpoints. */
export interface PublicTrial extends TrialJob {
  readonly endpointId: string;
}

/**
 * A job with as few steps as each of RunPod's public endpoints takes that is in use, for words alone; the
 * rest is as people have it by default. None for one that wants more to be filled in.
 */
export function publicTrials(
  recipes: readonly Recipe[],
  parts: { readonly newId: () => string; readonly drawSeed: () => number },
): readonly PublicTrial[] {
  return recipes.flatMap((recipe) => {
    const { name, title = name, worker, endpoint: endpointId, options, rating } = recipe;
    if (worker !== 'runpod-public' || endpointId === undefined) return [];
    const { steps } = options;
    const fewest = steps?.kind === 'whole' ? { steps: steps.min } : {};
    const asked = recipe.request.safeParse({ prompt: 'a lighthouse at dusk', ...fewest });
    if (!asked.success) return [];
    const params = withDrawnSeed(asked.data, parts.drawSeed, recipe);
    const use = { face: false, ageRestricted: rating === 'adult' };
    const negativePrompt = withSafetyTerms(params.negativePrompt ?? '', use);
    const request = workerRequest(recipe, {
      id: parts.newId(),
      params: { ...params, negativePrompt },
      models: NO_MODELS,
    });
    return [{ name: title, face: false, files: [], request, endpointId }];
  });
}

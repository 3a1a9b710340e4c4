import { takesInputs } from '../comfy/job-input.ts';
import { isAnyGone } from '../comfy/left-alone.ts';
import type { Recipe } from '../comfy/recipe.ts';
import type { Job } from '../record/job/job.ts';
import { ratingRefusal } from '../safety/rating.ts';

/**
 * Why a job's pictures are not fetched, or it is not sent although its turn has come: its recipe is not
 * what it was when this was asked for. `undefined` where it still fits. The bot's own recipes take all
 * values that were ever asked of them; those of a workflow, which is an operator's file, have to be
 * among what it offers now.
 */
export function whyUnfit(
  recipe: Recipe,
  { wanted, ageRestricted, priceMicros }: Pick<Job, 'wanted' | 'ageRestricted' | 'priceMicros'>,
): 'other_version' | 'workflow_changed' | ReturnType<typeof ratingRefusal> {
  const { rating, known } = recipe;
  const takes = takesInputs(recipe, wanted.inputs);
  if (rating === 'by_checkpoint') return takes ? undefined : 'other_version';
  const fits = !isAnyGone(recipe, wanted.params) && known.safeParse(wanted.params).success;
  if (!takes || !fits) return 'workflow_changed';
  // Nobody has set money aside for it.
  if (recipe.price && priceMicros === undefined) return 'workflow_changed';
  return ratingRefusal(rating, { face: wanted.person, ageRestricted });
}

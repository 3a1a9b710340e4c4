import { pictureOptions } from '../comfy/option.ts';
import type { Recipe } from '../comfy/recipe.ts';
import type { ErrorCode } from '../errors/errors.ts';
import type { Job } from '../record/job/job.ts';
import { ratingRefusal } from '../safety/rating.ts';

/**
 * Why a job is not sent although its turn has come: its workflow, which is an operator's file, is not what
 * it was when this was asked for. `undefined` where it still fits. The bot's own recipes take
 * whatever was ever asked of them.
 */
export function whyUnfit(
  { rating, known, options }: Recipe,
  { wanted, inputs, ageRestricted }: Pick<Job, 'wanted' | 'inputs' | 'ageRestricted'>,
): ErrorCode | undefined {
  if (rating === 'by_checkpoint') return undefined;
  const given = new Set(inputs.map(({ option }) => option));
  const lacksPicture = pictureOptions(options).some(
    ([name, { required }]) => required && !given.has(name),
  );
  if (lacksPicture || !known.safeParse(wanted.params).success) return 'workflow_changed';
  return ratingRefusal(rating, { face: wanted.person, ageRestricted });
}

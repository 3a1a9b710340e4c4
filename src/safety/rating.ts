import type { CheckpointUse } from './checkpoint.ts';

/**
 * Why a workflow of this rating may not be used so; `undefined` where it may. Adult-rated models are for
 * age-restricted channels, and never see a person's picture.
 */
export function ratingRefusal(
  rating: 'general' | 'adult',
  { face, ageRestricted }: CheckpointUse,
): 'adult_workflow' | 'faces_off' | undefined {
  if (rating === 'general') return undefined;
  if (face) return 'faces_off';
  return ageRestricted ? undefined : 'adult_workflow';
}

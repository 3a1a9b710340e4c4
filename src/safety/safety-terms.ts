import type { CheckpointUse } from './checkpoint.ts';

/** Asked away from every picture made from a face, and from every picture that everybody may see. */
const DECENT = 'nsfw, nude, naked, sexual, explicit, lingerie, underwear';
/** Asked away from pictures that may be explicit. */
const GROWN_UP = 'child, toddler, teenager, underage, schoolgirl, schoolboy';

/**
 * The negative prompt that goes to the worker: the person's own words, and after them the fixed
 * safety terms, which nothing in a request takes away.
 */
export function withSafetyTerms(negativePrompt: string, use: CheckpointUse): string {
  const terms = use.ageRestricted && !use.face ? GROWN_UP : DECENT;
  return negativePrompt.trim() === '' ? terms : `${negativePrompt}, ${terms}`;
}

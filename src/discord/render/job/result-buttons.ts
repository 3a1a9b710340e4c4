import { withoutAdult, type Steps } from '../../../comfy/steps.ts';
import type { Job } from '../../../jobs/job.ts';
import type { CardButton } from '../card.ts';
import { wordsFor } from '../words-for.ts';
import { jobButton } from './job-button.ts';

/**
 * What people may do with a result, in one row. `steps`: what may be made from it, none where nothing makes such
 * pictures any more. Without a picture, or with a consent that was taken back, nothing is made from it, and nothing
 * adult-rated where it was made for everybody, or of somebody's photo.
 */
export function resultButtons(
  job: Job,
  steps: Steps | undefined,
  { hasPicture }: { readonly hasPicture: boolean },
): readonly CardButton[] {
  const { buttons } = wordsFor(job).result;
  const isSource = hasPicture && job.consentWithdrawn === undefined;
  const mayBeAdult = job.ageRestricted && !job.wanted.person;
  const { vary, upscale } = (mayBeAdult ? steps : steps && withoutAdult(steps)) ?? {};
  const button = (action: 'again' | 'vary' | 'upscale' | 'edit' | 'more') =>
    jobButton(job, action, buttons[action], 'secondary');
  return [
    ...(steps?.again ? [button('again')] : []),
    ...(vary && isSource ? [button('vary')] : []),
    ...(upscale && isSource ? [button('upscale')] : []),
    ...(steps?.edit ? [button('edit')] : []),
    button('more'),
  ];
}

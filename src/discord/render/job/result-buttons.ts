import type { Steps } from '../../../comfy/steps.ts';
import type { Job } from '../../../record/job/job.ts';
import type { CardButton } from '../card.ts';
import { wordsFor } from '../words-for.ts';
import { jobButton } from './job-button.ts';

/**
 * What people may do with a result, in one row. `steps`: what may be made from it, none where nothing makes such
 * pictures any more. Without a picture, nothing is made from it.
 */
export function resultButtons(
  job: Job,
  steps: Steps | undefined,
  { hasPicture }: { readonly hasPicture: boolean },
): readonly CardButton[] {
  const { buttons } = wordsFor(job).result;
  const button = (action: 'again' | 'vary' | 'upscale' | 'edit' | 'more') =>
    jobButton(job, action, buttons[action], 'secondary');
  return [
    ...(steps?.again ? [button('again')] : []),
    ...(steps?.vary && hasPicture ? [button('vary')] : []),
    ...(steps?.upscale && hasPicture ? [button('upscale')] : []),
    ...(steps ? [button('edit')] : []),
    button('more'),
  ];
}

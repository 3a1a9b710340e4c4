import { picturesShown, type Job } from '../../record/job/job.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CardSelect } from './card.ts';

/** Asks which of a job's pictures is meant; `chosen` counts from 0. */
export function pictureSelect(
  job: Job,
  asked: { readonly action: string; readonly name?: string },
  { panel: words }: Pick<Catalogue, 'panel'>,
  chosen?: number,
): CardSelect {
  return {
    id: { ...asked, job: job.id },
    placeholder: words.which,
    options: Array.from({ length: picturesShown(job) }, (_, picture) => ({
      label: words.picture(picture + 1),
      value: String(picture),
      ...(picture === chosen && { chosen: true }),
    })),
  };
}

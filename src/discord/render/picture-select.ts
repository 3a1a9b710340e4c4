import { ComponentType, type APILabelComponent } from 'discord.js';
import { picturesShown, type Job } from '../../record/job/job.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CardSelect } from './card.ts';
import { menu } from './option-field.ts';

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

/** The same in a form, under this custom id. */
export const WHICH_FIELD = 'which';

export function whichField(
  count: number,
  { panel: words }: Pick<Catalogue, 'panel'>,
): APILabelComponent {
  const options = Array.from({ length: count }, (_, picture) => ({
    label: words.picture(picture + 1),
    value: String(picture),
    default: picture === 0,
  }));
  return {
    type: ComponentType.Label,
    label: words.which,
    component: menu({ custom_id: WHICH_FIELD, required: true }, options),
  };
}

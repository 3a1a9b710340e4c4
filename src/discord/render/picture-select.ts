import type { APILabelComponent } from 'discord.js';
import { type Job, picturesShown } from '../../jobs/job.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CardSelect } from './card.ts';
import { labelled } from './form.ts';
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
    options: pictureChoices(picturesShown(job), words).map((choice, picture) => ({
      ...choice,
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
  const options = pictureChoices(count, words).map((choice, picture) => ({
    ...choice,
    default: picture === 0,
  }));
  return labelled(
    { label: words.which },
    menu({ custom_id: WHICH_FIELD, required: true }, options),
  );
}

/** Several pictures as they are called in a menu; a value counts from 0. */
export function pictureChoices(
  count: number,
  { picture: named }: Pick<Catalogue['panel'], 'picture'>,
): readonly { readonly label: string; readonly value: string }[] {
  return Array.from({ length: count }, (_, picture) => ({
    label: named(picture + 1),
    value: String(picture),
  }));
}

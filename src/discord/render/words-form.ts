import {
  ComponentType,
  TextInputStyle,
  type APIModalInteractionResponseCallbackData,
} from 'discord.js';
import type { Catalogue } from '../../say/say.ts';
import type { PersonCustomId } from '../interactions/custom-id.ts';
import { formOf, labelled } from './form.ts';
import { MOST_WORDS } from './list-view.ts';

/** The field of {@link wordsForm}. */
export const WORDS_FIELD = 'words';

/** The form in which somebody says what they look for, filled with what they looked for before. */
export function wordsForm(
  id: PersonCustomId,
  before: string,
  { jobs: { wordsTitle, wordsLabel } }: Catalogue,
): APIModalInteractionResponseCallbackData {
  const field = labelled(
    { label: wordsLabel },
    {
      type: ComponentType.TextInput,
      custom_id: WORDS_FIELD,
      style: TextInputStyle.Short,
      max_length: MOST_WORDS,
      required: false,
      ...(before !== '' && { value: before }),
    },
  );
  return formOf({ id, title: wordsTitle }, [field]);
}

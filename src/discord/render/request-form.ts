import {
  ComponentType,
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
} from 'discord.js';
import { snakeCase } from '../../comfy/option-names.ts';
import type { OptionTable } from '../../comfy/option.ts';
import type { Params } from '../../comfy/recipe.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CustomId } from '../interactions/custom-id.ts';
import { own } from '../interactions/own.ts';
import { optionWords } from '../interactions/recipe-options.ts';
import { formOf, labelled } from './form.ts';
import type { FormField } from './form-pages.ts';
import { optionField } from './option-field.ts';

/** Nobody comes near a bound that is larger, as that of a seed. */
const LARGEST_SAID = 100_000;

/** A form that asks for a picture. */
export interface RequestForm {
  readonly id: CustomId;
  readonly title: string;
  /** Of all that is asked for, which decides what an option is for. */
  readonly table: OptionTable;
  readonly fields: readonly FormField[];
  /** What the fields hold. */
  readonly params: Params;
}

/** A form as Discord takes it. Its fields go by the options' names inside. */
export function requestForm(
  { id, title, table, fields, params }: RequestForm,
  words: Catalogue,
): APIModalInteractionResponseCallbackData {
  const said = optionWords(table, words);
  return formOf(
    { id, title },
    fields.map((field) => {
      const label = snakeCase(field.name);
      const what = field.option.description ?? own(said, label) ?? '';
      const description = described(field, what, words) || undefined;
      return labelled(
        { label: label.replaceAll('_', ' '), description },
        inputOf(field, held(field, params)),
      );
    }),
  );
}

/** What is not known of a request stands at its default. */
function held({ name, option }: FormField, params: Params): unknown {
  return params[name] ?? (option.kind === 'picture' ? undefined : option.default);
}

/** What an option is for, and what cannot be seen in its field: what it takes, and what holds if it is left empty. */
function described({ option, isThere }: FormField, what: string, { form }: Catalogue): string {
  switch (option.kind) {
    case 'whole':
    case 'number':
      return option.max > LARGEST_SAID ? what : form.from(option.min, option.max, what);
    case 'picture':
      return isThere === true ? form.asBefore(what) : what;
    case 'text':
    case 'choice':
    case 'boolean':
      return what;
  }
}

function inputOf({ name, option, required }: FormField, value: unknown): APIComponentInLabel {
  switch (option.kind) {
    case 'text':
      return optionField(name, option, { value, required: option.min > 0 });
    case 'whole':
    case 'number':
    case 'choice':
      return optionField(name, option, { value, required: true });
    case 'boolean':
      return { type: ComponentType.Checkbox, custom_id: name, default: value === true };
    case 'picture':
      return {
        type: ComponentType.FileUpload,
        custom_id: name,
        required,
        min_values: required ? 1 : 0,
        max_values: 1,
      };
  }
}

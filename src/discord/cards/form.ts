import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { LONGEST_CHOICE, MOST_CHOICES } from '../../recipes/command-definition.ts';
import type { ChoiceOption, NumberOption, TextOption } from '../../recipes/option.ts';
import { choiceLabel } from '../../recipes/option-words.ts';
import type { Catalogue } from '../../say/say.ts';
import { type CustomId, formatCustomId } from '../interactions/custom-id.ts';
import { cut } from './text.ts';

/** Discord's limit of fields in a form. */
export const MOST_FIELDS = 5;
/** Discord's limits for a form's title, and for a field's label and description. */
const LONGEST_TITLE = 45;
const LONGEST_LABEL = 45;
const LONGEST_DESCRIPTION = 100;

/** A form in Discord's format. */
export function formOf(
  { id, title }: { readonly id: CustomId; readonly title: string },
  components: APILabelComponent[],
): APIModalInteractionResponseCallbackData {
  return { custom_id: formatCustomId(id), title: cut(title, LONGEST_TITLE), components };
}

/** A field with its label, and its description if any. */
export function labelled(
  { label, description }: { readonly label: string; readonly description?: string | undefined },
  component: APIComponentInLabel,
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: cut(label, LONGEST_LABEL),
    ...(description !== undefined && { description: cut(description, LONGEST_DESCRIPTION) }),
    component,
  };
}

/** Discord's limit for text typed into a form. */
export const LONGEST_FIELD = 4_000;
/** Longer texts get a multi-line field. */
const LONGEST_LINE = 100;

/** The field of an option that is not yes or no. `required`: whether it must be filled in. */
export function optionField(
  name: string,
  option: TextOption | NumberOption | ChoiceOption,
  { value, required }: { readonly value: unknown; readonly required: boolean },
  words: Pick<Catalogue, 'language'>,
): APITextInputComponent | APIStringSelectComponent {
  const field = { custom_id: name, required };
  const text = { ...field, type: ComponentType.TextInput } as const;
  switch (option.kind) {
    case 'text':
      return {
        ...text,
        style: option.max > LONGEST_LINE ? TextInputStyle.Paragraph : TextInputStyle.Short,
        max_length: Math.min(option.max, LONGEST_FIELD),
        ...prefilled(value, option.max),
      };
    case 'whole':
    case 'number':
      return {
        ...text,
        style: TextInputStyle.Short,
        ...(isNumberOf(option, value) && { value: String(value) }),
      };
    case 'choice':
      if (option.anyOf !== undefined || option.names.length > MOST_CHOICES) {
        return { ...text, style: TextInputStyle.Short, ...prefilled(value) };
      }
      return menu(field, choicesOf(option, value, words));
  }
}

/** A menu with one choice, or none if it is optional. */
export function menu(
  field: { readonly custom_id: string; readonly required: boolean },
  options: APIStringSelectComponent['options'],
): APIStringSelectComponent {
  return {
    ...field,
    type: ComponentType.StringSelect,
    min_values: field.required ? 1 : 0,
    max_values: 1,
    options,
  };
}

function choicesOf(option: ChoiceOption, value: unknown, words: Pick<Catalogue, 'language'>) {
  return option.names.map((name) => ({
    label: cut(choiceLabel(option, name, words), LONGEST_CHOICE),
    value: name,
    default: name === value,
  }));
}

function isNumberOf({ min, max }: NumberOption, value: unknown): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}

/** Discord rejects an empty initial value, and one longer than the field's limit. */
function prefilled(value: unknown, max = LONGEST_FIELD): { readonly value?: string } {
  const text = typeof value === 'string' ? value : '';
  return text === '' ? {} : { value: cut(text, Math.min(max, LONGEST_FIELD)) };
}

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
import { type CustomId, formatCustomId } from '../interactions/custom-id.ts';
import { cut } from './text.ts';

/** How many fields Discord takes in a form. */
export const MOST_FIELDS = 5;
/** How long it takes a form's title, and what stands with a field. */
const LONGEST_TITLE = 45;
const LONGEST_LABEL = 45;
const LONGEST_DESCRIPTION = 100;

/** A form as Discord takes it. */
export function formOf(
  { id, title }: { readonly id: CustomId; readonly title: string },
  components: APILabelComponent[],
): APIModalInteractionResponseCallbackData {
  return { custom_id: formatCustomId(id), title: cut(title, LONGEST_TITLE), components };
}

/** A field with what it is called, and what it is for where that is said. */
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

/** How long Discord takes a text that is typed into a form. */
export const LONGEST_FIELD = 4_000;
/** From there on a text has several lines. */
const LONGEST_LINE = 100;

/** What a form has for an option that is not yes or no. `required`: whether it may be left empty. */
export function optionField(
  name: string,
  option: TextOption | NumberOption | ChoiceOption,
  { value, required }: { readonly value: unknown; readonly required: boolean },
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
      return menu(field, choicesOf(option, value));
  }
}

/** A menu of which one is picked, or none where it may be left empty. */
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

function choicesOf({ names, label }: ChoiceOption, value: unknown) {
  return names.map((name) => ({
    label: cut(label?.(name) ?? name, LONGEST_CHOICE),
    value: name,
    default: name === value,
  }));
}

function isNumberOf({ min, max }: NumberOption, value: unknown): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}

/** Discord takes no empty text as what a field holds, and none that is longer than the field takes. */
function prefilled(value: unknown, max = LONGEST_FIELD): { readonly value?: string } {
  const text = typeof value === 'string' ? value : '';
  return text === '' ? {} : { value: cut(text, Math.min(max, LONGEST_FIELD)) };
}

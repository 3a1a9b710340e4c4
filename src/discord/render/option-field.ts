import {
  ComponentType,
  TextInputStyle,
  type APIStringSelectComponent,
  type APITextInputComponent,
} from 'discord.js';
import type { ChoiceOption, NumberOption, TextOption } from '../../comfy/option.ts';
import { LONGEST_CHOICE, MOST_CHOICES } from '../interactions/choice-bounds.ts';
import { cut } from './prompt-text.ts';

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

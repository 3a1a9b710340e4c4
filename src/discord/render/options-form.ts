import {
  ComponentType,
  TextInputStyle,
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
} from 'discord.js';
import { snakeCase } from '../../comfy/option-names.ts';
import type { ChoiceOption, NumberOption, OptionTable, ValueOption } from '../../comfy/option.ts';
import { settableOptions, type KeptValues } from '../../comfy/settable.ts';
import type { Catalogue } from '../../say/say.ts';
import { formatCustomId, type CustomId } from '../interactions/custom-id.ts';
import { NO, YES } from '../interactions/options-from-form.ts';
import { MOST_FIELDS } from './options-card.ts';
import { cut } from './prompt-text.ts';

/** How long Discord takes a title, a description and a text. */
const LONGEST_TITLE = 45;
const LONGEST_DESCRIPTION = 100;
const LONGEST_TEXT = 4000;

export interface FormOptions {
  readonly id: CustomId;
  readonly title: string;
  readonly table: OptionTable;
  /** Names inside of the options that are asked for: the first five of them are. */
  readonly names: readonly string[];
  /** What they stand at. */
  readonly values: KeptValues;
}

/** A form for some options. A field that is left empty takes back what was chosen. */
export function optionsForm(
  { id, title, table, names, values }: FormOptions,
  words: Catalogue,
): APIModalInteractionResponseCallbackData {
  const options = settableOptions(table).filter(([name]) => names.includes(name));
  return {
    custom_id: formatCustomId(id),
    title: cut(title, LONGEST_TITLE),
    components: options
      .slice(0, MOST_FIELDS)
      .map(([name, option]) => labelOf(name, option, values[name], words)),
  };
}

function labelOf(
  name: string,
  option: ValueOption,
  value: unknown,
  words: Catalogue,
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: snakeCase(name),
    description: cut(takes(option, words), LONGEST_DESCRIPTION),
    component: fieldOf(name, option, value, words),
  };
}

function takes(option: ValueOption, { settings: words }: Catalogue): string {
  switch (option.kind) {
    case 'whole':
    case 'number':
      return words.takes(String(option.min), String(option.max), String(option.default));
    case 'text':
      return words.otherwise(option.default ?? '');
    case 'boolean':
      return words.otherwise(option.default ? words.yes : words.no);
    case 'choice':
      return words.otherwise(option.label?.(option.default) ?? option.default);
  }
}

function fieldOf(
  name: string,
  option: ValueOption,
  value: unknown,
  words: Catalogue,
): APIComponentInLabel {
  const field = { custom_id: name, required: false } as const;
  const short = { ...field, type: ComponentType.TextInput, style: TextInputStyle.Short } as const;
  switch (option.kind) {
    case 'whole':
    case 'number':
      return { ...short, ...(isNumberOf(option, value) && { value: String(value) }) };
    case 'text':
      return {
        ...short,
        style: TextInputStyle.Paragraph,
        max_length: Math.min(option.max, LONGEST_TEXT),
        ...(typeof value === 'string' && { value: cut(value, LONGEST_TEXT) }),
      };
    case 'boolean':
      return menu(field, [
        { label: words.settings.yes, value: YES, default: value === true },
        { label: words.settings.no, value: NO, default: value === false },
      ]);
    case 'choice':
      if (option.anyOf !== undefined) {
        return { ...short, ...(typeof value === 'string' && { value }) };
      }
      return menu(field, choicesOf(option, value));
  }
}

function menu(
  field: { readonly custom_id: string; readonly required: false },
  options: readonly { label: string; value: string; default: boolean }[],
): APIComponentInLabel {
  return {
    ...field,
    type: ComponentType.StringSelect,
    min_values: 0,
    max_values: 1,
    options: [...options],
  };
}

function choicesOf(option: ChoiceOption, value: unknown) {
  return option.names.map((name) => ({
    label: option.label?.(name) ?? name,
    value: name,
    default: name === value,
  }));
}

function isNumberOf({ min, max }: NumberOption, value: unknown): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}

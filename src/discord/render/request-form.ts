import {
  ComponentType,
  TextInputStyle,
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
} from 'discord.js';
import { snakeCase } from '../../comfy/option-names.ts';
import type { ChoiceOption, NumberOption, Option, TextOption } from '../../comfy/option.ts';
import type { Params } from '../../comfy/recipe.ts';
import type { Catalogue } from '../../say/say.ts';
import { MOST_CHOICES } from '../interactions/choice-bounds.ts';
import { formatCustomId, type CustomId } from '../interactions/custom-id.ts';
import { own } from '../interactions/own.ts';
import { LONGEST_FIELD, type FormField } from './form-pages.ts';
import { cut } from './prompt-text.ts';

/** Discord's own bounds. */
const LONGEST_TITLE = 45;
const LONGEST_LABEL = 45;
const LONGEST_DESCRIPTION = 100;
/** From there on a text has several lines. */
const LONGEST_LINE = 100;

/** A form that asks for a picture. */
export interface RequestForm {
  readonly id: CustomId;
  readonly title: string;
  readonly fields: readonly FormField[];
  /** What the fields hold. */
  readonly params: Params;
}

/** A form as Discord takes it. Its fields go by the options' names inside. */
export function requestForm(
  { id, title, fields, params }: RequestForm,
  words: Catalogue,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: formatCustomId(id),
    title: cut(title, LONGEST_TITLE),
    components: fields.map((field) => labelOf(field, held(field, params), words)),
  };
}

/** What is not known of a request stands at its default. */
function held({ name, option }: FormField, params: Params): unknown {
  return params[name] ?? (option.kind === 'picture' ? undefined : option.default);
}

function labelOf(field: FormField, value: unknown, words: Catalogue): APILabelComponent {
  const { name, option } = field;
  const said = snakeCase(name);
  const description = option.description ?? own(words.options, said);
  return {
    type: ComponentType.Label,
    label: cut(said.replaceAll('_', ' '), LONGEST_LABEL),
    ...(description !== undefined && { description: cut(description, LONGEST_DESCRIPTION) }),
    component: inputOf(field, value, words),
  };
}

function inputOf(
  { name, option, required }: FormField,
  value: unknown,
  words: Catalogue,
): APIComponentInLabel {
  switch (option.kind) {
    case 'text':
      return textInput(name, option, value);
    case 'whole':
    case 'number':
      return numberInput(name, option, value, words);
    case 'boolean':
      return { type: ComponentType.Checkbox, custom_id: name, default: value === true };
    case 'choice':
      return choiceInput(name, option, value);
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

function textInput(name: string, { min, max }: TextOption, value: unknown): APIComponentInLabel {
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: max > LONGEST_LINE ? TextInputStyle.Paragraph : TextInputStyle.Short,
    max_length: Math.min(max, LONGEST_FIELD),
    required: min > 0,
    ...prefilled(value),
  };
}

function numberInput(
  name: string,
  { min, max }: NumberOption,
  value: unknown,
  words: Catalogue,
): APIComponentInLabel {
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: TextInputStyle.Short,
    placeholder: words.form.range(min, max),
    max_length: 20,
    required: true,
    ...prefilled(value),
  };
}

/** What a worker may have besides cannot be listed, and is written. */
function choiceInput(name: string, option: ChoiceOption, value: unknown): APIComponentInLabel {
  const { names, label, anyOf } = option;
  if (anyOf !== undefined || names.length > MOST_CHOICES) {
    return {
      type: ComponentType.TextInput,
      custom_id: name,
      style: TextInputStyle.Short,
      required: true,
      ...prefilled(value),
    };
  }
  return {
    type: ComponentType.StringSelect,
    custom_id: name,
    options: names.map((one) => ({
      label: cut(label?.(one) ?? one, LONGEST_DESCRIPTION),
      value: one,
      ...(one === value && { default: true }),
    })),
  };
}

/** Discord takes no empty text as what a field holds. */
function prefilled(value: unknown): { readonly value?: string } {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text === '' ? {} : { value: text };
}

/** What options of a form hold once it is sent in, by their names inside. A text that was emptied is empty. */
export function readForm(
  fields: readonly FormField[],
  sent: Readonly<Record<string, string | readonly string[] | boolean>>,
): Params {
  return Object.fromEntries(
    fields.flatMap(({ name, option }): [string, unknown][] => {
      const value = own(sent, name);
      return option.kind === 'picture' ? [] : [[name, valueOf(option, value)]];
    }),
  );
}

/** What is no number is left as it is, so that the options' own schema refuses it. */
function valueOf(option: Option, value: string | readonly string[] | boolean | undefined): unknown {
  const [text] = typeof value === 'object' ? value : [value];
  switch (option.kind) {
    case 'whole':
    case 'number': {
      const number = typeof text === 'string' ? Number(text.trim().replace(',', '.')) : NaN;
      return Number.isFinite(number) && text !== '' ? number : text;
    }
    case 'boolean':
      return text === true;
    case 'text':
      return text ?? '';
    case 'choice':
    case 'picture':
      return text;
  }
}

import {
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
} from 'discord.js';
import { type Option, type OptionTable, pictureOptions } from '../../recipes/option.ts';
import { optionDescription, optionName } from '../../recipes/option-words.ts';
import type { Params, Recipe } from '../../recipes/recipe.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CustomId } from '../interactions/custom-id.ts';
import { formOf, labelled, LONGEST_FIELD, MOST_FIELDS, optionField } from './form.ts';

/** Larger bounds, as that of a seed, are not worth mentioning. */
const LARGEST_SHOWN_BOUND = 100_000;

/** A form that asks for a picture. */
export interface RequestForm {
  readonly id: CustomId;
  readonly title: string;
  /** All options of the recipe; what an option does may depend on them. */
  readonly table: OptionTable;
  readonly fields: readonly FormField[];
  /** The initial values. */
  readonly params: Params;
}

/** A form in Discord's format, with internal option names as field ids. */
export function requestForm(
  { id, title, table, fields, params }: RequestForm,
  words: Catalogue,
): APIModalInteractionResponseCallbackData {
  return formOf(
    { id, title },
    fields.map((field) => {
      const label = optionName(field.name, field.option, words).replaceAll('_', ' ');
      const what = optionDescription(field.name, table, words);
      const description = fieldDescription(field, what, words) || undefined;
      return labelled({ label, description }, inputOf(field, currentValue(field, params), words));
    }),
  );
}

/** Missing params have their default. */
function currentValue({ name, option }: FormField, params: Params): unknown {
  return params[name] ?? (option.kind === 'picture' ? undefined : option.default);
}

/**
 * An option's description with what its field does not show: the range, and the default if left
 * empty.
 */
function fieldDescription(
  { option, isThere }: FormField,
  what: string,
  { form }: Catalogue,
): string {
  switch (option.kind) {
    case 'whole':
    case 'number':
      return option.max > LARGEST_SHOWN_BOUND ? what : form.from(option.min, option.max, what);
    case 'picture':
      return isThere === true ? form.asBefore(what) : what;
    case 'text':
    case 'choice':
    case 'boolean':
      return what;
  }
}

function inputOf(
  { name, option, required }: FormField,
  value: unknown,
  words: Catalogue,
): APIComponentInLabel {
  switch (option.kind) {
    case 'text':
      return optionField(name, option, { value, required: option.min > 0 }, words);
    case 'whole':
    case 'number':
    case 'choice':
      return optionField(name, option, { value, required: true }, words);
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

/** A form field: an option by its internal name. */
export interface FormField {
  readonly name: string;
  readonly option: Option;
  /** Whether a picture is required. */
  readonly required: boolean;
  /** Whether there already is a picture, which is kept if none is uploaded. */
  readonly isThere?: boolean;
}

/** The prompts come first, then the settings with the most effect. */
const LEADING_OPTIONS = ['prompt', 'negativePrompt'];
const MAIN_SETTINGS = ['aspectRatio', 'factor', 'denoise', 'strength', 'count', 'steps', 'cfg'];
/** Does harm unless the job starts from a picture. */
const START_ONLY = 'denoise';

/** The pictures that a form asks for. */
export interface AskedPictures {
  /** Required pictures that are not stored. On every page. */
  readonly needed: readonly string[];
  /** Optional replacements for existing pictures. */
  readonly instead: readonly string[];
  /** Existing pictures. */
  readonly there?: readonly string[];
}

/**
 * The options of a recipe in pages of Discord's form size. `params`: the current values; those too
 * long for a field have none and stay.
 */
export function formPages(
  { options }: Pick<Recipe, 'options'>,
  params: Params,
  { needed, instead, there = [] }: AskedPictures,
): readonly (readonly FormField[])[] {
  const pictures = pictureOptions(options).map(([name]) => name);
  const startsFromPicture = pictureOptions(options).some(([, { use }]) => use === 'image');
  const then = MAIN_SETTINGS.filter((name) => startsFromPicture || name !== START_ONLY);
  const fieldsOf = (names: readonly string[], required: boolean) =>
    names.flatMap((name): FormField[] => {
      const option = options[name];
      if (!option || !fits(params[name])) return [];
      return [{ name, option, required, ...(there.includes(name) && { isThere: true }) }];
    });
  const values = Object.keys(options).filter((name) => !pictures.includes(name));
  const listed = new Set([...LEADING_OPTIONS, ...then]);
  const rest = values.filter((name) => !listed.has(name));
  const always = fieldsOf(
    pictures.filter((name) => needed.includes(name)),
    true,
  );
  const others = [
    ...fieldsOf(LEADING_OPTIONS, false),
    ...fieldsOf(
      pictures.filter((name) => instead.includes(name)),
      false,
    ),
    ...fieldsOf([...then, ...rest], false),
  ];
  const room = Math.max(1, MOST_FIELDS - always.length);
  const count = Math.max(Math.ceil(others.length / room), always.length > 0 ? 1 : 0);
  const pages = Array.from({ length: count }, (_, page) => [
    ...always,
    ...others.slice(page * room, (page + 1) * room),
  ]);
  return pages.map((page) => page.slice(0, MOST_FIELDS));
}

/** The fields of a single form: the required ones and the most important. */
export function firstPage(
  recipe: Pick<Recipe, 'options'>,
  params: Params,
  needed: readonly string[] = [],
): readonly FormField[] {
  return formPages(recipe, params, { needed, instead: [] })[0] ?? [];
}

function fits(value: unknown): boolean {
  return typeof value !== 'string' || value.length <= LONGEST_FIELD;
}

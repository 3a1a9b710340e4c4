import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { own } from '../engines/record.ts';
import { TRANSLATIONS } from '../say/languages.ts';
import type { Catalogue } from '../say/say.ts';
import {
  camelCase,
  consentAbout,
  type NumberOption,
  type Option,
  type OptionTable,
  snakeCase,
} from './option.ts';
import { choiceLabel, optionDescription, recipeDescription } from './option-words.ts';
import type { Recipe } from './recipe.ts';

/** Confirms that the requester may use the pictures they attach. */
export const CONSENT_OPTION = 'consent';

/** Select a preset, make a job private, and post its pictures as spoilers. */
export const PRESET_OPTION = 'preset';
export const PRIVATE_OPTION = 'private';
export const SPOILER_OPTION = 'spoiler';
/** Discord's limit on options per command. */
const MAX_OPTIONS = 25;

/** Options shared by all commands, most important first in case there is no room for all. */
export const COMMON_OPTIONS = [PRESET_OPTION, PRIVATE_OPTION, SPOILER_OPTION] as const;
export type CommonOption = (typeof COMMON_OPTIONS)[number];

/** In characters. */
export const LONGEST_PRESET_NAME = 32;

/**
 * A recipe as a Discord command: its own options, a consent option if it takes pictures of people, and the
 * common options that fit, in one language. Commands for adult-rated models are offered in age-restricted channels only.
 * `name` replaces the recipe's own command name.
 */
export function recipeDefinition(
  recipe: Recipe,
  words: Catalogue,
  name: string = recipe.command ?? '',
): RESTPostAPIChatInputApplicationCommandsJSONBody & {
  readonly options: APIApplicationCommandBasicOption[];
} {
  const { options, person, rating } = recipe;
  const consent: APIApplicationCommandBasicOption = {
    type: ApplicationCommandOptionType.Boolean,
    name: CONSENT_OPTION,
    description: words.consent[consentAbout(options)].wording,
  };
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description: recipeDescription(recipe, words),
    options: [
      ...optionDefinitions(options, words),
      ...(person ? [consent] : []),
      ...commonOptions({ options, person }).map((one) => commonOptionDefinition(one, words)),
    ],
    ...(rating === 'adult' && { nsfw: true }),
  };
}

/** The common options that fit and whose names the recipe does not use itself. */
export function commonOptions({
  options,
  person,
}: Pick<Recipe, 'options' | 'person'>): readonly CommonOption[] {
  const count = Object.keys(options).length + (person ? 1 : 0);
  const free = COMMON_OPTIONS.filter((name) => !Object.hasOwn(options, name));
  return free.slice(0, Math.max(0, MAX_OPTIONS - count));
}

/** A common option as Discord expects it. */
export function commonOptionDefinition(
  name: CommonOption,
  { presets, options }: Pick<Catalogue, 'presets' | 'options'>,
): APIApplicationCommandBasicOption {
  if (name === PRESET_OPTION) {
    return {
      type: ApplicationCommandOptionType.String,
      name,
      description: presets.option,
      autocomplete: true,
      min_length: 1,
      max_length: LONGEST_PRESET_NAME,
    };
  }
  const description = options[name];
  return { type: ApplicationCommandOptionType.Boolean, name, description };
}

/** A recipe's options as Discord expects them, in order. */
export function optionDefinitions(
  table: OptionTable,
  words: Catalogue,
): APIApplicationCommandBasicOption[] {
  const all = Object.entries(table).map(([name, option]) => ({
    ...definitionOf(name, { option, table }, words),
    ...ownNames(option),
  }));
  // Discord requires required options to come first.
  return [...all.filter(({ required }) => required), ...all.filter(({ required }) => !required)];
}

/** The given values by the recipe's internal option names. */
export function byInternalName(
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [camelCase(name), value]),
  );
}

/** Its name in the languages that a workflow names it in, by Discord locale. */
function ownNames({
  localizations = {},
}: Option): Pick<APIApplicationCommandBasicOption, 'name_localizations'> {
  const names = TRANSLATIONS.flatMap(({ catalogue: { language }, locales }) => {
    const name = own(localizations, language)?.name;
    return name === undefined ? [] : locales.map((locale) => [locale, name] as const);
  });
  return names.length === 0 ? {} : { name_localizations: Object.fromEntries(names) };
}

function definitionOf(
  internal: string,
  { option, table }: { readonly option: Option; readonly table: OptionTable },
  words: Catalogue,
): APIApplicationCommandBasicOption {
  const name = snakeCase(internal);
  const description = optionDescription(internal, table, words) || name;
  switch (option.kind) {
    case 'text':
      return {
        type: ApplicationCommandOptionType.String,
        name,
        description,
        ...(option.default === undefined && { required: true }),
        ...(option.min > 0 && { min_length: option.min }),
        max_length: option.max,
      };
    case 'whole':
      return { type: ApplicationCommandOptionType.Integer, name, description, ...range(option) };
    case 'number':
      return { type: ApplicationCommandOptionType.Number, name, description, ...range(option) };
    case 'boolean':
      return { type: ApplicationCommandOptionType.Boolean, name, description };
    case 'choice':
      if (option.anyOf !== undefined) {
        return { type: ApplicationCommandOptionType.String, name, description, autocomplete: true };
      }
      return {
        type: ApplicationCommandOptionType.String,
        name,
        description,
        choices: option.names.map((value) => ({ name: choiceLabel(option, value, words), value })),
      };
    case 'picture':
      return {
        type: ApplicationCommandOptionType.Attachment,
        name,
        description,
        ...(option.required && { required: true }),
      };
  }
}

function range({ min, max }: NumberOption) {
  return { min_value: min, max_value: max };
}

/** How many choices Discord accepts for an option, and how many suggestions autocomplete shows. */
export const MOST_CHOICES = 25;

/** Discord's limit on a choice's name, value and menu description, in characters. */
export const LONGEST_CHOICE = 100;

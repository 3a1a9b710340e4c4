import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { own } from '../engines/own.ts';
import { type Catalogue, say } from '../say/say.ts';
import {
  camelCase,
  consentAbout,
  type NumberOption,
  type Option,
  type OptionTable,
  pictureOptions,
  snakeCase,
} from './option.ts';
import type { Recipe } from './recipe.ts';

/** By which somebody says that they may use the pictures that they send. */
export const CONSENT_OPTION = 'consent';

/** By which somebody names a preset, and by which they say that a job is theirs alone, and its pictures covered. */
export const PRESET_OPTION = 'preset';
export const PRIVATE_OPTION = 'private';
export const SPOILER_OPTION = 'spoiler';
/** How many options a command has at most, by Discord's documentation. */
const MOST_OPTIONS = 25;

/** Options of a command besides its recipe's own, those first that matter most where there is little room. */
const COMMON_OPTIONS = [PRESET_OPTION, PRIVATE_OPTION, SPOILER_OPTION] as const;
export type CommonOption = (typeof COMMON_OPTIONS)[number];

/** As long as a preset's name may be, in characters. */
export const LONGEST_PRESET_NAME = 32;

/**
 * A recipe as Discord offers it: its options, one for consent where it takes pictures of people, and those
 * that every command has where there is room. One of adult-rated models is offered in age-restricted channels only.
 * `name`: where it is not its own.
 */
export function recipeDefinition(
  { command = '', description = command, options, person, rating }: Recipe,
  name: string = command,
): RESTPostAPIChatInputApplicationCommandsJSONBody & {
  readonly options: APIApplicationCommandBasicOption[];
} {
  const consent: APIApplicationCommandBasicOption = {
    type: ApplicationCommandOptionType.Boolean,
    name: CONSENT_OPTION,
    description: say().consent[consentAbout(options)].wording,
  };
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description: own(say().commands, command) ?? description,
    options: [
      ...optionDefinitions(options),
      ...(person ? [consent] : []),
      ...commonOptions({ options, person }).map(commonOptionDefinition),
    ],
    ...(rating === 'adult' && { nsfw: true }),
  };
}

/** Those that a recipe's command has besides: there is room for them, and it has none of its own of that name. */
export function commonOptions({
  options,
  person,
}: Pick<Recipe, 'options' | 'person'>): readonly CommonOption[] {
  const count = Object.keys(options).length + (person ? 1 : 0);
  const free = COMMON_OPTIONS.filter((name) => !Object.hasOwn(options, name));
  return free.slice(0, Math.max(0, MOST_OPTIONS - count));
}

/** One of them as Discord offers it. */
export function commonOptionDefinition(name: CommonOption): APIApplicationCommandBasicOption {
  if (name === PRESET_OPTION) {
    return {
      type: ApplicationCommandOptionType.String,
      name,
      description: say().presets.option,
      autocomplete: true,
      min_length: 1,
      max_length: LONGEST_PRESET_NAME,
    };
  }
  const description = say().options[name];
  return { type: ApplicationCommandOptionType.Boolean, name, description };
}

/** A recipe's options as Discord offers them, in their order. */
export function optionDefinitions(table: OptionTable): APIApplicationCommandBasicOption[] {
  const words = optionWords(table, say());
  const all = Object.entries(table).map(([name, option]) =>
    definitionOf(snakeCase(name), option, words),
  );
  // Discord takes those that have to be filled in only before the others.
  return [...all.filter(({ required }) => required), ...all.filter(({ required }) => !required)];
}

/** What was filled in, by the names that a recipe uses. */
export function byInternalName(
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [camelCase(name), value]),
  );
}

/** What options of these names are for, where a recipe does not say it itself. */
export function optionWords(
  table: OptionTable,
  { options, optionsWithPicture }: Pick<Catalogue, 'options' | 'optionsWithPicture'>,
): Readonly<Record<string, string>> {
  const worksOnOne = pictureOptions(table).some(([, { use }]) => use === 'image');
  return worksOnOne ? { ...options, ...optionsWithPicture } : options;
}

function definitionOf(
  name: string,
  option: Option,
  words: Readonly<Record<string, string>>,
): APIApplicationCommandBasicOption {
  const description = option.description ?? own(words, name) ?? name;
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
        choices: option.names.map((value) => ({ name: option.label?.(value) ?? value, value })),
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

/** How many choices Discord takes of an option, and how many it shows to whoever types. */
export const MOST_CHOICES = 25;

/** How long Discord takes what a choice is called, its value, and what is said of it in a menu, in characters. */
export const LONGEST_CHOICE = 100;

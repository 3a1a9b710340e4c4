import { ApplicationCommandOptionType, type APIApplicationCommandBasicOption } from 'discord.js';
import { camelCase, snakeCase } from '../../comfy/option-names.ts';
import {
  pictureOptions,
  type NumberOption,
  type Option,
  type OptionTable,
} from '../../comfy/option.ts';
import { say, type Catalogue } from '../../say/say.ts';
import type { CommandInteraction } from './interaction.ts';
import { own } from './own.ts';

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
export function namedInside(options: CommandInteraction['options']): Record<string, unknown> {
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

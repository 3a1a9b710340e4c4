import { ApplicationCommandOptionType, type APIApplicationCommandBasicOption } from 'discord.js';
import { camelCase, snakeCase } from '../../comfy/option-names.ts';
import type { NumberOption, Option, OptionTable } from '../../comfy/option.ts';
import { say } from '../../say/say.ts';
import type { CommandInteraction } from './interaction.ts';
import { own } from './own.ts';

/** A recipe's options as Discord offers them, in their order. */
export function optionDefinitions(table: OptionTable): APIApplicationCommandBasicOption[] {
  return Object.entries(table).map(([name, option]) => definitionOf(snakeCase(name), option));
}

/** What was filled in, by the names that a recipe uses. */
export function namedInside(options: CommandInteraction['options']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [camelCase(name), value]),
  );
}

function definitionOf(name: string, option: Option): APIApplicationCommandBasicOption {
  const description = own(say().options, name) ?? option.description ?? name;
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
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        name,
        description,
        choices: option.names.map((value) => ({ name: option.label?.(value) ?? value, value })),
      };
    case 'picture':
      return { type: ApplicationCommandOptionType.Attachment, name, description };
  }
}

function range({ min, max }: NumberOption) {
  return { min_value: min, max_value: max };
}
